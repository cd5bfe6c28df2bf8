"""The names and what is said below them, paragraph by paragraph and never all at once."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from docx.document import Document

from exports import together, wording
from exports.designs import DESIGNS, Look
from exports.roll import Group, Roll, line
from exports.together import SEPARATOR, Words
from exports.writers.word.body import LINK, link
from exports.writers.word.languages import tongue
from exports.writers.word.runs import isolated, line_runs, runs

DOT = " · "
NAMES_TOGETHER = 50  # of those that follow each other in the line: a paragraph


def names(rolls: Sequence[Roll], look: Look) -> Iterator[str]:
    roll = rolls[0]
    set_list = _run_in if DESIGNS[look.design].run_in else _listed
    for group in roll.groups:
        yield _heading(together.heading(rolls, group), roll)
        yield from set_list(group, roll)


def _listed(group: Group, roll: Roll) -> Iterator[str]:
    voice = tongue(roll.language)
    for entry in group.entries:
        words = line(entry, isolated, roll.parts)
        yield paragraph("ListName", line_runs(words, voice))


def _run_in(group: Group, roll: Roll) -> Iterator[str]:
    voice = tongue(roll.language)
    lines = (line(entry, isolated, roll.parts) for entry in group.entries)
    while some := list(islice(lines, NAMES_TOGETHER)):
        yield paragraph("NamesInText", line_runs(DOT.join(some), voice))


def notes(document: Document, rolls: Sequence[Roll], look: Look) -> Iterator[str]:
    roll = rolls[0]
    for said, _is_small, uri in together.notes(rolls):
        voice = tongue(said.language, roll.language)
        words = runs(said.text, voice, LINK if uri else "")
        if uri:
            words = link(document, uri, words)
        yield paragraph("Note", words, voice.bidi)
    if heading := together.summary_heading(rolls, look):
        yield _heading(heading, roll)
        for place in wording.places(roll):
            yield paragraph("ListName", runs(place, tongue(roll.language)))


def ended(paragraphs: Iterable[str], section: str) -> Iterator[str]:
    """The paragraphs, of which the last one ends the section."""
    last = ""
    for each in paragraphs:
        if last:
            yield last
        last = each
    yield last.replace("</w:pPr>", f"{section}</w:pPr>", 1)


def paragraph(style: str, words: str, bidi: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{bidi}</w:pPr>{words}</w:p>'


def _heading(said: list[Words], roll: Roll) -> str:
    words = [runs(text, tongue(language, roll.language)) for text, language in said]
    return paragraph("Heading1", runs(SEPARATOR, tongue(roll.language)).join(words))
