"""The names below the letter, and what stands at the head and foot of every page."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from django.utils.translation import get_language_info
from weasyprint import Document

from exports import wording
from exports.designs import MILLIMETER, Design
from exports.markup import accent, isolated_if_needed
from exports.roll import Entry, Roll, line
from exports.typesetting.file import write
from exports.typesetting.glyphs import UNITS, Face, Fonts, Shaper, Word
from exports.typesetting.pages import Color, Geometry, Page, Setter, Style
from exports.typesetting.structure import Joint
from exports.weasy import fonts, generate

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
ELLIPSIS = " …"
MEASURELESS = 1e6


class Composition:
    """A document of WeasyPrint's that ends where the names begin, and the names."""

    def __init__(self, roll: Roll, document: Document, design: Design, sheet: Geometry):
        self.roll = roll
        self.document = document
        self.design = design
        self.sheet = sheet
        self._fonts = Fonts(fonts(), document.fonts)
        self._body = self._shaper(400)
        self._running: list[bytes] = []
        geometry = replace(sheet, columns=design.columns)
        self.setter = Setter(geometry, len(document.pages) - 1, self._end_of_text())

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

    def set_names(self) -> None:
        roll, design, setter = self.roll, self.design, self.setter
        heading = replace(HEADING, color=_channels(accent(roll)))
        bold = self._shaper(700)
        style = Style(design.size, design.leading, INK, hanging=11)
        set_list = setter.run_in if design.run_in else setter.names
        for group in roll.groups:
            # Two names at least stay with their heading.
            setter.heading("H2", group.heading, bold, heading, 2 * style.leading)
            set_list(self._lines(group.entries), self._body, style)
        if unnamed := wording.unnamed(roll):
            setter.paragraph(unnamed, self._body, NOTE)
        if note := wording.affiliation_note(roll):
            setter.paragraph(note, self._body, SMALL)
        setter.close()
        self._set_heads_and_feet()

    def _lines(self, entries: list[Entry]) -> Iterator[str]:
        return (line(entry, isolated_if_needed, self.roll.parts) for entry in entries)

    def _set_heads_and_feet(self) -> None:
        """On every page, for those who leaf through paper: no part of what is read aloud."""
        title = self._cut(self.roll.title, self.sheet.measure)
        mark = self._spaced(wording.fingerprint(self.roll))
        for index in range(self.pages):
            page = Page(index)
            page.operators.append(b"/Artifact<</Type/Pagination>>BDC")
            if index:
                height = self.sheet.height - self.sheet.top + HEAD
                page.move(self.sheet.left, height)
                page.show(title, RUNNING)
            page.move(self.sheet.left, self.sheet.bottom - FOOT)
            page.show(mark, RUNNING)
            number = self._spaced(wording.page_of(index + 1, self.pages))
            wide = sum(word.width for word in number) * RUNNING.size / UNITS
            page.move(
                self.sheet.width - self.sheet.right - wide, self.sheet.bottom - FOOT
            )
            page.show(number, RUNNING)
            page.end()
            page.close()
            self._running.append(page.content)

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

    def write(self, path: Path) -> None:
        pdf = generate(self.document)
        joint = Joint(pdf)
        joint.join(self.setter)
        for index, content in enumerate(self._running):
            joint.add_content(index, content)
        lists = joint.close()
        with path.open("wb") as file:
            write(pdf, lists, file)


def _channels(color: str) -> Color:
    red, green, blue = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue
