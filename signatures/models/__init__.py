"""Who signed, what was decided, and what is owed to them by mail."""

from signatures.models.mail import LinkRequest, Mail, SuppressedAddress
from signatures.models.origins import (
    Batch,
    ColumnMapping,
    Merge,
    NotTwins,
    Organization,
    OrganizationName,
    Upload,
)
from signatures.models.owed import Owed
from signatures.models.records import (
    Consent,
    Correction,
    ErasedConsent,
    Erasure,
    Review,
)
from signatures.models.signature import (
    QUARANTINE,
    Counts,
    Signature,
    SignatureQuerySet,
)

__all__ = [
    "QUARANTINE",
    "Batch",
    "ColumnMapping",
    "Consent",
    "Correction",
    "Counts",
    "ErasedConsent",
    "Erasure",
    "LinkRequest",
    "Mail",
    "Merge",
    "NotTwins",
    "Organization",
    "OrganizationName",
    "Owed",
    "Review",
    "Signature",
    "SignatureQuerySet",
    "SuppressedAddress",
    "Upload",
]
