"""What is signed: the letter, to whom it goes, and its text in all its states."""

from letters.models.extension import Extension
from letters.models.letter import Letter, default_printed, validate_time_zone
from letters.models.queryset import LetterQuerySet
from letters.models.recipient import Recipient
from letters.models.revision import Revision, Translation, UnsavedText

__all__ = [
    "Extension",
    "Letter",
    "LetterQuerySet",
    "Recipient",
    "Revision",
    "Translation",
    "UnsavedText",
    "default_printed",
    "validate_time_zone",
]
