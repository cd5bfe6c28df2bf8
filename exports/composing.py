"""The names below the letter, and what stands at the head and foot of every page."""

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path

from django.utils.translation import get_language_info
from weasyprint import Document

from exports import together, wording
from exports.codes import NAME, draw_code, place_code
from exports.designs import DESIGNS, MEDIA, MILLIMETER, Look
from exports.language_marks import mark_languages
from exports.markup import accent, isolated_if_needed
from exports.roll import Entry, Group, Roll, line
from exports.typesetting.blocks import Geometry, Names
from exports.typesetting.file import write
from exports.typesetting.fonts import Fonts
from exports.typesetting.glyphs import UNITS, Face, Shaper, Word
from exports.typesetting.page import Color, Page, Style
from exports.typesetting.pages import Setter
from exports.typesetting.structure import Joint
from exports.weasy import Attached, fonts, generate

# Named one by one, because what the system would take instead is another matter each time.
SANS = ",".join(
    "Noto Sans" + script
    for script in ("", " Arabic", " Hebrew", " Devanagari", " Thai", " CJK SC")
)
POINTS = 0.75  # to the CSS pixel
INK: Color = (0.106, 0.133, 0.173)
SOFT_INK: Color = (0.298, 0.333, 0.388)
HEADING = Style(10.5, 14, before=18, after=5)
NOTE = Style(9.25, 13.1, INK, before=14)
SMALL = Style(8.5, 12, SOFT_INK, before=10)
RUNNING = Style(8, 10.4, SOFT_INK)
# How far the running head and foot stand from the text.
HEAD, FOOT = 9 * MILLIMETER, 12 * MILLIMETER
GAP = 12
# The side of the code for cameras, and its foot below the text.
CODE, CODE_FOOT = 14 * MILLIMETER, 18 * MILLIMETER
ELLIPSIS = " …"
MEASURELESS = 1e6


class Composition:
    """A document of WeasyPrint's that ends where the names begin, and the names."""

    def __init__(
        self, rolls: Sequence[Roll], document: Document, look: Look, sheet: Geometry
    ):
        self.rolls = rolls
        self.roll = rolls[0]
        self.document = document
        self.look = look
        self.design = DESIGNS[look.design]
        self.sheet = sheet
        self._fonts = Fonts(fonts(), document.fonts)
        self._body = self._shaper(400)
        self._running: list[bytes] = []
        geometry = replace(sheet, columns=self.design.columns)
        scale = MEDIA[look.medium].scale
        color = _channels(accent(self.roll.accent))
        self._heading_style = replace(HEADING.scaled(scale), color=color)
        self._note, self._small = NOTE.scaled(scale), SMALL.scaled(scale)
        self._link = replace(self._small, color=color)
        names = Style(self.design.size, self.design.leading, INK, hanging=11)
        self._names = names.scaled(scale)
        # The space above the first heading is left in all columns.
        top = self._end_of_text() - self._heading_style.before
        self.setter = Setter(geometry, len(document.pages) - 1, top)

    def _shaper(self, weight: int) -> Shaper:
        language = self.roll.language
        return Shaper(
            self._fonts,
            Face(SANS, weight),
            language,
            rightwards=not get_language_info(language)["bidi"],
        )

    def _end_of_text(self) -> float:
        """How high above the foot of the last page the text ends."""
        page = self.document.pages[-1]
        for box in page._page_box.descendants():
            if box.element is not None and box.element.get("id") == "names":
                return (page.height - box.position_y) * POINTS
        raise AssertionError("The page says nowhere that the names begin.")

    @property
    def pages(self) -> int:
        return self.setter.page.index + 1

    @property
    def first_names(self) -> list[tuple[int, int]]:
        """Pages on which names begin, from 1 on, each with the number of its first name."""
        count = len(self.roll.groups)  # the list of places is none of names
        lists = [each for each in self.setter.blocks if isinstance(each, Names)][:count]
        first: dict[int, int] = {}
        for number, page in enumerate(chain.from_iterable(x.page for x in lists), 1):
            first.setdefault(page + 1, number)
        return list(first.items())

    def set_names(self) -> None:
        roll, design, setter = self.roll, self.design, self.setter
        heading, style = self._heading_style, self._names
        bold = self._shaper(700)
        set_list = setter.run_in if design.run_in else setter.names
        for group in roll.groups:
            # Two names at least stay with their heading.
            first = list(self._lines(group.entries[:2]))
            below = 2 * style.leading
            if not design.run_in:
                below = setter.height(first, self._body, style)
            setter.heading("H2", self._heading(group), bold, heading, below)
            set_list(self._lines(group.entries), self._body, style)
        self._set_notes()
        if said := together.summary_heading(self.rolls, self.look):
            words = together.joined(said)
            setter.heading("H2", words, bold, heading, 2 * style.leading)
            setter.names(wording.places(roll), self._body, style)
        setter.close()
        self._set_heads_and_feet()

    def _style(self, note: together.Note) -> Style:
        if note.uri:
            return self._link
        return self._small if note.is_small else self._note

    def _set_notes(self) -> None:
        """What is said of the names; of a list, never on a page without any."""
        notes = [
            (
                note.words.text,
                self._style(note),
                note.uri,
            )
            for note in together.notes(self.rolls)
        ]
        height = sum(
            style.before + self.setter.height([text], self._body, style)
            for text, style, _uri in notes
        )
        self.setter.keep_with_names(height)
        for text, style, uri in notes:
            self.setter.paragraph(text, self._body, style, uri)

    def _heading(self, group: Group) -> str:
        return together.joined(together.heading(self.rolls, group))

    def _lines(self, entries: list[Entry]) -> Iterator[str]:
        return (line(entry, isolated_if_needed, self.roll.parts) for entry in entries)

    def _set_heads_and_feet(self) -> None:
        """On every page, for those who leaf through paper: no part of what is read aloud."""
        starts = self._starts()
        # The pages of names belong to the texts in all languages.
        title = together.title(self.rolls)
        names = len(self.document.pages)
        head, foot = "", ""
        for index in range(self.pages):
            if index in starts:
                foot = together.mark([starts[index]])
            elif index == names:
                head, foot = title, together.mark(self.rolls)
            self._running.append(
                self._run(index, "" if index in starts else head, foot)
            )
            if index in starts:
                head = starts[index].title

    def _starts(self) -> dict[int, Roll]:
        """The pages on which a cover, or the text in a language, begins."""
        starts: dict[int, Roll] = {}
        known = set()
        for index, page in enumerate(self.document.pages):
            for box in page._page_box.descendants():
                place = None if box.element is None else box.element.get("data-place")
                if place is None:
                    continue
                if box.element not in known:
                    known.add(box.element)
                    starts[index] = self.rolls[int(place)]
                break
        return starts

    def _run(self, index: int, head: str, foot: str) -> bytes:
        sheet = self.sheet
        page = Page(index)
        page.operators.append(b"/Artifact<</Type/Pagination>>BDC")
        if head:
            page.move(sheet.left, sheet.height - sheet.top + HEAD)
            page.show(self._cut(head, sheet.measure), RUNNING)
        number = self._spaced(wording.page_of(index + 1, self.pages))
        wide = sum(word.width for word in number) * RUNNING.size / UNITS
        end = sheet.width - sheet.right - wide
        if self.roll.edition_url:
            end -= CODE + GAP
        page.move(sheet.left, sheet.bottom - FOOT)
        page.show(self._cut(foot, end - sheet.left - GAP), RUNNING)
        page.move(end, sheet.bottom - FOOT)
        page.show(number, RUNNING)
        page.end()
        page.close()
        return page.content

    def _spaced(self, text: str) -> list[Word]:
        [words] = self._body.broken(text, MEASURELESS, 0)
        return words

    def _cut(self, text: str, measure: float) -> list[Word]:
        """As much of the text as fits on one line."""
        limit = measure * UNITS / RUNNING.size
        lines = self._body.broken(text, limit, 0)
        if len(lines) == 1:
            return lines[0]
        ellipsis = self._body.word(ELLIPSIS)
        [first, *_rest] = self._body.broken(text, limit - ellipsis.width, 0)
        return [*first, ellipsis]

    def write(self, path: Path, attached: Sequence[Attached]) -> None:
        mark_languages()
        pdf = generate(self.document, attached)
        joint = Joint(pdf)
        joint.join(self.setter)
        for index, content in enumerate(self._running):
            joint.add_content(index, content)
        if self.roll.edition_url:
            self._add_code(joint)
        lists = joint.close()
        with path.open("wb") as file:
            write(pdf, lists, file)

    def _add_code(self, joint: Joint) -> None:
        """On every page the way to the page that says whether the file is genuine."""
        drawing = draw_code(self.roll.edition_url)
        sheet = self.sheet
        x, y = sheet.width - sheet.right - CODE, sheet.bottom - CODE_FOOT
        joint.add_drawing(NAME, drawing)
        shown = zlib.compress(place_code(x, y, CODE))
        for index in range(self.pages):
            joint.add_content(index, shown)


def _channels(color: str) -> Color:
    red, green, blue = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue
