"""Freezes and renders as the pages and workers do."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from campaigns.models import Campaign
from exports.editions import freeze, preflight
from exports.models import Document, Edition
from exports.tasks import render_document
from letters.models import Letter
from tests.factories import make_letter, make_signature


def make_closed_letter(campaign: Campaign, **fields: Any) -> Letter:
    """A closed letter with a public, an officials' and a counted name."""
    now = timezone.now()
    letter = make_letter(
        campaign=campaign,
        slug="border",
        status="closed",
        opened_at=now - timedelta(days=30),
        closes_at=now - timedelta(days=9),
        closed_at=now - timedelta(days=9),
        **fields,
    )
    make_signature(letter, name="Ana Pérez")
    make_signature(letter, name="Luz Gómez", publicity="officials")
    make_signature(letter, name="Sol Secreta", publicity="counted")
    return Letter.objects.get(pk=letter.pk)


def freeze_anyhow(letter: Letter, user: Any = None, **fields: Any) -> Edition:
    """Accept whatever is found."""
    findings = preflight(letter, **fields)
    accepted = {each.check_name: each.mark for each in findings}
    return freeze(letter, user=user, accepted=accepted, **fields)


def rendered(
    edition: Edition, format: str, audience: str = "officials", **fields: Any
) -> Document:
    document = Document.objects.create(
        letter=edition.letter,
        edition=edition,
        language=fields.pop("language", "en"),
        format=format,
        audience=audience,
        **fields,
    )
    render_document(document.pk)
    document.refresh_from_db()
    assert document.status == "ready", document.error
    return document


def content_of(document: Document) -> bytes:
    with document.file.open("rb") as file:
        content: bytes = file.read()
    return content
