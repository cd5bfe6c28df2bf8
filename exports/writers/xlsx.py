from collections.abc import Iterable, Sequence
from pathlib import Path

from django.utils.translation import gettext as _

from core.characters import legal
from core.errors import Refusal
from exports.roll import Roll
from exports.writers.tables import COLUMNS, rows

XLSX_ROWS = 1_048_576
COLUMN_WIDTHS = [8, 12, 32, 28, 32, 28, 20, 20, 8, 9, 10, 26]
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
}


def write_xlsx(roll: Roll, path: Path) -> None:
    write_book(roll, path, COLUMNS, COLUMN_WIDTHS, rows(roll))


def write_book(
    roll: Roll,
    path: Path,
    columns: Sequence[str],
    widths: Sequence[int],
    lines: Iterable[Sequence[int | str]],
    above: Sequence[Sequence[int | str]] = (),
) -> None:
    """One sheet, row by row, with what stands above the heads of its columns."""
    from xlsxwriter import Workbook

    # XlsxWriter would leave out the rows that do not fit, without a word.
    if roll.counts.total + len(above) >= XLSX_ROWS:
        raise Refusal(_("An Excel sheet cannot hold so many rows. Choose CSV."))
    with Workbook(str(path), OPTIONS) as book:
        book.set_properties(
            {
                "title": legal(roll.title),
                "author": legal(roll.campaign),
                # So the same roll makes the same bytes.
                "created": roll.read_at.replace(tzinfo=None),
            }
        )
        sheet = book.add_worksheet(_("Signatures"))
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(len(above) + 1, 0)
        for number, row in enumerate(above):
            sheet.write_row(number, 0, row)
        sheet.write_row(len(above), 0, columns, book.add_format({"bold": True}))
        for number, row in enumerate(lines, len(above) + 1):
            sheet.write_row(number, 0, row)
