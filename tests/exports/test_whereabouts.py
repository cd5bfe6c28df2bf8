"""On which page of the delivered document a signer stands, as its pages say."""

from pathlib import Path

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
    document = rendered(freeze_anyhow(letter), "pdf")
    pages = pages_of(document, tmp_path)

    told = {
        signature.name: whereabouts(document, signature)
        for signature in letter.signatures.exclude(publicity="counted")
    }

    for name, place in told.items():
        assert " ".join(name.split()) in " ".join(pages[place.page - 1].split()), name
        assert place.pages == len(pages)
    assert len({place.page for place in told.values()}) > 1


def test_who_is_only_counted_or_came_later_has_no_page(letter):
    document = rendered(freeze_anyhow(letter), "pdf")
    counted = letter.signatures.get(publicity="counted")
    late = make_signature(letter, name="Eva Tardía")

    assert whereabouts(document, counted) is None
    assert whereabouts(document, late) is None


@pytest.mark.parametrize("damage", ["missing", "changed"])
def test_without_its_list_nobody_has_a_page_until_it_is_back(letter, damage):
    document = rendered(freeze_anyhow(letter), "pdf")
    signature = letter.signatures.get(name="Caritas")
    path = Path(document.edition.rolls.get(language="en").file.path)
    data = path.read_bytes()
    path.write_bytes(data[:-1])
    if damage == "missing":
        path.unlink()

    assert whereabouts(document, signature) is None
    path.write_bytes(data)
    assert whereabouts(document, signature)


def test_the_keys_of_signatures_are_in_no_document(letter):
    make_signature(letter, id=987654321, name="Zoe Zed")
    edition = freeze_anyhow(letter)

    for format in ("csv", "jsonl", "html", "txt"):
        assert b"987654321" not in content_of(rendered(edition, format))
