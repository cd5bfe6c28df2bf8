"""Reading a spreadsheet of a sign-on form, CSV or XLSX, into rows of our fields."""

import csv
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from core.errors import Refusal
from signatures import headings, workbooks
from signatures.workbooks import COLUMNS_MAXIMUM, HEADING_ROWS, Cells, check_count

BYTES_MAXIMUM = 20 * 2**20


@dataclass(frozen=True)
class Row:
    number: int  # as the spreadsheet numbers it
    cells: dict[str, str]
    signed_at: datetime | None  # naive where the cell states no offset

    def __getitem__(self, field: str) -> str:
        return self.cells.get(field, "")


@dataclass(frozen=True)
class Sheet:
    rows: list[Row]
    language: str  # of the headings
    is_for_organizations: bool
    has_kinds: bool
    sha256: str


@dataclass(frozen=True)
class Table:
    """A sheet as it is in the file, with the place of its headings."""

    cells: list[Cells]
    heading: int  # position among the cells
    sha256: str

    @property
    def headings(self) -> Cells:
        return self.cells[self.heading]

    @property
    def body(self) -> list[Cells]:
        return self.cells[self.heading + 1 :]


def read(data: bytes) -> Sheet:
    """The rows of a spreadsheet, or a Refusal that says what is wrong with the file."""
    table = open_table(data)
    return read_table(table, headings.columns(table.headings))


def open_table(data: bytes) -> Table:
    """The sheet of a file that looks most like a list of signers."""
    if not data.strip():
        raise Refusal(_("The file is empty."))
    if len(data) > BYTES_MAXIMUM:
        raise Refusal(
            _("The file is larger than %(maximum)d MB. Split it into several.")
            % {"maximum": BYTES_MAXIMUM // 2**20}
        )
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refusal(
            _(
                "This is an old Excel file, or one with a password. Save it as .xlsx"
                " without a password, or as .csv."
            )
        )
    tables = (
        workbooks.tables(data) if data.startswith(b"PK\x03\x04") else _text_tables(data)
    )
    digest = hashlib.sha256(data).hexdigest()
    best = Table([[]], 0, digest)
    for cells in map(_trimmed, tables):
        for position, row in enumerate(cells[:HEADING_ROWS]):
            if headings.is_complete(headings.columns(row)):
                return Table(cells, position, digest)
            if _likeness(row) > _likeness(best.headings):
                best = Table(cells, position, digest)
    return best


def _likeness(row: Cells) -> tuple[int, bool]:
    """How much a row looks like headings: by what it names, else by having two texts."""
    return len(headings.columns(row)), sum(bool(cell.strip()) for cell in row) > 1


def read_table(table: Table, found: dict[str, list[int]]) -> Sheet:
    """The rows of a table whose columns mean what `found` says."""
    if not headings.is_complete(found):
        raise Refusal(_missing(found))
    return _sheet(table, found)


def _missing(found: dict[str, list[int]]) -> str:
    if "email" not in found and "name" not in found and "surname" not in found:
        return _(
            "No column for names and none for email addresses was found. The first row"
            " must hold the headings, such as “Full name” and “Email address”."
        )
    if "email" not in found:
        return _(
            "No column for email addresses was found. Give it the heading “Email address”."
        )
    return _("No column for names was found. Give it the heading “Full name”.")


def _sheet(table: Table, found: dict[str, list[int]]) -> Sheet:
    language = headings.language(table.headings)
    records = [
        (number, {field: _value(cells, places) for field, places in found.items()})
        for number, cells in enumerate(table.body, start=table.heading + 2)
    ]
    times = [fields.get("signed_at", "") for _number, fields in records]
    day_first = headings.is_day_first(times, language)
    rows = []
    for (number, fields), time in zip(records, times, strict=True):
        if "surname" in fields:
            both = f"{fields.get('given_name', '')} {fields['surname']}".strip()
            fields["name"] = both or fields.get("name", "")
        rows.append(Row(number, fields, headings.moment(time, day_first=day_first)))
    return Sheet(
        rows=rows,
        language=language,
        is_for_organizations="is_for_organizations" in found,
        has_kinds="kind" in found,
        sha256=table.sha256,
    )


def _value(cells: Cells, places: list[int]) -> str:
    """The first of the columns that is filled in: forms ask the same in two places."""
    values = (cells[place] for place in places if place < len(cells))
    return next((value for value in values if value.strip()), "")


def _text_tables(data: bytes) -> Iterator[list[Cells]]:
    text = _decoded(data)
    if text.lower().startswith("sep="):  # a line with which Excel names the separator
        text = "\n" + text.partition("\n")[2]
    first_lines = "".join(text.splitlines(keepends=True)[: 3 * HEADING_ROWS])
    separators = sorted(
        [",", ";", "\t"],
        key=lambda separator: max(
            map(_likeness, _records(first_lines, separator)[:10]), default=(0, False)
        ),
        reverse=True,
    )
    yield _records(text, separators[0])


def _records(text: str, separator: str) -> list[Cells]:
    """The records, one for each row of the spreadsheet whatever line breaks it holds."""
    records: list[Cells] = []
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            records.append(cells[:COLUMNS_MAXIMUM])
            check_count(len(records))
    except csv.Error as error:
        raise Refusal(
            _("Row %(row)d cannot be read: a quotation mark may be missing there.")
            % {"row": len(records) + 1}
        ) from error
    if text.count('"') % 2 and any("\n" in cell for cell in records[-1]):
        # The reader takes all that follows such a mark for one cell.
        raise Refusal(
            _(
                "A quotation mark in row %(row)d is never closed. Correct it in the sheet."
            )
            % {"row": len(records)}
        )
    return records


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", errors="replace")
    elif data[1:400:2].count(0) > 100 or (data[1:40:2].count(0) > 15):
        text = data.decode("utf-16-le", errors="replace")
    else:
        text = data.decode("utf-8-sig", errors="replace")
        broken = text.count("\ufffd")
        if broken > sum(char > "\x7f" for char in text) - broken:
            text = data.decode("cp1252", errors="replace")
    controls = sum(char < " " and char not in "\t\r\n" for char in text[:4096])
    if controls > len(text[:4096]) // 50:
        raise Refusal(_("This is not a spreadsheet. Save it as .csv or .xlsx."))
    return text


def _trimmed(table: list[Cells]) -> list[Cells]:
    """Without the empty rows at the end, which a spreadsheet does not show either."""
    last = max(
        (at for at, cells in enumerate(table, 1) if any(map(str.strip, cells))),
        default=0,
    )
    return table[:last]
