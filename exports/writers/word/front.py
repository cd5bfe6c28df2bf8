"""What stands above the names: covers and the letter itself, in one language each."""

import base64
from io import BytesIO

from django.utils.translation import override
from docx.shared import Length, Pt
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from exports import together, wording
from exports.designs import Look
from exports.markup import accent
from exports.roll import Logo, Roll
from exports.writers.word.body import Body, Place
from exports.writers.word.edges import measure
from exports.writers.word.languages import is_leftwards
from exports.writers.word.runs import clean, runs

LOGO, PARTNER_LOGO = Pt(36), Pt(22)  # how high
LOGO_WIDE = Pt(150)


def add_cover(body: Body, roll: Roll, look: Look) -> None:
    cover = together.cover(roll, look)
    _add_letterhead(body, roll)
    body.add_text("Date", cover.date)
    body.add_text("CoverTitle", cover.title)
    if cover.to:
        body.add_text("CoverRecipients", cover.to)
    if cover.addendum:
        body.add_text("Note", cover.addendum)
    _add_counts(body, roll, cover.counts, measure(look))
    for heading, lines in cover.lists:
        body.add_text("CoverHeading", heading)
        for words in lines:
            body.add_text("CoverLine", words)


def add_letter(body: Body, roll: Roll) -> None:
    _add_letterhead(body, roll)
    body.add_text("Date", wording.date(roll))
    for addressee in roll.addressees:
        body.add_text("Addressee", "\n".join(addressee.lines))
    body.add_text("Title", roll.title)
    for addressee in roll.addressees:
        if addressee.salutation:
            body.add_text("Salutation", addressee.salutation)
    body.add(roll.body)
    body.add_text("Closing", roll.closing)
    with override(roll.language):
        if addendum := wording.addendum(roll):
            body.add_text("Note", addendum)
        body.add_text("Tally", wording.tally(roll))


def _add_letterhead(body: Body, roll: Roll) -> None:
    if roll.logos:
        _add_logos(body, roll.logos)
    body.add_text("Letterhead", roll.campaign)
    body.add_text("Partners", " · ".join(roll.partners))


def _add_logos(body: Body, logos: list[Logo]) -> None:
    element = body.paragraph("", Place("Letterhead"))
    run = Paragraph(element, body.document).add_run()
    for logo in logos:
        add_logo(run, logo)
        run.add_text("  ")


def add_logo(run: Run, logo: Logo) -> None:
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


def _add_counts(
    body: Body, roll: Roll, counts: list[tuple[str, str]], width: int
) -> None:
    """The numbers beside each other, each above its word: a table of one row."""
    wide = width // len(counts)
    color = accent(roll.accent).removeprefix("#")
    rule = f'w:val="single" w:sz="6" w:space="0" w:color="{color}"'
    bidi = "<w:bidiVisual/>" if is_leftwards(roll.language) else ""
    properties = (
        f'{bidi}<w:tblW w:w="{wide * len(counts)}" w:type="dxa"/>'
        f"<w:tblBorders><w:top {rule}/><w:bottom {rule}/></w:tblBorders>"
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="0" w:type="dxa"/>'
        '<w:right w:w="0" w:type="dxa"/></w:tblCellMar>'
    )
    grid = f'<w:gridCol w:w="{wide}"/>' * len(counts)
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/></w:tcPr>'
        f"{_paragraph(body, 'CoverNumber', number)}{_paragraph(body, 'CoverWord', word)}"
        "</w:tc>"
        for number, word in counts
    )
    body.element(
        "w:tbl",
        f"<w:tblPr>{properties}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
        f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>",
    )


def _paragraph(body: Body, style: str, words: str) -> str:
    tongue = body.tongue
    properties = f'<w:pPr><w:pStyle w:val="{style}"/>{tongue.bidi}</w:pPr>'
    return f"<w:p>{properties}{runs(words, tongue)}</w:p>"
