from exports.models.document import Document, DocumentQuerySet, LeaseLost
from exports.models.edition import Acceptance, Edition, Entrant, FrozenRoll
from exports.models.layout import Layout, PrintedGroup

__all__ = [
    "Acceptance",
    "Document",
    "DocumentQuerySet",
    "Edition",
    "Entrant",
    "FrozenRoll",
    "Layout",
    "LeaseLost",
    "PrintedGroup",
]
