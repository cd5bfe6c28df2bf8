"""Who signed, what was decided, and what is owed to them by mail."""

from signatures.models.mail import Mail, MailQuerySet
from signatures.models.origins import Batch, Organization
from signatures.models.signature import (
    QUARANTINE,
    Consent,
    Counts,
    Review,
    Signature,
    SignatureQuerySet,
)

__all__ = [
    "QUARANTINE",
    "Batch",
    "Consent",
    "Counts",
    "Mail",
    "MailQuerySet",
    "Organization",
    "Review",
    "Signature",
    "SignatureQuerySet",
]
