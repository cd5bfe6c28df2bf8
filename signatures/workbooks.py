"""The cells of an Excel workbook, whatever is in the file."""

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from core.errors import Refusal

UNPACKED_MAXIMUM = 150 * 2**20
ROWS_MAXIMUM = 100_000
COLUMNS_MAXIMUM = 100
HEADING_ROWS = 10  # a title or a note may stand above the headings

# What openpyxl raises at files that are damaged or only look like a workbook.
DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    InvalidFileException,
    ValueError,
    TypeError,
    LookupError,  # also of an encoding that XML names
    AttributeError,
    SyntaxError,
    RuntimeError,
    EOFError,
    OSError,
)

Cells = list[str]


def tables(data: bytes) -> Iterator[list[Cells]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            # Reading stops at the size that is declared here, so it can be believed.
            unpacked = sum(entry.file_size for entry in archive.infolist())
        if unpacked > UNPACKED_MAXIMUM:
            raise Refusal(_("The file unpacks to too much. Save it as .csv."))
        yield from _worksheets(data)
    except DAMAGED as error:
        raise Refusal(
            _("The file cannot be read as a workbook. Save it as .xlsx or .csv again.")
        ) from error


def _worksheets(data: bytes) -> Iterator[list[Cells]]:
    workbook = _opened(data, data_only=True)
    for position, worksheet in enumerate(workbook.worksheets):
        table = _table(worksheet)
        if _has_formulas(data):
            # A formula without a stored result would look like an empty cell.
            source = _opened(data, data_only=False).worksheets[position]
            for cells, written in zip(table, _table(source), strict=True):
                cells[:] = [a or b for a, b in zip(cells, written, strict=True)]
        yield table


def _has_formulas(data: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheets = [
            name for name in archive.namelist() if name.startswith("xl/worksheets/")
        ]
        return any(re.search(b"<f[ >]", archive.read(name)) for name in sheets)


def _opened(data: bytes, *, data_only: bool) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles and extensions
        return load_workbook(io.BytesIO(data), read_only=True, data_only=data_only)


def _table(worksheet: Any) -> list[Cells]:
    table: list[Cells] = []
    # Some programs declare all columns as used, others none.
    worksheet.reset_dimensions()
    for values in worksheet.iter_rows(values_only=True):
        table.append([_text(value) for value in values[:COLUMNS_MAXIMUM]])
        check_count(len(table))
    return table


def _text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def check_count(count: int) -> None:
    if count > ROWS_MAXIMUM + HEADING_ROWS:
        raise Refusal(
            _("The sheet has more than %(maximum)d rows. Split it into several.")
            % {"maximum": ROWS_MAXIMUM}
        )
