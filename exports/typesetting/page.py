"""One page as PDF operators: text, and the marked content by which the tree refers to it."""

import zlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

from exports.typesetting.fonts import Run
from exports.typesetting.glyphs import UNITS, Word

LEVEL = 5  # of zlib: a tenth larger than its usual 6, in half the time
Color = tuple[float, float, float]


@dataclass(frozen=True)
class Style:
    """How a kind of text looks; lengths in points."""

    size: float
    leading: float
    color: Color = (0, 0, 0)
    before: float = 0  # space above, except at the top of a column
    after: float = 0
    hanging: float = 0  # how far lines after the first stand in

    def scaled(self, by: float) -> "Style":
        lengths = ("size", "leading", "before", "after", "hanging")
        return replace(self, **{name: by * getattr(self, name) for name in lengths})


class Piece(NamedTuple):
    """Marked content: the page, and its number there (MCID)."""

    page: int
    mark: int


class Page:
    """The operators of one page, all inside one text object."""

    def __init__(self, index: int):
        self.index = index
        self.marks = 0
        self.content = b""  # compressed, once the page is full
        self.operators = [b"BT"]
        self._font: tuple[str, float] | None = None
        self._color: Color | None = None

    def begin(self, tag: str, actual: str | None) -> Piece:
        """Open marked content, with its text where the glyphs do not give it."""
        piece = Piece(self.index, self.marks)
        self.marks += 1
        if actual is None:
            self.operators.append(b"/%s<</MCID %d>>BDC" % (tag.encode(), piece.mark))
        else:
            # Readers look for it in spans only.
            self.operators.append(
                b"/Span<</MCID %d/ActualText%s>>BDC" % (piece.mark, utf_16(actual))
            )
        return piece

    def begin_artifact(self, kind: bytes = b"") -> None:
        """Open what is not read aloud."""
        self.operators.append(b"/Artifact<<%s>>BDC" % kind)

    def end(self) -> None:
        self.operators.append(b"EMC")

    def move(self, x: float, y: float) -> None:
        self.operators.append(b"1 0 0 1 %.2f %.2f Tm" % (x, y))

    def show(self, words: Iterable[Word], style: Style) -> None:
        """The words, one after the other from where the pen is."""
        self._paint(style.color)
        shown: list[bytes] = []
        at = 0.0
        for word in words:
            for font, rise, glyphs in (Run(word.font, 0, word.shown), *word.more):
                if not glyphs:
                    continue
                if self._font != (font, style.size) or rise != at:
                    self._flush(shown)
                    if rise != at:
                        self.operators.append(b"%.2f Ts" % (rise * style.size / UNITS))
                        at = rise
                    self._choose(font, style.size)
                shown.append(glyphs)
        self._flush(shown)
        if at:
            self.operators.append(b"0 Ts")

    def show_plain(self, operators: bytes, font: str, style: Style) -> int:
        """Marked content of one run, whose number is filled in; return that number."""
        self._paint(style.color)
        self._choose(font, style.size)
        mark = self.marks
        self.marks += 1
        self.operators.append(operators % mark)
        return mark

    def _flush(self, shown: list[bytes]) -> None:
        if shown:
            self.operators.append(b"[%s]TJ" % joined(b"", shown))
            shown.clear()

    def _choose(self, font: str, size: float) -> None:
        if self._font != (font, size):
            self._font = (font, size)
            self.operators.append(b"/%s %g Tf" % (font.encode(), size))

    def _paint(self, color: Color) -> None:
        if self._color != color:
            self._color = color
            self.operators.append(b"%.3g %.3g %.3g rg" % color)

    def close(self) -> None:
        self.operators.append(b"ET")
        self.content = zlib.compress(b"\n".join(self.operators), LEVEL)
        self.operators.clear()


def utf_16(text: str) -> bytes:
    """A text string as it stands in a file (ISO 32000-1, 7.9.2.2)."""
    return b"<feff%s>" % text.encode("utf-16-be").hex().encode()


def joined(gap: bytes, shown: Iterable[bytes]) -> bytes:
    return gap.join(shown).replace(b"><", b"")
