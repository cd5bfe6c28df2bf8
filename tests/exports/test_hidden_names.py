"""What is in no file for others: neither in its words nor in what lies below them."""

import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from exports.designs import DESIGNS
from exports.models import Document, Layout
from exports.services import request_document
from exports.tasks import render_document
from exports.writers import LETTER_WRITERS, PRESS_WRITERS
from letters.models import Letter
from tests.exports.freezing import freeze_anyhow, rendered
from tests.factories import make_letter, make_signature

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("printer")]

# Of a judge for the officials, an institute for them, and one who is only counted. The
# Thai letters would need a font of their own.
HIDDEN = ["Judgeworthy", "Courthouse", "Villahidden", "Hiddenland", "Instituteux", "กข"]
HIDDEN += ["Spokesmanix", "Countedova"]
FILES = [(Document.Audience.PUBLIC, format) for format in Document.Format.values]
FILES += [(Document.Audience.PRESS, format) for format in PRESS_WRITERS]


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def edition(campaign):
    letter = make_letter(campaign=campaign, slug="border")
    Layout.objects.create(
        letter=letter,
        has_cover=True,
        has_summary=True,
        attaches_list=True,
        languages="together",
    )
    for number in range(6):
        make_signature(letter, name=f"Ana Paz {number}", region="Petén")
    hidden = {"city": "Villahidden", "region": "Hiddenland", "country": "IS"}
    make_signature(
        letter,
        name="Judgeworthy กข",
        affiliation="Courthouse",
        publicity="officials",
        is_organizer=True,
        **hidden,
    )
    make_signature(
        letter,
        kind="organization",
        name="Instituteux",
        representative="Spokesmanix",
        publicity="officials",
        **hidden,
    )
    make_signature(letter, name="Countedova", publicity="counted", **hidden)
    return freeze_anyhow(Letter.objects.get(pk=letter.pk))


def inside(path: Path) -> str:
    """All that can be read in a file, unpacked."""
    if path.suffix == ".pdf":
        return " ".join([*_words(path), *_objects(path)])
    if not zipfile.is_zipfile(path):
        return path.read_text(encoding="utf-8")
    with zipfile.ZipFile(path) as packed:
        return " ".join(packed.read(name).decode() for name in packed.namelist())


def _words(path: Path) -> list[str]:
    pdf = pypdfium2.PdfDocument(path)
    try:
        return [page.get_textpage().get_text_range() for page in pdf]
    finally:
        pdf.close()


def _objects(path: Path) -> list[str]:
    """Outline, tags, metadata, names of fonts and attachments, as they are written."""
    found = []
    with pikepdf.open(path) as pdf:
        for item in pdf.objects:
            if isinstance(item, pikepdf.Stream):
                found.append(item.read_bytes().decode("utf-8", "ignore"))
            found += _strings(item)
    return found


def _strings(item: pikepdf.Object) -> list[str]:
    if isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
        values = [value for _key, value in item.items()]
    elif isinstance(item, pikepdf.Array):
        values = list(item)
    else:
        return [str(item)] if isinstance(item, pikepdf.String | pikepdf.Name) else []
    return [
        text
        for value in values
        if not (isinstance(value, pikepdf.Object) and value.is_indirect)
        for text in (
            _strings(value) if isinstance(value, pikepdf.Object) else [str(value)]
        )
    ]


@pytest.mark.parametrize(("audience", "format"), FILES)
def test_others_files_hold_nothing_of_who_is_hidden(edition, audience, format):
    text = inside(Path(rendered(edition, format, audience).file.path))

    assert "Ana Paz 3" in text.replace("\u2068", "").replace("\u2069", "")
    assert not [word for word in [*HIDDEN, "Sans-Thai"] if word in text]


@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize("format", LETTER_WRITERS)
def test_no_design_holds_anything_of_who_is_hidden(edition, format, design):
    edition.frozen_layout |= {"design": design, "has_cover": False}
    edition.save()

    text = inside(Path(rendered(edition, format, "public").file.path))

    assert "Personas" in text
    assert "Ana Paz 3" in text.replace("\u2068", "").replace("\u2069", "")
    assert not [word for word in HIDDEN if word in text]


def test_the_officials_file_shows_that_the_test_can_find_them(edition):
    text = inside(Path(rendered(edition, "pdf").file.path))

    assert not [word for word in HIDDEN[:2] + HIDDEN[4:7] if word not in text]
    assert "Sans-Thai" in text
    assert "Countedova" not in text


def unprinted(campaign):
    """A letter that asks for more than it prints."""
    letter = make_letter(campaign=campaign, slug="border", printed=["country"])
    Layout.objects.create(letter=letter, attaches_list=True)
    make_signature(
        letter,
        name="Ana Paz",
        title="Judgeworthy",
        affiliation="Courthouse",
        city="Villahidden",
        region="Hiddenland",
        confirmed_at=datetime(1999, 5, 14, 9, 30, tzinfo=UTC),
    )
    return Letter.objects.get(pk=letter.pk)


@pytest.mark.parametrize("audience", ["officials", "public"])
@pytest.mark.parametrize("format", Document.Format.values)
def test_what_is_asked_and_not_printed_is_in_no_file_of_an_edition(
    campaign, audience, format
):
    edition = freeze_anyhow(unprinted(campaign))

    text = inside(Path(rendered(edition, format, audience).file.path))

    assert "Ana Paz" in text
    for secret in ("Judgeworthy", "Courthouse", "Villahidden", "Hiddenland", "1999-05"):
        assert secret not in text


def test_the_team_s_own_table_holds_what_was_asked(campaign):
    letter = unprinted(campaign)
    document = request_document(letter, language="en", format="csv", user=None)

    render_document(document.pk)

    document.refresh_from_db()
    text = inside(Path(document.file.path))
    assert "Ana Paz,Judgeworthy,Courthouse,,Villahidden,Hiddenland,GT" in text
