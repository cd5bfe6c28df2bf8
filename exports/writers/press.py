"""Names only, for the press: who signed publicly, below the numbers of all who signed."""

import csv
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from core import formats
from core.characters import legal, on_one_line
from exports import wording
from exports.markup import isolated_if_needed
from exports.roll import Entry, Roll
from exports.writers.tables import cell
from exports.writers.xlsx import write_book
from signatures.lines import printed
from signatures.models import Signature

COLUMNS = "name title affiliation city country".split()
COLUMN_WIDTHS = [36, 30, 36, 22, 22]


def write_press_csv(roll: Roll, path: Path) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerows(_above(roll))
        writer.writerow(COLUMNS)
        writer.writerows(_rows(roll))


def write_press_xlsx(roll: Roll, path: Path) -> None:
    write_book(roll, path, COLUMNS, COLUMN_WIDTHS, _rows(roll), _above(roll))


def write_press_txt(roll: Roll, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for text in (roll.title, f"{roll.campaign}, {wording.date(roll)}"):
            file.write(f"{legal(on_one_line(text))}\n")
        file.write("\n")
        for what, number in _numbers(roll):
            file.write(f"{what}: {number}\n")
        for group in roll.groups:
            named = [entry for entry in group.entries if _is_public(entry)]
            if named:
                file.write(f"\n{legal(group.heading)}\n\n")
            for entry in named:
                name, title, affiliation, *place = _parts(entry, roll)
                marked = affiliation and f"{affiliation}*"
                parts = filter(None, map(on_one_line, [name, title, marked, *place]))
                file.write(f"{', '.join(map(isolated_if_needed, parts))}\n")
        for note in (wording.affiliation_note(roll), wording.verification(roll)):
            if note:
                file.write(f"\n{note}\n")


def _above(roll: Roll) -> list[list[str]]:
    note = wording.affiliation_note(roll).removeprefix("* ")  # nothing is marked here
    by_whom = f"{roll.campaign}, {wording.date(roll)}"
    return [
        [cell(roll.title)],
        [cell(by_whom)],
        *_numbers(roll),
        *([[note]] if note else []),
        [],
    ]


def _numbers(roll: Roll) -> list[list[str]]:
    named = sum(map(_is_public, roll.entries))
    numbers = [[what, number] for number, what in wording.counts(roll)]
    return [*numbers, [_("Named here"), formats.number(named, roll.language)]]


def _rows(roll: Roll) -> Iterator[list[str]]:
    for entry in filter(_is_public, roll.entries):
        yield [cell(part) for part in _parts(entry, roll)]


def _parts(entry: Entry, roll: Roll) -> list[str]:
    """What the public page tells: nothing of who represents an organization."""
    shown = printed(entry, roll.parts)
    title = shown["title"] if entry.kind == Signature.Kind.PERSON else ""
    country = entry.country_name if shown["country"] else ""
    return [entry.name, title, shown["affiliation"], shown["city"], country]


def _is_public(entry: Entry) -> bool:
    return entry.publicity == Signature.Publicity.PUBLIC
