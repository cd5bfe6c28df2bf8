import csv
from datetime import UTC, datetime

import openpyxl
import pytest

from tests.exports.documents import write
from tests.factories import make_letter, make_signature

HEADER = [
    "number",
    "kind",
    "name",
    "title",
    "affiliation",
    "representative",
    "city",
    "region",
    "country",
    "language",
    "publicity",
    "signed_at",
]
pytestmark = pytest.mark.django_db


def csv_rows(letter, folder):
    write(letter, folder / "letter.csv", format="csv")
    with (folder / "letter.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def xlsx_rows(letter, folder):
    write(letter, folder / "letter.xlsx", format="xlsx")
    sheet = openpyxl.load_workbook(folder / "letter.xlsx").active
    return [
        ["" if cell is None else str(cell) for cell in row]
        for row in sheet.iter_rows(values_only=True)
    ]


TABLES = pytest.mark.parametrize("read", [csv_rows, xlsx_rows])


@TABLES
def test_the_columns_are_those_of_the_public_contract(tmp_path, read):
    letter = make_letter(time_zone="America/Guatemala")
    make_signature(
        letter,
        name="María José Ñúñez",
        title="Pastor",
        affiliation="Diócesis",
        city="San José",
        region="Petén",
        country="GT",
        language="es",
        publicity="officials",
        signed_at=datetime(2026, 3, 1, 3, 4, 5, tzinfo=UTC),
    )

    header, row = read(letter, tmp_path)

    assert header == HEADER
    assert row == [
        "1",
        "person",
        "María José Ñúñez",
        "Pastor",
        "Diócesis",
        "",
        "San José",
        "Petén",
        "GT",
        "es",
        "officials",
        "2026-02-28T21:04:05-06:00",
    ]


@TABLES
def test_there_is_one_row_for_every_listed_signature_in_print_order(tmp_path, read):
    letter = make_letter()
    make_signature(letter, name="Hidden Judge", publicity="counted", language="es")
    make_signature(letter, name="Zoe Zed")
    make_signature(letter, name="Ana Abe")
    make_signature(letter, name="Caritas", kind="organization", representative="Leo")
    make_signature(letter, name="Not Listed", status="held")

    rows = read(letter, tmp_path)[1:]

    assert [row[:3] for row in rows] == [
        ["1", "organization", "Caritas"],
        ["2", "person", "Ana Abe"],
        ["3", "person", "Zoe Zed"],
        ["4", "person", ""],
    ]
    assert rows[0][5] == "Leo"
    assert rows[3] == ["4", "person", *[""] * 7, "es", "counted", ""]


@TABLES
def test_rows_without_a_name_do_not_stand_in_the_order_of_signing(tmp_path, read):
    letter = make_letter()
    for language in ("es", "en", "es", "en"):
        make_signature(letter, publicity="counted", language=language)
    make_signature(letter, kind="organization", name="Hidden", publicity="counted")

    rows = read(letter, tmp_path)[1:]

    assert [(row[1], row[9]) for row in rows] == [
        ("organization", "en"),
        ("person", "en"),
        ("person", "en"),
        ("person", "es"),
        ("person", "es"),
    ]


@TABLES
@pytest.mark.parametrize(
    "name", ["=1+1", " =1+1", "+1", "-2", "@SUM(A1)", "\t=1", "=HYPERLINK(1)"]
)
def test_no_cell_is_a_formula(tmp_path, read, name):
    letter = make_letter()
    make_signature(letter, name=name, city=name, title=name)

    [_header, row] = read(letter, tmp_path)

    assert row[2] == row[3] == row[6] == f"'{name}"


def test_excel_cells_are_text_and_numbers_never_links(tmp_path):
    letter = make_letter()
    make_signature(letter, name="https://example.org/", city="00123")

    write(letter, tmp_path / "letter.xlsx", format="xlsx")

    sheet = openpyxl.load_workbook(tmp_path / "letter.xlsx").active
    assert [cell.data_type for cell in sheet[2]][:3] == ["n", "s", "s"]
    assert sheet["G2"].value == "00123"
    assert sheet["C2"].hyperlink is None


def test_csv_begins_with_the_mark_by_which_excel_knows_utf_8(tmp_path):
    write(make_letter(), tmp_path / "letter.csv", format="csv")

    assert (tmp_path / "letter.csv").read_bytes().startswith(b"\xef\xbb\xbfnumber,")


def test_plain_text_has_the_same_parts_in_lines_for_a_mail(tmp_path):
    letter = make_letter(
        body="We, {total} neighbors, ask you to act, "
        + "please " * 30
        + "\n\n- one\n- two"
    )
    make_signature(letter, name="Ana Pérez", affiliation="First Church")
    make_signature(letter, name="משה כהן", country="")
    make_signature(letter, publicity="counted")

    rendered = write(letter, tmp_path / "letter.txt", format="txt")
    text = (tmp_path / "letter.txt").read_text()

    assert rendered.names == 3
    assert max(map(len, text.splitlines())) <= 72
    assert "We, 3 neighbors, ask you" in text
    assert "\n- one\n- two\n" in text
    assert "A letter on the border\n======================\n" in text
    assert "\nPeople\n------\n" in text
    assert "\nAna Pérez, First Church*, Guatemala\n" in text
    assert "\n\u2068משה כהן\u2069\n" in text
    assert "\nand 1 more signed without being named.\n" in text


def test_html_is_one_file_that_loads_nothing(tmp_path):
    letter = make_letter(body="We *ask*.")
    make_signature(letter, name="<b>Ana</b>", title="& Co.")

    write(letter, tmp_path / "letter.html", format="html", language="es")
    html = (tmp_path / "letter.html").read_text()

    assert '<html lang="es" dir="ltr">' in html
    assert (
        "<li><bdi>&lt;b&gt;Ana&lt;/b&gt;</bdi>, <bdi>&amp; Co.</bdi>, <bdi>Guatemala</bdi></li>"
        in html
    )
    assert "<em>ask</em>" in html
    assert "src=" not in html
    assert "<link" not in html
    assert "<script" not in html
    assert "url(" not in html


def test_html_of_a_right_to_left_language_runs_from_right_to_left(tmp_path):
    letter = make_letter()
    english = letter.current_revision.translations.get(language="en")
    letter.current_revision.translations.create(
        language="ar", title="رسالة", body=english.body, closing="نحن الموقعين"
    )

    write(letter, tmp_path / "letter.html", format="html", language="ar")

    assert '<html lang="ar" dir="rtl">' in (tmp_path / "letter.html").read_text()


def test_a_color_that_is_none_stays_out_of_the_page(tmp_path):
    letter = make_letter()
    letter.campaign.accent_color = "}</x>"
    letter.campaign.save()

    write(letter, tmp_path / "letter.html", format="html")

    assert "}</x>" not in (tmp_path / "letter.html").read_text()
