"""What journalists get: the release in each language, its parts and its files."""

from press.models.file import ReleaseFile
from press.models.parts import Contact, Quote, ReleasePartner, ReleaseText
from press.models.release import Release

__all__ = [
    "Contact",
    "Quote",
    "Release",
    "ReleaseFile",
    "ReleasePartner",
    "ReleaseText",
]
