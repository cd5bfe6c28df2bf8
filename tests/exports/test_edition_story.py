"""Freeze, late signers, a withdrawal, an addendum, the next edition: hashes compared."""

import hashlib
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from exports.models import Document, Edition
from exports.periodic import render_due_documents
from exports.tasks import render_document
from letters.models import Letter
from signatures.models import Signature
from tests.exports.documents import pdf_text
from tests.exports.freezing import make_closed_letter, rendered
from tests.factories import make_signature
from tests.signatures.own_page import path_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("printer")]

PEOPLE = {"en": "We, {} neighbors", "es": "Nosotros, {} vecinos"}


@pytest.fixture
def letter(campaign, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    letter = make_closed_letter(campaign)
    for text in letter.current_revision.translations.all():
        text.body = PEOPLE[text.language].format("{total}") + "."
        text.follows = {}
        text.save()
    return Letter.objects.get(pk=letter.pk)


def freeze_and_render(*arguments):
    """By the command; then the worker makes what it owes."""
    call_command("freeze_edition", "border", *arguments)
    edition = Edition.objects.latest("number")
    for document in edition.documents.all():
        render_document(document.pk)
    assert {each.status for each in edition.documents.all()} == {"ready"}
    return edition


def hashes(edition):
    """Of what is stored, by what it is: as the rows say it, and as the files are."""
    rows = {(each.audience, each.language): each for each in edition.documents.all()}
    for each in rows.values():
        content = Path(each.file.path).read_bytes()
        assert hashlib.sha256(content).hexdigest() == each.sha256
    return {key: each.sha256 for key, each in rows.items()}


def text_of(edition, audience, language):
    document = edition.documents.get(audience=audience, language=language, format="pdf")
    return " ".join(pdf_text(Path(document.file.path)).split())


def withdraw(name):
    row = Signature.objects.get(name=name)
    answer = Client().post(path_of(row), {"action": "withdraw"})
    assert answer.status_code == 303
    assert Signature.objects.get(pk=row.pk).status == "withdrawn"


def test_what_was_frozen_stays_and_what_follows_refers_to_it(letter):
    first = freeze_and_render()
    before = hashes(first)
    assert len(set(before.values())) == 4

    make_signature(letter, name="Eva Tardía")
    make_signature(letter, name="Noé Postrero", publicity="officials")
    withdraw("Ana Pérez")
    addendum = freeze_and_render("--addendum-to", "1")
    second = freeze_and_render()

    for language, sentence in PEOPLE.items():
        of_first = text_of(first, "officials", language)
        assert sentence.format(3) in of_first
        assert "Ana Pérez" in of_first
        assert "Eva Tardía" not in of_first

        of_addendum = text_of(addendum, "officials", language)
        assert sentence.format(4) in of_addendum
        assert "Eva Tardía" in of_addendum
        assert "Noé Postrero" in of_addendum
        assert "Luz Gómez" not in of_addendum
        assert "Noé Postrero" not in text_of(addendum, "public", language)

        of_second = text_of(second, "officials", language)
        assert sentence.format(4) in of_second
        assert "Ana Pérez" not in of_second
        assert "Eva Tardía" in of_second
    assert "Addendum to edition 1:" in text_of(addendum, "officials", "en")

    # The first one is as it was: stored, and made anew.
    render_due_documents()
    assert hashes(first) == before
    for (audience, language), sha256 in before.items():
        again = rendered(first, "pdf", audience, language=language)
        assert again.sha256 == sha256
    everything = Document.objects.filter(edition__in=[first, addendum, second])
    assert everything.values("sha256").distinct().count() == 12
