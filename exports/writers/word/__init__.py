"""The letter as a Word document with styles, real headings and lists, for an office to edit.

styles     what paragraphs look like, and kinds of lists
languages  how a part in another language is marked
runs       text, also from right to left
body       the letter's text
front      covers and letters, down to the names
names      the names and what is said below them
edges      sheet, sections, and what stands at the head and foot of every page
package    the file, into which the names flow one by one
"""

from collections.abc import Iterator, Sequence
from datetime import UTC
from itertools import chain
from pathlib import Path

import docx
from docx.document import Document

from exports import together
from exports.designs import DESIGNS, Look
from exports.roll import Roll
from exports.writers.word import edges, names
from exports.writers.word.body import Body
from exports.writers.word.front import add_cover, add_letter
from exports.writers.word.languages import tongue
from exports.writers.word.package import mark_place, save
from exports.writers.word.runs import clean, runs
from exports.writers.word.styles import set_styles

PROPERTY_MAXIMUM = 255  # characters, as Word has it


def write(rolls: Sequence[Roll], path: Path, look: Look) -> None:
    document = docx.Document()
    set_styles(document, rolls[0], look)
    edges.set_sheet(document, look)
    _describe(document, rolls)
    _add_front(document, rolls, look)
    rest = _below(document, rolls, look)
    mark_place(document)
    save(document, rest, path)


def _describe(document: Document, rolls: Sequence[Roll]) -> None:
    roll = rolls[0]
    properties = document.core_properties
    properties.title = clean(together.title(rolls))[:PROPERTY_MAXIMUM]
    properties.author = clean(roll.campaign)[:PROPERTY_MAXIMUM]
    properties.last_modified_by = properties.author
    properties.language = roll.language
    properties.comments = together.mark(rolls)
    moment = roll.read_at.astimezone(UTC).replace(tzinfo=None)
    properties.created = properties.modified = moment
    properties.revision = 1


def _add_front(document: Document, rolls: Sequence[Roll], look: Look) -> None:
    """Covers, then texts, each in a section that begins on a page of its own."""
    covers = rolls if look.has_cover else []
    for number, roll in enumerate([*covers, *rolls]):
        if number:
            edges.start_page(document)
        voice = tongue(roll.language, rolls[0].language)
        _set_edges(document, [roll], rolls[0])
        body = Body(document, voice)
        if number < len(covers):
            add_cover(body, roll, look)
        else:
            add_letter(body, roll)


def _set_edges(document: Document, rolls: Sequence[Roll], first: Roll) -> None:
    own = tongue(first.language)
    title = runs(together.title(rolls), tongue(rolls[0].language, first.language))
    edges.set_edges(document, title, runs(together.mark(rolls), own), own)


def _below(document: Document, rolls: Sequence[Roll], look: Look) -> Iterator[str]:
    """The names and notes, in sections of their own where they need them."""
    roll = rolls[0]
    listed = names.names(rolls, look)
    notes = list(names.notes(document, rolls, look))
    columns = DESIGNS[look.design].columns if roll.groups else 1
    if columns == len(rolls) == 1:
        return chain(listed, notes)
    edges.go_on(document)
    if len(rolls) > 1:
        # The pages of names belong to the texts in all languages.
        _set_edges(document, rolls, roll)
    if columns > 1:
        edges.set_columns(document, columns)
        if notes:
            listed = names.ended(listed, edges.end_columns(document))
    return chain(listed, notes)
