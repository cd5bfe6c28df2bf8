from exports.models.document import Document, DocumentQuerySet, LeaseLost
from exports.models.edition import Acceptance, Edition, Entrant, FrozenRoll
from exports.models.freezing import Freezing, FreezingQuerySet
from exports.models.layout import Layout, PrintedGroup
from exports.models.work import Work, WorkQuerySet

__all__ = [
    "Acceptance",
    "Document",
    "DocumentQuerySet",
    "Edition",
    "Entrant",
    "Freezing",
    "FreezingQuerySet",
    "FrozenRoll",
    "Layout",
    "LeaseLost",
    "PrintedGroup",
    "Work",
    "WorkQuerySet",
]
