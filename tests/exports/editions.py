"""Editions and their files without rendering: what pages about them need."""

import hashlib
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from exports.models import Document, Edition
from letters.models import Letter


def make_edition(letter: Letter, *, number: int = 1, **fields: Any) -> Edition:
    """An edition of what is listed."""
    listed = letter.signatures.listed()
    counts = letter.signatures.all().counts()
    edition = Edition.objects.create(
        letter=letter,
        number=number,
        revision=letter.current_revision,
        people=counts.people,
        organizations=counts.organizations,
        countries=counts.countries,
        counted=listed.filter(publicity="counted").count(),
        **fields,
    )
    for signature in listed:
        edition.entrants.create(signature=signature)
    return edition


def make_edition_file(
    edition: Edition, content: bytes = b"%PDF all names", **fields: Any
) -> Document:
    """A document of the edition that is ready, a PDF in English unless told otherwise."""
    defaults = {
        "format": "pdf",
        "language": "en",
        "status": Document.Status.READY,
        "sha256": hashlib.sha256(content).hexdigest(),
        "size": len(content),
        "ready_at": timezone.now(),
    }
    document = Document(letter=edition.letter, edition=edition, **defaults | fields)
    document.file.save(f"a.{document.format}", ContentFile(content))
    return document
