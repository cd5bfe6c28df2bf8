"""Freezing: all of it or nothing, and once and for ever."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from exports import editions
from exports.editions import freeze
from exports.models import Document, Layout
from exports.tasks import render_document
from letters.models import Letter
from signatures.models import Signature
from tests.factories import make_letter, make_signature

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def letter(campaign):
    """A closed letter with a public, an officials' and a counted name."""
    now = timezone.now()
    letter = make_letter(
        campaign=campaign,
        slug="border",
        status="closed",
        opened_at=now - timedelta(days=30),
        closes_at=now - timedelta(days=9),
        closed_at=now - timedelta(days=9),
    )
    make_signature(letter, name="Ana Pérez")
    make_signature(letter, name="Luz Gómez", publicity="officials")
    make_signature(letter, name="Sol Secreta", publicity="counted")
    return Letter.objects.get(pk=letter.pk)


def frozen_edition(letter, user=None, **fields):
    return freeze(letter, user=user, accepted={}, **fields)


def rendered(edition, format, audience="officials", **fields):
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


def content_of(document):
    with document.file.open("rb") as file:
        return file.read()


def test_an_edition_keeps_who_is_listed(letter, alice):
    make_signature(letter, name="Nobody Yet", status="held")

    edition = frozen_edition_accepting(letter, alice)

    assert (edition.number, edition.revision) == (1, letter.current_revision)
    assert (edition.people, edition.organizations, edition.counted) == (3, 0, 1)
    assert (edition.frozen_by, edition.countries) == (alice, 1)
    assert edition.languages == ["en", "es"]
    assert edition.entrants.count() == 3


def frozen_edition_accepting(letter, user, **fields):
    findings = editions.preflight(letter, **fields)
    accepted = {each.check_name: each.found for each in findings}
    return freeze(letter, user=user, accepted=accepted, **fields)


@pytest.mark.parametrize("format", Document.Format.values)
@pytest.mark.parametrize("audience", ["officials", "public"])
def test_rendering_again_gives_the_same_bytes(letter, format, audience, request):
    if format == "pdf":
        request.getfixturevalue("printer")
    edition = frozen_edition(letter)
    first = rendered(edition, format, audience)
    Signature.objects.update(name="Changed", status="withdrawn")
    Layout.objects.create(letter=letter, design="compact", paper="a4")

    with time_machine.travel(timezone.now() + timedelta(days=400)):
        second = rendered(edition, format, audience)

    assert content_of(first) == content_of(second)
    assert first.sha256 == second.sha256
