"""Blocks to pages: lines, columns and pages counted out, and written as PDF operators."""

import re
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from operator import itemgetter
from typing import NamedTuple

from exports.typesetting.glyphs import REORDERED, UNITS, Shaper, Word

INVISIBLE = re.compile("[\u2066-\u2069]")
LINES_TOGETHER = 6  # a name of so many lines does not go over to the next column
DOT = " · "

Color = tuple[float, float, float]

_width, _shown = itemgetter(0), itemgetter(1)


@dataclass(frozen=True)
class Style:
    """How a kind of text looks; lengths in points."""

    size: float
    leading: float
    color: Color = (0, 0, 0)
    before: float = 0  # space above, except at the top of a column
    after: float = 0
    hanging: float = 0  # how far lines after the first stand in


@dataclass(frozen=True)
class Geometry:
    """The sheet and its columns; heights grow upwards, as in PDF."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    columns: int = 1
    gap: float = 18

    @property
    def measure(self) -> float:
        """The width of a column."""
        inner = self.width - self.left - self.right
        return (inner - self.gap * (self.columns - 1)) / self.columns


class Piece(NamedTuple):
    """Marked content: the page, and its number there (MCID)."""

    page: int
    mark: int


@dataclass
class Element:
    """A heading or paragraph of the structure tree."""

    tag: str
    text: str
    pieces: list[Piece]
    top: float


@dataclass
class Names:
    """A list of the structure tree: where each item is, and what went over a column."""

    page: "array[int]" = field(default_factory=lambda: array("L"))
    mark: "array[int]" = field(default_factory=lambda: array("L"))
    more: dict[int, list[Piece]] = field(default_factory=dict)

    def add(self, pieces: list[Piece]) -> None:
        first, *more = pieces
        if more:
            self.more[len(self.page)] = more
        self.page.append(first.page)
        self.mark.append(first.mark)


class Page:
    """The operators of one page, all inside one text object."""

    def __init__(self, index: int):
        self.index = index
        self.marks = 0
        self.operators = [b"BT"]
        self.content = b""  # compressed, once the page is full
        self._font: tuple[str, float] | None = None
        self._color: Color | None = None

    def begin(self, tag: str, text: str) -> Piece:
        """Open marked content that stands for the text."""
        piece = Piece(self.index, self.marks)
        self.marks += 1
        actual = _actual(text)
        # Readers look for it in spans only.
        name = b"Span" if actual else tag.encode()
        self.operators.append(b"/%s<</MCID %d%s>>BDC" % (name, piece.mark, actual))
        return piece

    def end(self) -> None:
        self.operators.append(b"EMC")

    def move(self, x: float, y: float) -> None:
        self.operators.append(b"1 0 0 1 %.2f %.2f Tm" % (x, y))

    def show(self, words: Iterable[Word], style: Style) -> None:
        """The words, one after the other from where the pen is."""
        self.paint(style.color)
        shown: list[bytes] = []
        at = 0.0
        for word in words:
            for font, rise, glyphs in word.runs:
                if self._font != (font, style.size) or rise != at:
                    self._flush(shown)
                    if rise != at:
                        self.operators.append(b"%.2f Ts" % (rise * style.size / UNITS))
                        at = rise
                    self.choose(font, style.size)
                shown.append(glyphs)
        self._flush(shown)
        if at:
            self.operators.append(b"0 Ts")

    def _flush(self, shown: list[bytes]) -> None:
        if shown:
            self.operators.append(b"[%s]TJ" % b"".join(shown).replace(b"><", b""))
            shown.clear()

    def choose(self, font: str, size: float) -> None:
        if self._font != (font, size):
            self._font = (font, size)
            self.operators.append(b"/%s %g Tf" % (font.encode(), size))

    def paint(self, color: Color) -> None:
        if self._color != color:
            self._color = color
            self.operators.append(b"%.3g %.3g %.3g rg" % color)

    def close(self) -> None:
        self.operators.append(b"ET")
        self.content = b"\n".join(self.operators)
        self.operators.clear()


def _actual(text: str) -> bytes:
    if not REORDERED.search(text):
        return b""
    letters = INVISIBLE.sub("", text).encode("utf-16-be").hex()
    return b"/ActualText<feff%s>" % letters.encode()


class Setter:
    """Sets blocks one after the other, from a height on the first page on."""

    def __init__(self, geometry: Geometry, first: int, top: float):
        self.geometry = geometry
        self.pages = [Page(first)]
        self.blocks: list[Element | Names] = []
        self._column = 0
        self._top = top  # of the columns of this page
        self._y = top

    @property
    def page(self) -> Page:
        return self.pages[-1]

    def close(self) -> None:
        """Say that nothing more will be set."""
        self.page.close()

    def heading(
        self, tag: str, text: str, shaper: Shaper, style: Style, below: float
    ) -> None:
        """A heading that stays with what comes below it, of at least that height."""
        self._block(tag, text, shaper, style, below)

    def paragraph(self, text: str, shaper: Shaper, style: Style) -> None:
        self._block("P", text, shaper, style, 0)

    def _block(
        self, tag: str, text: str, shaper: Shaper, style: Style, below: float
    ) -> None:
        lines = self._broken(text, shaper, style)
        if self._y < self._top or (self._column == 0 and self._y < self._empty):
            self._y -= style.before
        self._need(len(lines) * style.leading + style.after + below)
        element = Element(tag, text, [], self._y)
        self.blocks.append(element)
        element.pieces += self._set(tag, text, lines, style)
        self._y -= style.after

    def names(self, lines: Iterable[str], shaper: Shaper, style: Style) -> None:
        """A list with a line for each name."""
        names = Names()
        self.blocks.append(names)
        measure = self.geometry.measure * UNITS / style.size
        space, gap = shaper.space.width, shaper.space.runs[0].shown
        for text in lines:
            # Nearly all names are one line of words that are known: the short way.
            parts = shaper.parts(text)
            if parts and sum(map(_width, parts)) + (len(parts) - 1) * space <= measure:
                self._need(style.leading)
                self._y -= style.leading
                page = self.page
                page.choose(shaper.font, style.size)
                page.paint(style.color)
                page.operators.append(
                    b"/LBody<</MCID %d>>BDC 1 0 0 1 %.2f %.2f Tm[%s]TJ EMC"
                    % (
                        page.marks,
                        self._left,
                        self._baseline(style),
                        gap.join(map(_shown, parts)).replace(b"><", b""),
                    )
                )
                names.page.append(page.index)
                names.mark.append(page.marks)
                page.marks += 1
                continue
            broken = self._broken(text, shaper, style)
            self._need(min(len(broken), LINES_TOGETHER) * style.leading)
            names.add(list(self._set("LBody", text, broken, style)))

    def run_in(self, lines: Iterable[str], shaper: Shaper, style: Style) -> None:
        """A list whose names follow each other in the line, parted by dots."""
        names = Names()
        self.blocks.append(names)
        measure = self.geometry.measure * UNITS / style.size
        space, gap = shaper.space.width, shaper.space.runs[0].shown
        dot = shaper.word(DOT)
        pen = 2 * measure  # beyond the line, so that the first name begins one
        for text in lines:
            parts = shaper.parts(text)
            if parts is not None:
                width = sum(map(_width, parts)) + (len(parts) - 1) * space
                page = self.page
                if pen + dot.width + width <= measure:
                    page.choose(shaper.font, style.size)
                    page.operators.append(
                        b"/Artifact BMC[%s]TJ EMC/LBody<</MCID %d>>BDC[%s]TJ EMC"
                        % (
                            dot.runs[0].shown,
                            page.marks,
                            gap.join(map(_shown, parts)).replace(b"><", b""),
                        )
                    )
                    names.page.append(page.index)
                    names.mark.append(page.marks)
                    page.marks += 1
                    pen += dot.width + width
                    continue
            words = shaper.words(text, measure)
            pieces, pen = self._set_run_in(text, words, shaper, style, pen)
            names.add(pieces)

    def _set_run_in(
        self, text: str, words: list[Word], shaper: Shaper, style: Style, pen: float
    ) -> tuple[list[Piece], float]:
        """Set a name word by word from where the pen is, and say where it is then."""
        measure = self.geometry.measure * UNITS / style.size
        pen += self._dot(shaper, style, pen, measure - words[0].width)
        pieces: list[Piece] = []
        page: Page | None = None
        for word in words:
            lead = shaper.space.width if pieces and pen else 0
            if pen + lead + word.width > measure:
                if self._y - style.leading < self.geometry.bottom:
                    if page:
                        page.end()
                    page = None
                    self._break()
                self._y -= style.leading
                self.page.move(self._left, self._baseline(style))
                pen = lead = 0
            if page is None:
                page = self.page
                pieces.append(page.begin("LBody", "" if pieces else text))
            page.show([shaper.space, word] if lead else [word], style)
            pen += lead + word.width
        self.page.end()
        return pieces, pen

    def _dot(self, shaper: Shaper, style: Style, pen: float, before: float) -> float:
        """Part two names by a dot, which is no text, and say how wide it is."""
        dot = shaper.word(
            DOT if pen + shaper.word(DOT).width <= before else DOT.rstrip()
        )
        if pen + dot.width > self.geometry.measure * UNITS / style.size:
            return 0
        self.page.operators.append(b"/Artifact BMC")
        self.page.show([dot], style)
        self.page.end()
        return dot.width

    def _broken(self, text: str, shaper: Shaper, style: Style) -> list[list[Word]]:
        unit = UNITS / style.size
        return shaper.broken(text, self.geometry.measure * unit, style.hanging * unit)

    def _set(
        self, tag: str, text: str, lines: list[list[Word]], style: Style
    ) -> Iterator[Piece]:
        """Set the lines; a piece for each column in which they stand."""
        self._need(style.leading)
        page = self.page
        yield page.begin(tag, text)
        for number, words in enumerate(lines):
            if self._y - style.leading < self.geometry.bottom:
                page.end()
                self._break()
                page = self.page
                yield page.begin(tag, "")
            self._y -= style.leading
            page.move(
                self._left + (style.hanging if number else 0), self._baseline(style)
            )
            page.show(words, style)
        page.end()

    @property
    def _empty(self) -> float:
        """The top of a page on which nothing stands yet."""
        return self.geometry.height - self.geometry.top

    @property
    def _left(self) -> float:
        geometry = self.geometry
        return geometry.left + self._column * (geometry.measure + geometry.gap)

    def _baseline(self, style: Style) -> float:
        # Where CSS would put it: the leading is shared out above and below the letters.
        return self._y + (style.leading - style.size) / 2 + 0.22 * style.size

    def _need(self, height: float) -> None:
        """Go on in the next column until one has room of that height, or is empty."""
        while self._y - height < self.geometry.bottom and self._y < self._empty:
            self._break()

    def _break(self) -> None:
        self._column += 1
        if self._column == self.geometry.columns:
            self.page.close()
            self.pages.append(Page(self.page.index + 1))
            self._column = 0
            self._top = self._empty
        self._y = self._top
