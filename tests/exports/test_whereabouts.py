"""On which page of the delivered document a signer stands, as its pages say."""

import pytest

from exports import whereabouts as module
from exports.models import Layout
from exports.whereabouts import whereabouts
from letters.models import Letter
from tests.exports.documents import pdf_text
from tests.exports.freezing import (
    content_of,
    freeze_anyhow,
    make_closed_letter,
    rendered,
)
from tests.factories import make_signature

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("printer")]


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    module._numbers.cache_clear()
    yield
    module._numbers.cache_clear()


@pytest.fixture
def letter(campaign):
    letter = make_closed_letter(campaign)
    for number in range(250):
        make_signature(letter, name=f"Signer {number:03} Pérez", city="Nebaj")
    make_signature(letter, kind="organization", name="Caritas")
    return Letter.objects.get(pk=letter.pk)


def pages_of(document, tmp_path):
    path = tmp_path / "letter.pdf"
    path.write_bytes(content_of(document))
    return pdf_text(path).rstrip("\f").split("\f")


@pytest.mark.parametrize("design", ["classic", "columns", "compact"])
def test_each_named_signer_is_told_the_page(letter, design, tmp_path):
    Layout.objects.create(letter=letter, design=design, has_cover=True)
    edition = freeze_anyhow(letter)
    pages = pages_of(rendered(edition, "pdf"), tmp_path)

    told = {
        signature.name: whereabouts(edition, signature, "en")
        for signature in letter.signatures.exclude(publicity="counted")
    }

    for name, place in told.items():
        assert " ".join(name.split()) in " ".join(pages[place.page - 1].split()), name
        assert place.pages == len(pages)
    assert len({place.page for place in told.values()}) > 1


def test_another_language_does_where_there_is_no_document_in_one_s_own(letter):
    edition = freeze_anyhow(letter)
    edition.documents.filter(language="es").delete()
    rendered(edition, "pdf", language="en")
    signature = letter.signatures.get(name="Caritas")

    assert whereabouts(edition, signature, "es") == whereabouts(
        edition, signature, "en"
    )


def test_who_is_only_counted_or_came_later_has_no_page(letter):
    edition = freeze_anyhow(letter)
    rendered(edition, "pdf")
    counted = letter.signatures.get(publicity="counted")
    late = make_signature(letter, name="Eva Tardía")

    assert whereabouts(edition, counted, "en") is None
    assert whereabouts(edition, late, "en") is None


def test_without_a_document_nobody_has_a_page(letter):
    edition = freeze_anyhow(letter)

    assert whereabouts(edition, letter.signatures.get(name="Caritas"), "en") is None


def test_the_keys_of_signatures_are_in_no_document(letter):
    make_signature(letter, id=987654321, name="Zoe Zed")
    edition = freeze_anyhow(letter)

    for format in ("csv", "jsonl", "html", "txt"):
        assert b"987654321" not in content_of(rendered(edition, format))
