"""The letter as a Word document with styles, real headings and lists, for an office to edit.

styles     what paragraphs look like, and kinds of lists
runs       text, also from right to left
body       the letter's text
edges      what stands at the head and foot of every page
package    the file, into which the names flow one by one
"""

import base64
from collections.abc import Iterator, Sequence
from datetime import UTC
from io import BytesIO
from pathlib import Path

import docx
from docx.document import Document
from docx.shared import Length, Pt

from exports import wording
from exports.designs import Look
from exports.roll import Logo, Roll, line
from exports.writers.word.body import Body
from exports.writers.word.edges import set_edges
from exports.writers.word.package import mark_place, save
from exports.writers.word.runs import clean, isolated, line_runs, runs
from exports.writers.word.styles import set_styles

LOGO, PARTNER_LOGO = Pt(36), Pt(22)  # how high
LOGO_WIDE = Pt(150)
PROPERTY_MAXIMUM = 255  # characters, as Word has it


def write(rolls: Sequence[Roll], path: Path, look: Look) -> None:
    roll = rolls[0]
    document = docx.Document()
    set_styles(document, roll)
    set_edges(document, roll)
    _describe(document, roll)
    _add_front(document, roll)
    mark_place(document)
    save(document, _names(roll), path)


def _describe(document: Document, roll: Roll) -> None:
    properties = document.core_properties
    properties.title = clean(roll.title)[:PROPERTY_MAXIMUM]
    properties.author = clean(roll.campaign)[:PROPERTY_MAXIMUM]
    properties.last_modified_by = properties.author
    properties.language = roll.language
    properties.comments = wording.mark(roll)
    moment = roll.read_at.astimezone(UTC).replace(tzinfo=None)
    properties.created = properties.modified = moment
    properties.revision = 1


def _add_front(document: Document, roll: Roll) -> None:
    body = Body(document)
    if roll.logos:
        _add_logos(document, roll.logos)
    body.add_text("Letterhead", roll.campaign)
    body.add_text("Partners", " · ".join(roll.partners))
    body.add_text("Date", wording.date(roll))
    for addressee in roll.addressees:
        body.add_text("Addressee", "\n".join(addressee.lines))
    body.add_text("Title", roll.title)
    for addressee in roll.addressees:
        if addressee.salutation:
            body.add_text("Salutation", addressee.salutation)
    body.add(roll.body)
    body.add_text("Closing", roll.closing)
    if addendum := wording.addendum(roll):
        body.add_text("Note", addendum)
    body.add_text("Tally", wording.tally(roll))


def _add_logos(document: Document, logos: list[Logo]) -> None:
    run = document.add_paragraph(style="Letterhead").add_run()
    for logo in logos:
        data = base64.b64decode(logo.uri.partition(",")[2])
        picture = run.add_picture(
            BytesIO(data), height=PARTNER_LOGO if logo.is_partner else LOGO
        )
        if picture.width > LOGO_WIDE:
            picture.height = Length(picture.height * LOGO_WIDE // picture.width)
            picture.width = LOGO_WIDE
        # Read aloud in place of the picture.
        picture._inline.docPr.set("descr", clean(logo.name))
        for side in "TBLR":
            picture._inline.set(f"dist{side}", "0")
        run.add_text("  ")


def _names(roll: Roll) -> Iterator[str]:
    for group in roll.groups:
        yield _paragraph("Heading1", runs(group.heading))
        for entry in group.entries:
            yield _paragraph("ListName", line_runs(line(entry, isolated, roll.parts)))
    endings = (
        wording.unnamed(roll),
        wording.affiliation_note(roll),
        wording.verification(roll),
    )
    for ending in filter(None, endings):
        yield _paragraph("Note", runs(ending))


def _paragraph(style: str, words: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{words}</w:p>'
