"""What every format has in common, and the two that are made for machines and the press."""

import csv
import json
import re
import time
import tracemalloc

import docx
import openpyxl
import pytest
from django.utils import translation
from lxml import html

from core.errors import Refusal
from exports.models import Document
from exports.rendering import render
from exports.roll import Group
from exports.writers import PRESS_WRITERS, WRITERS
from letters.models import Letter
from tests.exports.documents import LOOKS, WRITE, pdf_text, write
from tests.exports.office import convert
from tests.exports.rolls import make_entry, make_roll
from tests.factories import make_letter, make_signature

# The cover changes nothing of how names are written.
ALL = {**WRITE, **{kind: w for kind, w in LOOKS.items() if not kind.endswith("cover")}}
NAME = re.compile(r"Signer\d{3} Ñúñez")


def table(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [list(row) for row in csv.reader(file)]


def sheet(path):
    return [
        ["" if value is None else str(value) for value in row]
        for row in openpyxl.load_workbook(path).active.iter_rows(values_only=True)
    ]


def words(path):
    """Everything that a reader of the file finds, whatever its format."""
    format = path.suffix.removeprefix(".")
    if format == "pdf":
        return pdf_text(path)
    if format == "docx":
        return "\n".join(each.text for each in docx.Document(str(path)).paragraphs)
    if format == "xlsx":
        return "\n".join(",".join(row) for row in sheet(path))
    if format == "html":
        return html.fromstring(path.read_text()).text_content()
    return path.read_text()


@pytest.fixture
def letter(db):
    letter = make_letter(body="We, {total} neighbors, ask you to **act**.")
    for number in range(60):
        make_signature(
            letter,
            name=f"Signer{number:03} Ñúñez",
            publicity="officials" if number % 3 == 0 else "public",
            kind="organization" if number % 20 == 1 else "person",
        )
    make_signature(letter, name="Signer999 Ñúñez", publicity="counted")
    return letter


@pytest.mark.usefixtures("printer")
@pytest.mark.parametrize("language", ["en", "es"])
def test_every_format_names_the_same_signers_once(tmp_path, letter, language):
    listed = [f"Signer{number:03} Ñúñez" for number in range(60)]

    for format in Document.Format.values:
        path = tmp_path / f"letter.{format}"
        rendered = write(letter, path, format=format, language=language)
        assert rendered.names == 61
        assert sorted(NAME.findall(words(path))) == listed, format


def test_libreoffice_reads_the_same_rows_from_csv_and_excel(tmp_path, letter):
    for format in ("csv", "xlsx"):
        write(letter, tmp_path / f"letter.{format}", format=format)
    written = table(tmp_path / "letter.csv")
    assert sheet(tmp_path / "letter.xlsx") == written

    target = tmp_path / "again"
    target.mkdir()
    (target / "letter.xlsx").write_bytes((tmp_path / "letter.xlsx").read_bytes())
    # 44: comma, 34: quotation mark, 76: UTF-8.
    read = table(
        convert(target / "letter.xlsx", "csv:Text - txt - csv (StarCalc):44,34,76")
    )

    assert read == written


def test_html_has_the_tags_of_the_pdf(tmp_path, letter):
    write(letter, tmp_path / "letter.html", format="html")

    page = html.parse(str(tmp_path / "letter.html"))
    assert len(page.xpath("//h1")) == 1
    assert [each.text for each in page.xpath("//h2")] == ["Organizations", "People"]
    assert len(page.xpath("//ul[@class='names']/li")) == 60
    assert page.getroot().get("lang") == "en"
    assert page.xpath("//title")[0].text == "A letter on the border"


def test_json_lines_begin_with_what_the_letter_is(tmp_path, letter):
    write(letter, tmp_path / "letter.jsonl", format="jsonl", language="es")

    about, *signatures = map(
        json.loads, (tmp_path / "letter.jsonl").read_text().splitlines()
    )
    assert about["slug"] == letter.slug
    assert about["language"] == "es"
    assert about["title"] == "Una carta sobre la frontera"
    assert about["edition"] is None
    assert about["text_sha256"] == letter.current_revision.in_language("es").fingerprint
    assert about["counts"] == {
        "total": 61,
        "people": 58,
        "organizations": 3,
        "countries": 1,
        "unnamed": 1,
    }
    assert [each["number"] for each in signatures] == list(range(1, 62))
    assert signatures[0] | {"name": "", "signed_at": ""} == {
        "type": "signature",
        "number": 1,
        "group": "Organizaciones",
        "kind": "organization",
        "name": "",
        "title": "",
        "affiliation": "",
        "representative": "",
        "city": "",
        "region": "",
        "country": "GT",
        "language": "en",
        "publicity": "public",
        "signed_at": "",
    }
    assert (signatures[-1]["name"], signatures[-1]["signed_at"]) == ("", "")


def test_an_edition_stands_in_the_first_line(tmp_path):
    WRITERS["jsonl"](make_roll([make_entry()], edition="4"), tmp_path / "out")

    assert json.loads((tmp_path / "out").read_text().splitlines()[0])["edition"] == 4


def write_for_press(letter, format, path):
    render(
        Letter.objects.select_related("campaign").get(pk=letter.pk),
        language="en",
        format=format,
        path=path,
        report=lambda percent: None,
        audience=Document.Audience.PRESS,
    )


@pytest.mark.parametrize("format", PRESS_WRITERS)
def test_the_press_gets_public_names_below_the_numbers_of_all(tmp_path, letter, format):
    public = [f"Signer{number:03} Ñúñez" for number in range(60) if number % 3]
    path = tmp_path / f"names.{format}"

    write_for_press(letter, format, path)

    text = words(path).replace(": ", ",")
    assert sorted(NAME.findall(text)) == public
    assert "Signatures,61" in text
    assert "Organizations,3" in text
    assert "Named here,40" in text
    assert text.index("Signatures,61") < text.index("Signer")


@pytest.mark.parametrize("format", PRESS_WRITERS)
def test_the_press_writers_leave_out_whoever_did_not_agree(tmp_path, format):
    entries = [
        make_entry(1, name="Ana Público", region="Secret Region"),
        make_entry(2, name="Olga Oficial", publicity="officials"),
        make_entry(
            3,
            kind="organization",
            name="Caritas",
            title="Secret Title",
            representative="Secret Person",
        ),
    ]
    path = tmp_path / f"names.{format}"

    PRESS_WRITERS[format](make_roll(entries), path)

    text = words(path)
    assert "Ana Público" in text
    assert "Caritas" in text
    assert "Olga" not in text
    assert "Secret" not in text
    assert text.count("2026") == 1  # of the letter's own date, and of no signature
    assert "March 1, 2026" in text


def test_the_press_reads_no_part_that_the_letter_does_not_print(tmp_path):
    entry = make_entry(city="Secret City", title="Pastor")

    for format, write_names in PRESS_WRITERS.items():
        path = tmp_path / f"names.{format}"
        write_names(make_roll([entry], parts=["title"]), path)
        assert "Pastor" in words(path)
        assert "Secret City" not in words(path)


def test_the_press_gets_no_laid_out_letter(tmp_path, letter):
    with pytest.raises(Refusal, match="plain text, CSV or Excel"):
        write_for_press(letter, "docx", tmp_path / "out")


@pytest.mark.parametrize("kind", ALL)
def test_the_same_roll_gives_the_same_bytes(tmp_path, kind):
    roll = make_roll([make_entry(number) for number in range(1, 20)])
    written = []
    for _time in range(2):
        ALL[kind](roll, tmp_path / "out")
        written.append((tmp_path / "out").read_bytes())
        time.sleep(1.1)

    assert written[0] == written[1]


@pytest.mark.parametrize("kind", ALL)
def test_memory_does_not_grow_with_the_names(tmp_path, kind):
    """The entries lie in memory before; writing adds no more for ten times as many."""
    with translation.override("en"):
        peak(kind, 3000, tmp_path / "out")  # loads libraries, fills bounded caches
        peaks = [peak(kind, number, tmp_path / "out") for number in (300, 3000)]

    assert peaks[1] < peaks[0] + 200_000


def peak(kind, names, path):
    entries = [make_entry(number) for number in range(names)]
    roll = make_roll(groups=[Group("People", entries)])
    tracemalloc.start()
    try:
        ALL[kind](roll, path)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
