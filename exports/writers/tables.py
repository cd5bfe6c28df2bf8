"""The rows that every table has, and how a cell of one is made safe."""

from collections.abc import Iterator
from itertools import chain
from operator import attrgetter

from core.characters import legal
from core.spreadsheets import safe_cell
from exports.roll import Entry, Roll

COLUMNS = (
    "number kind name title affiliation representative city region country language"
    " publicity signed_at"
).split()


TEXTS = attrgetter(*COLUMNS[1:-1])


def rows(roll: Roll) -> Iterator[list[int | str]]:
    """One row for each listed signature: the named ones in print order, then the others."""
    for entry in chain(roll.entries, roll.counted):
        yield [entry.number, *map(cell, TEXTS(entry)), signed_at(entry)]


def cell(text: str) -> str:
    # Nearly every cell begins with a letter, and no formula does.
    if not text or (text[0].isalnum() and text.isprintable()):
        return text
    return safe_cell(legal(text))


def signed_at(entry: Entry) -> str:
    return entry.signed_at.isoformat("T", "seconds") if entry.signed_at else ""
