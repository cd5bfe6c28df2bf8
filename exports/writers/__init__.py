"""Every format but PDF, in one module each.

Each writer takes a path, writes row by row, and loads nothing from anywhere. Those that
follow the layout take rolls in several languages and the look; all others one roll.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from exports.designs import Look
from exports.models import Document
from exports.roll import Roll
from exports.writers.csv import write_csv
from exports.writers.html import write_html
from exports.writers.jsonl import write_jsonl
from exports.writers.press import write_press_csv, write_press_txt, write_press_xlsx
from exports.writers.tables import rows
from exports.writers.txt import text_lines, write_txt
from exports.writers.xlsx import write_xlsx

__all__ = [
    "LETTER_WRITERS",
    "PRESS_WRITERS",
    "WRITERS",
    "rows",
    "text_lines",
    "write_csv",
    "write_docx",
    "write_html",
    "write_jsonl",
    "write_txt",
    "write_xlsx",
]


def write_docx(rolls: Sequence[Roll], path: Path, look: Look) -> None:
    # Imported late, because the web process does not need it.
    from exports.writers.word import write

    write(rolls, path, look)


Writer = Callable[[Roll, Path], None]
LetterWriter = Callable[[Sequence[Roll], Path, Look], None]

# The letter as it looks.
LETTER_WRITERS: dict[str, LetterWriter] = {
    Document.Format.DOCX: write_docx,
    Document.Format.HTML: write_html,
}
# Its words, or the names, in one language.
WRITERS: dict[str, Writer] = {
    Document.Format.TXT: write_txt,
    Document.Format.CSV: write_csv,
    Document.Format.XLSX: write_xlsx,
    Document.Format.JSONL: write_jsonl,
}
# Names only, for the press.
PRESS_WRITERS: dict[str, Writer] = {
    Document.Format.TXT: write_press_txt,
    Document.Format.CSV: write_press_csv,
    Document.Format.XLSX: write_press_xlsx,
}
