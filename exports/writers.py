"""Files that need no layout: CSV, XLSX, plain text and one self-contained HTML page."""

import csv
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from textwrap import fill

from django.utils.translation import gettext as _

from core.errors import Refusal
from core.spreadsheets import safe_cell
from exports import wording
from exports.markup import isolated_if_needed, render_page
from exports.roll import Entry, Roll, line

COLUMNS = (
    "number kind name title affiliation representative city region country language"
    " publicity signed_at"
).split()
XLSX_ROWS = 1_048_576
COLUMN_WIDTHS = [8, 12, 32, 28, 32, 28, 20, 20, 8, 9, 10, 26]
WIDTH = 72  # characters a line, as mail programs leave alone
# Lines of Markdown that stand for themselves: items, quotations, headings.
MARKED = re.compile(r"\s*([-*+>]|#+|\d+[.)])\s|[-*_\s]{3,}$")


def rows(roll: Roll) -> Iterator[list[int | str]]:
    """One row for each listed signature: the named ones in print order, then the others."""
    for entry in chain(roll.entries, roll.counted):
        yield [entry.number, *(safe_cell(_cell(entry, name)) for name in COLUMNS[1:])]


def _cell(entry: Entry, column: str) -> str:
    if column == "signed_at":
        return entry.signed_at.isoformat("T", "seconds") if entry.signed_at else ""
    return str(getattr(entry, column))


def write_csv(roll: Roll, path: Path) -> None:
    # The signature at the beginning of the file makes Excel read it as UTF-8.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(rows(roll))


def write_xlsx(roll: Roll, path: Path) -> None:
    from xlsxwriter import Workbook

    # XlsxWriter would leave out the rows that do not fit, without a word.
    if roll.counts.total >= XLSX_ROWS:
        raise Refusal(_("An Excel sheet cannot hold so many rows. Choose CSV."))
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
    }
    with Workbook(str(path), options) as book:
        sheet = book.add_worksheet(_("Signatures"))
        for column, width in enumerate(COLUMN_WIDTHS):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, COLUMNS, book.add_format({"bold": True}))
        for number, row in enumerate(rows(roll), 1):
            sheet.write_row(number, 0, row)


def write_html(roll: Roll, path: Path) -> None:
    path.write_text(render_page(roll), encoding="utf-8")


def write_txt(roll: Roll, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(f"{text}\n" for text in text_lines(roll))


def text_lines(roll: Roll) -> Iterator[str]:
    """The letter as plain text for a mail, line by line."""
    yield from (roll.campaign, "", wording.date(roll), "")
    for addressee in roll.addressees:
        yield from (_wrap(part, hanging="  ") for part in addressee.lines)
        yield ""
    yield from _underlined(_wrap(roll.title), "=")
    for addressee in roll.addressees:
        if addressee.salutation:
            yield from (addressee.salutation, "")
    yield from _wrapped_body(roll.body)
    yield from (_wrap(roll.closing), "", _wrap(wording.tally(roll)), "")
    for group in roll.groups:
        yield from _underlined(group.heading, "-")
        for entry in group.entries:
            yield _wrap(line(entry, isolated_if_needed, roll.parts), hanging="  ")
        yield ""
    endings = (wording.unnamed(roll), wording.affiliation_note(roll))
    for ending in (*endings, wording.fingerprint(roll)):
        if ending:
            yield from (_wrap(ending), "")


def _wrapped_body(markdown: str) -> Iterator[str]:
    """The text as it was written, with its emphasis, in lines of a mail."""
    for paragraph in re.split(r"\n\s*\n", markdown.replace("\r\n", "\n").strip()):
        block = ""
        for text in paragraph.split("\n"):
            if block and MARKED.match(text):
                yield _wrap_block(block)
                block = text
            else:
                block = f"{block} {text.strip()}" if block else text
        yield from (_wrap_block(block), "")


def _wrap_block(block: str) -> str:
    marker = re.match(r"\s*(?:[-*+>]|\d+[.)])\s+", block)
    if marker is None:
        return _wrap(block)
    quoted = "> " if "> " in marker[0] else " " * len(marker[0])
    return _wrap(block, hanging=quoted)


def _wrap(text: str, hanging: str = "") -> str:
    return fill(
        text,
        WIDTH,
        subsequent_indent=hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _underlined(text: str, with_character: str) -> Iterator[str]:
    widest = max(len(part) for part in text.split("\n"))
    yield from (text, with_character * widest, "")
