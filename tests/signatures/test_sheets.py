import io
import zipfile
from datetime import UTC, datetime

import openpyxl
import pytest

from core.errors import Refusal
from signatures import headings, sheets

TEXT = "Marca temporal,Nombre completo,Correo electrónico\r\n13/05/2022,José Núñez,jose@example.org\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_is_read_in_any_usual_encoding(encoding: str, separator: str) -> None:
    sheet = sheets.read(TEXT.replace(",", separator).encode(encoding))

    assert sheet.language == "es"
    assert sheet.rows[0]["name"] == "José Núñez"
    assert sheet.rows[0]["email"] == "jose@example.org"
    assert sheet.rows[0].signed_at == datetime(2022, 5, 13)  # noqa: DTZ001  as the cell has it


def test_one_broken_letter_does_not_spoil_the_others() -> None:
    data = TEXT.encode() + b"14/05/2022,Mar\xeda P\xc3\xa9rez,maria@example.org\r\n"

    sheet = sheets.read(data)

    assert [row["name"] for row in sheet.rows] == ["José Núñez", "Mar\ufffda Pérez"]


def test_rows_are_numbered_as_the_spreadsheet_shows_them() -> None:
    data = (
        b'Name,Email,City\nA,a@example.org,"El\nPaso"\n\nB,b@example.org,Tucson\n\n\n'
    )

    assert [(row.number, row["name"]) for row in sheets.read(data).rows] == [
        (2, "A"),
        (3, ""),
        (4, "B"),
    ]


def test_headings_may_stand_below_a_title() -> None:
    sheet = sheets.read(b"Letter to the President\n\nName,E-mail\nA,a@example.org\n")

    assert [(row.number, row["name"]) for row in sheet.rows] == [(4, "A")]


@pytest.mark.parametrize(
    ("texts", "fields"),
    [
        (
            [
                "Date",
                "Your name (as printed)",
                "Role",
                "Congregation / organization",
                "E-Mail *",
            ],
            ["signed_at", "name", "title", "affiliation", "email"],
        ),
        (
            [
                "MARCA TEMPORAL",
                "Nombre y apellidos",
                "¿Firma como persona u organización?",
            ],
            ["signed_at", "name", "kind"],
        ),
        (
            ["Nombres", "Apellidos", "Correo", "Municipio", "Departamento", "Pais"],
            ["given_name", "surname", "email", "city", "region", "country"],
        ),
        (
            [
                "Nombre de usuario",
                "Nombre",
                "Representante autorizado",
                "¿Es público su nombre?",
            ],
            ["email", "name", "representative", "publicity"],
        ),
        (["Name and title", "Username", "State/Province"], ["name", "email", "region"]),
    ],
)
def test_reworded_headings_are_recognized(texts: list[str], fields: list[str]) -> None:
    found = headings.columns(texts)

    assert {field: [column] for column, field in enumerate(fields)} == found


def test_name_in_two_columns_is_joined() -> None:
    data = b"First name,Last name,Email\nAna,Pop,a@example.org\n"

    assert sheets.read(data).rows[0]["name"] == "Ana Pop"


def test_sheet_of_organizations_needs_no_column_for_the_kind() -> None:
    data = (
        b"Organization name,Authorized representative,Email\nCasa,Ana,a@example.org\n"
    )

    sheet = sheets.read(data)

    assert sheet.is_for_organizations
    assert (sheet.rows[0]["name"], sheet.rows[0]["representative"]) == ("Casa", "Ana")


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ("An individual", "person"),
        ("Persona", "person"),
        ("A título personal", "person"),
        ("An individual (organization for identification)", "person"),
        ("Organización", "organization"),
        ("On behalf of my parish", "organization"),
        ("", ""),
        ("?", ""),
    ],
)
def test_kind_is_understood(answer: str, kind: str) -> None:
    assert headings.kind(answer) == kind


@pytest.mark.parametrize(
    ("answer", "publicity"),
    [
        ("Yes", "public"),
        ("Sí, con gusto", "public"),
        ("Public", "public"),
        ("Only to the officials", "officials"),
        ("Solo a las autoridades", "officials"),
        ("No, only to the officials", "officials"),
        ("No, count me only", "counted"),
        ("No, solo cuénteme", "counted"),
        ("Please don't publish", "counted"),
        ("", ""),
        ("Perhaps", ""),
    ],
)
def test_publicity_is_understood(answer: str, publicity: str) -> None:
    assert headings.publicity(answer) == publicity


def test_order_of_dates_is_decided_by_the_whole_sheet() -> None:
    assert headings.is_day_first(["05/02/2022", "25/02/2022"], "en")
    assert not headings.is_day_first(["05/02/2022", "02/25/2022"], "es")
    assert headings.is_day_first(["05/02/2022"], "es")
    assert not headings.is_day_first(["05/02/2022"], "en")


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("05/02/2022 09:29:00", datetime(2022, 5, 2, 9, 29)),  # noqa: DTZ001
        ("5/2/22 9:29 PM", datetime(2022, 5, 2, 21, 29)),  # noqa: DTZ001
        ("2022-05-02T09:29:00Z", datetime(2022, 5, 2, 9, 29, tzinfo=UTC)),
        ("2022/05/02 12:05:00 a. m. GMT-6", datetime(2022, 5, 2, 6, 5, tzinfo=UTC)),
        ("2022-05-02", datetime(2022, 5, 2)),  # noqa: DTZ001
        ("31/31/2022", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_time_is_understood(text: str, time: datetime | None) -> None:
    assert headings.moment(text, day_first=False) == time


def test_workbook_with_real_dates_and_formulas_is_read() -> None:
    workbook = openpyxl.Workbook()
    workbook.active.append(["Timestamp", "Name", "Email"])
    workbook.active.append([datetime(2022, 5, 2, 9, 29), '="Ana"', "a@example.org"])  # noqa: DTZ001
    data = io.BytesIO()
    workbook.save(data)

    row = sheets.read(data.getvalue()).rows[0]

    assert row.signed_at == datetime(2022, 5, 2, 9, 29)  # noqa: DTZ001
    assert row["name"] == '="Ana"'  # nothing has calculated it, and nothing is lost


def test_workbook_in_an_unknown_encoding_is_refused() -> None:
    whole, damaged = io.BytesIO(), io.BytesIO()
    workbook = openpyxl.Workbook()
    workbook.active.append(["Name", "Email"])
    workbook.save(whole)
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(damaged, "w") as target:
        for name in source.namelist():
            text = source.read(name)
            if name.endswith("sheet1.xml"):
                text = b'<?xml version="1.0" encoding="foo"?>' + text
            target.writestr(name, text)

    with pytest.raises(Refusal, match="cannot be read as a workbook"):
        sheets.read(damaged.getvalue())


def bomb() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in range(4):
            archive.writestr(f"xl/worksheets/sheet{part}.xml", b"0" * (40 * 2**20))
    return data.getvalue()


def test_workbook_that_unpacks_to_too_much_is_refused() -> None:
    with pytest.raises(Refusal, match="unpacks"):
        sheets.read(bomb())


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b" \n\n ", "empty"),
        (b"Name,City\nAna,Tucson\n", "email addresses"),
        (b"Email,City\na@example.org,Tucson\n", "names"),
        (b"a,b\nc,d\n", "No column"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "not a spreadsheet"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "old Excel file"),
        (b"PK\x03\x04" + b"\0" * 600, "cannot be read"),
        (b'Name,Email\n"Ana,a@example.org\nB,b@example.org\n', "row 2 is never closed"),
        (
            b"Name,Email\n" + b"x" * 200_000 + b",a@example.org\n",
            "Row 2 cannot be read",
        ),
        (b"Name,Email\n" + b"a,b\n" * 100_050, "more than 100000 rows"),
        (b"x" * (20 * 2**20 + 1), "larger than 20 MB"),
    ],
    ids=lambda value: value if isinstance(value, str) else "data",
)
def test_unreadable_file_is_refused_with_a_sentence(data: bytes, words: str) -> None:
    with pytest.raises(Refusal, match=words):
        sheets.read(data)
