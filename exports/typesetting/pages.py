"""Blocks to pages: lines, columns and pages counted out, and written as PDF operators."""

from collections.abc import Iterable, Iterator
from operator import attrgetter

from exports.typesetting.blocks import Block, Element, Geometry, Line, Names, Start
from exports.typesetting.fonts import INVISIBLE
from exports.typesetting.glyphs import UNITS, Shaper, Word, width_of
from exports.typesetting.page import Page, Piece, Style, joined

LINES_TOGETHER = 6  # a name of so many lines does not go over to the next column
DOT = " · "


_shown = attrgetter("shown")


class Setter:
    """Sets blocks one after the other, from a height on the first page on."""

    def __init__(self, geometry: Geometry, first: int, top: float):
        self.geometry = geometry
        self.pages = [Page(first)]
        self.blocks: list[Element | Names] = []
        self._begin(top)

    def _begin(self, top: float) -> None:
        """Begin the last page there is, from a height on."""
        last = self.blocks[-1] if self.blocks else None
        names = len(last.page) if isinstance(last, Names) else 0
        self._start = Start(self.page.index, top, len(self.blocks), names)
        # What was set on the page; None where something came over from the one before.
        self._done: list[Block | Line] | None = []
        self._column = 0
        self._bottom = self.geometry.bottom
        self._top = top  # of the columns of this page
        self._y = top

    @property
    def page(self) -> Page:
        return self.pages[-1]

    def close(self) -> None:
        """Say that nothing more will be set; columns on the last page end together."""
        if self.geometry.columns > 1 and self._done:
            self._balance(self._done)
        self.page.close()

    def _balance(self, done: list[Block | Line]) -> None:
        """Set the page again, its columns no higher than they have to be."""
        start = self._start
        used = self._column * (self._top - self._bottom) + self._top - self._y
        height = max(used / self.geometry.columns, *map(self._together, done))
        step = min(each.style.leading for each in done)
        while start.top - height > self.geometry.bottom:
            self._set_again(start, done, start.top - height)
            if self.page.index == start.page:
                return
            height += step
        self._set_again(start, done, self.geometry.bottom)

    def _together(self, block: Block | Line) -> float:
        """How high that part of it is which no column parts."""
        height = self.height([block.text], block.shaper, block.style)
        if isinstance(block, Block):
            height += block.style.after + block.below
        return height

    def keep_with_names(self, height: float) -> None:
        """Let two names go over to the next page with what comes next and is so high."""
        done = self._done
        is_last = self._column == self.geometry.columns - 1
        if not is_last or self._y - height >= self._bottom or not done:
            return
        if len(done) > 3 and all(isinstance(each, Line) for each in done[-3:]):
            self._set_again(self._start, done[:-2], self._bottom)
            self._break()
            self._set_all(done[-2:])

    def _set_again(self, start: Start, done: list[Block | Line], bottom: float) -> None:
        """Set a page once more, down to that bottom."""
        while self.page.index > start.page:
            self.pages.pop()
        self.pages[-1] = Page(start.page)
        del self.blocks[start.blocks :]
        if self.blocks and isinstance(last := self.blocks[-1], Names):
            last.forget(start.names)
        self._begin(start.top)
        self._bottom = bottom
        self._set_all(done)

    def _set_all(self, blocks: list[Block | Line]) -> None:
        for block in blocks:
            if isinstance(block, Block):
                self._set_block(block)
            else:
                if self.blocks[-1] is not block.names:
                    block.names.forget(0)
                    self.blocks.append(block.names)
                self._set_line(block)

    def heading(
        self, tag: str, text: str, shaper: Shaper, style: Style, below: float
    ) -> None:
        """A heading that stays with what comes below it, of at least that height."""
        self._set_block(Block(tag, text, shaper, style, below))

    def paragraph(self, text: str, shaper: Shaper, style: Style, uri: str = "") -> None:
        """A paragraph; with an address, a link to it."""
        self._set_block(Block("P", text, shaper, style, uri=uri))

    def height(self, texts: Iterable[str], shaper: Shaper, style: Style) -> float:
        """Of the texts, each a block of its own, as far as it stays together."""
        rows = (len(self._broken(text, shaper, style)) for text in texts)
        return sum(min(count, LINES_TOGETHER) for count in rows) * style.leading

    def _set_block(self, block: Block) -> None:
        tag, text, shaper, style, below, uri = block
        lines = self._broken(text, shaper, style)
        if self._y < self._top:
            self._y -= style.before
        self._need(len(lines) * style.leading + style.after + below)
        if self._done is not None:
            self._done.append(block)
        top = self._y
        pieces = list(self._set("Link" if uri else tag, text, lines, style))
        element = Element(tag, text, pieces, top, _said(text, lines), uri)
        begin = top if len(pieces) == 1 else self._top
        right = self._left + self.geometry.measure
        element.area = (self._left, self._y, right, begin)
        self.blocks.append(element)
        self._y -= style.after

    def names(self, lines: Iterable[str], shaper: Shaper, style: Style) -> None:
        """A list with a line for each name."""
        names = Names()
        self.blocks.append(names)
        measure = self._units(self.geometry.measure, style)
        space, gap = shaper.space.width, shaper.space.shown
        for text in shaper.ahead(lines):
            # Nearly all names are one line of words that are known: the short way.
            words = shaper.plain(text)
            if (
                words
                and sum(map(width_of, words)) + (len(words) - 1) * space <= measure
            ):
                self._need(style.leading)
                if self._done is not None:
                    self._done.append(Line(names, text, shaper, style))
                self._y -= style.leading
                operators = b"/LBody<</MCID %%d>>BDC 1 0 0 1 %.2f %.2f Tm[%s]TJ EMC" % (
                    self._left,
                    self._baseline(style),
                    joined(gap, map(_shown, words)),
                )
                names.mark.append(self.page.show_plain(operators, shaper.font, style))
                names.page.append(self.page.index)
            else:
                self._set_line(Line(names, text, shaper, style))

    def _set_line(self, line: Line) -> None:
        names, text, shaper, style = line
        broken = self._broken(text, shaper, style)
        self._need(min(len(broken), LINES_TOGETHER) * style.leading)
        if self._done is not None:
            self._done.append(line)
        names.add(self._set("LBody", text, broken, style), _said(text, broken))

    def run_in(self, lines: Iterable[str], shaper: Shaper, style: Style) -> None:
        """A list whose names follow each other in the line, parted by dots."""
        self._done = None  # no page of it is set again
        names = Names()
        self.blocks.append(names)
        measure = self._units(self.geometry.measure, style)
        dots = shaper.word(DOT), shaper.word(DOT.rstrip())
        pen = 2 * measure  # beyond the line, so that the first name begins one
        for text in shaper.ahead(lines):
            plain = shaper.plain(text)
            rows = shaper.filled(text, measure, after=pen + dots[0].width)
            # At the end of a line its space is left out, or the whole dot.
            dot = dots[not rows[0]]
            parted = [dot] if pen + dot.width <= measure else []
            before = pen + dot.width
            pen = sum(map(width_of, rows[-1]))
            if len(rows) == 1:
                pen += before
            lowest = self._y - style.leading * (len(rows) - 1)
            if plain and lowest >= self._bottom:
                operators = self._run_in_plain(parted, rows, style)
                names.mark.append(self.page.show_plain(operators, shaper.font, style))
                names.page.append(self.page.index)
            else:
                names.add(self._run_in(text, parted, rows, style), _said(text, rows))

    def _run_in_plain(
        self, parted: list[Word], rows: list[list[Word]], style: Style
    ) -> bytes:
        operators = [
            *(b"/Artifact BMC[%s]TJ EMC" % dot.shown for dot in parted),
            b"/LBody<</MCID %d>>BDC",
        ]
        for number, row in enumerate(rows):
            if number:
                self._y -= style.leading
                at = self._left, self._baseline(style)
                operators.append(b"1 0 0 1 %.2f %.2f Tm" % at)
            if row:
                operators.append(b"[%s]TJ" % joined(b"", map(_shown, row)))
        operators.append(b"EMC")
        return b" ".join(operators)

    def _run_in(
        self, text: str, parted: list[Word], rows: list[list[Word]], style: Style
    ) -> Iterator[Piece]:
        if parted:
            self.page.begin_artifact()
            self.page.show(parted, style)
            self.page.end()
        actual = _actual(text, rows)
        is_open = False
        for number, row in enumerate(rows):
            if number:
                if self._y - style.leading < self._bottom:
                    if is_open:
                        self.page.end()
                        is_open = False
                    self._break()
                self._y -= style.leading
                self.page.move(self._left, self._baseline(style))
            if not row:
                continue
            if not is_open:
                yield self.page.begin("LBody", actual)
                is_open, actual = True, actual and ""
            self.page.show(row, style)
        self.page.end()

    def _broken(self, text: str, shaper: Shaper, style: Style) -> list[list[Word]]:
        return shaper.broken(
            text,
            self._units(self.geometry.measure, style),
            self._units(style.hanging, style),
        )

    def _units(self, length: float, style: Style) -> float:
        return length * UNITS / style.size

    def _set(
        self, tag: str, text: str, lines: list[list[Word]], style: Style
    ) -> Iterator[Piece]:
        """Set the lines; a piece for each column in which they stand."""
        self._need(style.leading)
        actual = _actual(text, lines)
        page = self.page
        yield page.begin(tag, actual)
        for number, words in enumerate(lines):
            if self._y - style.leading < self._bottom:
                page.end()
                self._break()
                if self.page is not page:
                    self._done = None
                page = self.page
                # Said already, where the name began.
                yield page.begin(tag, actual and "")
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
        while self._y - height < self._bottom and self._y < self._empty:
            self._break()

    def _break(self) -> None:
        self._column += 1
        if self._column == self.geometry.columns:
            self.page.close()
            self.pages.append(Page(self.page.index + 1))
            self._begin(self._empty)
        self._y = self._top


def _actual(text: str, lines: list[list[Word]]) -> str | None:
    """The text, to stand beside glyphs that do not give it.

    Not where they run leftwards: readers of content turn that around by themselves, and
    would turn this around, too.
    """
    words = [word for line in lines for word in line]
    if any(word.is_leftwards for word in words):
        return None
    return None if all(word.is_legible for word in words) else INVISIBLE.sub("", text)


def _said(text: str, lines: list[list[Word]]) -> str | None:
    """The text, to stand in the tree where it runs leftwards."""
    if any(word.is_leftwards for line in lines for word in line):
        return INVISIBLE.sub("", text)
    return None
