"""The frozen files of an edition, as they are handed over: each one checked before use."""

import shutil
from pathlib import Path

from django.db.models import F, Q
from django.utils.translation import gettext as _

from core.errors import Refusal
from core.formats import language_name
from core.stored import open_unchanged
from exports import frozen
from exports.models import Document, Edition
from exports.rendering import render
from letters.models import Recipient


def document_for(edition: Edition, recipient: Recipient, language: str) -> Document:
    """The PDF that the officials get: addressed to this one where there is such a file.

    Where each recipient gets an own letter, no other takes its place. Of a bilingual
    document there is one file for all languages.
    """
    whose = Q(recipient=recipient)
    if not edition.layout.is_addressed:
        whose |= Q(recipient=None)
    elif recipient.pk not in edition.recipients:
        raise Refusal(_("The letter is not addressed to this recipient."))
    ready = Document.objects.filter(
        whose,
        edition=edition,
        audience=Document.Audience.OFFICIALS,
        format=Document.Format.PDF,
        status=Document.Status.READY,
    )
    if not edition.layout.is_bilingual:
        ready = ready.filter(language=language)
    document = ready.order_by(F("recipient").asc(nulls_last=True), "pk").first()
    if document is None:
        raise Refusal(
            _(
                "Edition %(number)d is not ready in this language (%(language)s). Look at "
                "the page of the edition what it waits for."
            )
            % {"number": edition.number, "language": language_name(language)}
        )
    return document


def addressees(document: Document) -> list[str]:
    """Whom the document of an edition addresses, as it names them; none where nobody knows."""
    edition = document.edition
    assert edition
    try:
        names = [each.name for each in frozen.addressees(edition, document.language)]
    except Refusal:
        return []  # its list is gone, or another one by now
    if document.recipient_id is None:
        return names
    named = zip(edition.recipients, names, strict=False)
    return [name for key, name in named if key == document.recipient_id]


def write_text(document: Document, language: str, path: Path) -> None:
    """What the document says as plain text, from what was frozen."""
    render(
        document.letter,
        language=language,
        format=Document.Format.TXT,
        path=path,
        report=lambda _percent: None,
        edition=document.edition,
        recipient=document.recipient_id,
    )


def checked_copy(document: Document, path: Path) -> Path:
    """Copy the file, and refuse it if it is not the one that was frozen."""
    stored = open_unchanged(document.file, document.sha256)
    with stored, path.open("wb") as copy:
        shutil.copyfileobj(stored, copy, 1024 * 1024)
    return path
