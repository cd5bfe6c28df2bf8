"""Fonts of a document, and what their glyphs show and mean."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from weasyprint.pdf.fonts import Font
from weasyprint.text.ffi import FROM_UNITS, ffi, gobject, harfbuzz, pango
from weasyprint.text.fonts import FontConfiguration, get_pango_font_key

INVISIBLE = re.compile("[\u2066-\u2069]")  # they isolate, and print nothing
# WeasyPrint needs them nowhere.
ffi.cdef(
    """
    gpointer g_object_ref(gpointer object);
    hb_bool_t hb_font_get_nominal_glyph(
        hb_font_t *font, hb_codepoint_t unicode, hb_codepoint_t *glyph);
    """
)


class Run(NamedTuple):
    """Glyphs of one font at one height, as the operand of TJ without its brackets."""

    font: str
    rise: float  # thousandths of the size
    shown: bytes


class Fonts:
    """The fonts that a document uses, in the dictionary from which WeasyPrint embeds them.

    So the names and the letter share one subset of each font.
    """

    def __init__(self, configuration: FontConfiguration, used: dict[int, Font]):
        self.map = configuration.font_map
        self._used = used
        self._known: dict[Any, Font] = {}

    def get(self, pango_font: Any) -> Font:
        font = self._known.get(pango_font)
        if font is None:
            # Kept alive, so that nothing else comes to stand at its address.
            gobject.g_object_ref(pango_font)
            key, description, size = get_pango_font_key(pango_font)
            if key not in self._used:
                self._used[key] = Font(pango_font, description, size)
            font = self._known[pango_font] = self._used[key]
        return font

    def __del__(self) -> None:
        for pango_font in self._known:
            gobject.g_object_unref(pango_font)


class Shaped(NamedTuple):
    """Glyphs of one font as Pango lined them up."""

    advance: int
    runs: list[Run]
    is_legible: bool
    is_leftwards: bool


class _Line(NamedTuple):
    """For each glyph its number, advance, and offsets, and where its letters begin."""

    ids: list[int]
    advances: list[int]
    across: list[int]
    down: list[int]
    starts: list[int]

    def part(self, first: int, last: int, begin: int) -> "_Line":
        ids, advances, across, down, starts = (row[first:last] for row in self)
        return _Line(ids, advances, across, down, [start - begin for start in starts])


def _lined_up(string: Any) -> _Line:
    # Each glyph is five integers: its id, width, two offsets, and flags.
    count = string.num_glyphs
    numbers = ffi.unpack(ffi.cast("int32_t *", string.glyphs), 5 * count)
    ids, advances, across, down = (numbers[part::5] for part in range(4))
    return _Line(ids, advances, across, down, ffi.unpack(string.log_clusters, count))


class Glyphs:
    """The glyphs of one font, as they are shown, and what letters they stand for."""

    def __init__(self, font: Font):
        self._font = font
        self._shown: dict[tuple[int, int], bytes] = {}  # by glyph and advance
        self._said = {pango.PANGO_GLYPH_EMPTY: ""}
        self._room = ffi.new("PangoRectangle *")
        self._nominal = ffi.new("hb_codepoint_t *")

    def read(self, string: Any, analysis: Any, letters: bytes) -> Shaped:
        return self._read(_lined_up(string), analysis, letters)

    def parted(
        self, string: Any, analysis: Any, words: Iterable[bytes]
    ) -> Iterator[Shaped]:
        """Each of the words, which stand in reading order with a space between."""
        line = _lined_up(string)
        first = begin = 0
        for letters in words:
            end = begin + len(letters)
            last = bisect_left(line.starts, end, first)
            yield self._read(line.part(first, last, begin), analysis, letters)
            first, begin = bisect_left(line.starts, end + 1, last), end + 1

    def _read(self, line: "_Line", analysis: Any, letters: bytes) -> Shaped:
        ids, advances = line.ids, line.advances
        try:
            shown = [self._shown[key] for key in zip(ids, advances, strict=True)]
        except KeyError:
            self._learn(ids, line.starts, letters)
            shown = [
                self._show(analysis.font, *key)
                for key in zip(ids, advances, strict=True)
            ]
        if any(line.down) or any(line.across):
            runs = self._placed(shown, line.across, line.down)
        else:
            runs = [Run(self._font.hash, 0, b"".join(shown).replace(b"><", b""))]
        said = "".join([self._said[glyph] for glyph in ids])
        has_all = max(ids, default=0) < pango.PANGO_GLYPH_UNKNOWN_FLAG
        is_legible = has_all and said == INVISIBLE.sub("", letters.decode())
        return Shaped(sum(advances), runs, is_legible, bool(analysis.level % 2))

    def _placed(
        self, shown: list[bytes], across: list[int], down: list[int]
    ) -> list[Run]:
        """The glyphs where accents and their like are moved from the line."""
        runs: list[Run] = []
        for operand, right, low in zip(shown, across, down, strict=True):
            rise = -low * FROM_UNITS
            move, back = (_kern(way * right * FROM_UNITS) for way in (-1, 1))
            operand = move + operand + back
            if runs and runs[-1].rise == rise:
                operand = runs.pop().shown + operand
            runs.append(Run(self._font.hash, rise, operand.replace(b"><", b"")))
        return runs

    def _show(self, pango_font: Any, glyph: int, advance: int) -> bytes:
        """The operand of TJ for a glyph that is followed by another after the advance."""
        width = advance * FROM_UNITS
        if glyph == pango.PANGO_GLYPH_EMPTY:
            return _kern(-width)
        number = self._number(glyph)
        own = self._font.widths.get(number)
        if own is None:
            if glyph == number:
                pango.pango_font_get_glyph_extents(
                    pango_font, glyph, ffi.NULL, self._room
                )
                own = round(self._room.width * FROM_UNITS)
            else:
                own = round(width)
                self._font.widths.setdefault(0, own)  # the box is drawn for it
            self._font.widths[number] = own
        self._said[glyph] = self._font.to_unicode[number]
        shown = b"<%04x>%s" % (number, _kern(own - width))
        self._shown[glyph, advance] = shown
        return shown

    def _number(self, glyph: int) -> int:
        """The glyph, or for a character that the font lacks, a number of its own."""
        if glyph & pango.PANGO_GLYPH_UNKNOWN_FLAG:
            return self._font.get_unused_glyph_id(
                glyph - pango.PANGO_GLYPH_UNKNOWN_FLAG
            )
        return glyph

    def _learn(self, ids: list[int], starts: list[int], text: bytes) -> None:
        """Note the letters of each glyph; what belongs together begins at one place."""
        ends = {*starts, len(text)}
        for start in {*starts}:
            end = min(end for end in ends if end > start)
            glyphs = [
                self._number(glyph)
                for glyph, at in zip(ids, starts, strict=True)
                if at == start and glyph != pango.PANGO_GLYPH_EMPTY
            ]
            self._learn_together(glyphs, text[start:end].decode())

    def _learn_together(self, glyphs: list[int], letters: str) -> None:
        known = self._font.to_unicode
        if len(glyphs) > 1:
            for letter in letters:
                glyph = self._usual(letter)
                if glyph in glyphs:
                    known.setdefault(glyph, letter)
                    letters = letters.replace(letter, "", 1)
        for glyph in glyphs:
            if glyph not in known:
                known[glyph] = letters
                letters = ""

    def _usual(self, letter: str) -> int | None:
        found = harfbuzz.hb_font_get_nominal_glyph(
            self._font.hb_font, ord(letter), self._nominal
        )
        return self._nominal[0] if found else None


def _kern(back: float) -> bytes:
    """An operand of TJ that moves the pen back by thousandths of the size."""
    return b" %d" % round(back) if round(back) else b""
