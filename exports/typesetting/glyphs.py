"""Text to glyphs, through the Pango and the fonts that WeasyPrint uses.

Everything is shaped at a size of 1,000 units, so that a shaped word serves every size.
"""

import re
from dataclasses import dataclass
from typing import Any, NamedTuple

from weasyprint.pdf.fonts import Font
from weasyprint.text.ffi import (
    FROM_UNITS,
    TO_UNITS,
    ffi,
    gobject,
    harfbuzz,
    pango,
)
from weasyprint.text.fonts import FontConfiguration, get_pango_font_key

UNITS = 1000  # to the em
# Scripts whose words do not change with their neighbors and stand in reading order:
# Latin, Greek, Cyrillic, Armenian, and the punctuation and symbols between them.
PLAIN = re.compile(
    "[\u0020-\u007e\u00a0-\u058f\u1c80-\u1c8f\u1d00-\u1fff\u2010-\u2027\u2030-\u205e"
    "\u2070-\u214f\u2c60-\u2c7f\u2de0-\u2e5d\ua640-\ua69f\ua720-\ua7ff\ufb00-\ufb06]*"
)
INVISIBLE = re.compile("[\u2066-\u2069]")  # they isolate, and print nothing
# Beyond them they are forgotten: a long list has many words that stand there once.
WORDS_KEPT = 20_000
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


class Word(NamedTuple):
    """What is never broken: its width in thousandths of the size, and its runs."""

    width: float
    font: str
    shown: bytes  # of its first run, or of all of it
    more: tuple[Run, ...] = ()
    # Whether its glyphs give its letters, one after the other.
    is_legible: bool = True
    is_leftwards: bool = False  # in part


@dataclass(frozen=True)
class Face:
    family: str
    weight: int = 400
    italic: bool = False


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


class Glyphs:
    """The glyphs of one font, as they are shown, and what letters they stand for."""

    def __init__(self, font: Font):
        self._font = font
        self._shown: dict[tuple[int, int], bytes] = {}  # by glyph and advance
        self._said = {pango.PANGO_GLYPH_EMPTY: ""}
        self._room = ffi.new("PangoRectangle *")
        self._nominal = ffi.new("hb_codepoint_t *")

    def read(self, item: Any, text: bytes) -> Shaped:
        # Each glyph is five integers: its id, width, two offsets, and flags.
        count = item.glyphs.num_glyphs
        numbers = ffi.unpack(ffi.cast("int32_t *", item.glyphs.glyphs), 5 * count)
        ids, advances, across, down = (numbers[part::5] for part in range(4))
        start = item.item.offset
        letters = text[start : start + item.item.length]
        try:
            shown = [self._shown[key] for key in zip(ids, advances, strict=True)]
        except KeyError:
            self._learn(item, ids, letters)
            shown = [self._show(item, *key) for key in zip(ids, advances, strict=True)]
        if any(down) or any(across):
            runs = self._placed(shown, across, down)
        else:
            runs = [Run(self._font.hash, 0, b"".join(shown).replace(b"><", b""))]
        said = "".join([self._said[glyph] for glyph in ids])
        is_legible = said == INVISIBLE.sub("", letters.decode())
        return Shaped(
            sum(advances), runs, is_legible, bool(item.item.analysis.level % 2)
        )

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

    def _show(self, item: Any, glyph: int, advance: int) -> bytes:
        """The operand of TJ for a glyph that is followed by another after the advance."""
        width = advance * FROM_UNITS
        if glyph == pango.PANGO_GLYPH_EMPTY:
            return _kern(-width)
        number = self._number(glyph)
        own = self._font.widths.get(number)
        if own is None:
            if glyph == number:
                pango.pango_font_get_glyph_extents(
                    item.item.analysis.font, glyph, ffi.NULL, self._room
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

    def _learn(self, item: Any, ids: list[int], text: bytes) -> None:
        """Note the letters of each glyph; what belongs together begins at one place."""
        starts = ffi.unpack(item.glyphs.log_clusters, len(ids))
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


class Shaper:
    """Shapes text in one face and language, and remembers the words."""

    def __init__(
        self, fonts: Fonts, face: Face, language: str, *, rightwards: bool = True
    ):
        self.fonts = fonts
        self._plain: dict[str, Word] = {}
        self._glyphs: dict[str, Glyphs] = {}
        context = ffi.gc(
            pango.pango_font_map_create_context(fonts.map), gobject.g_object_unref
        )
        pango.pango_context_set_round_glyph_positions(context, False)
        pango.pango_context_set_language(
            context, pango.pango_language_from_string(language.encode())
        )
        # The side from which names are set depends on the page, not on their first letter.
        pango.pango_context_set_base_dir(
            context,
            pango.PANGO_DIRECTION_LTR if rightwards else pango.PANGO_DIRECTION_RTL,
        )
        description = ffi.gc(
            pango.pango_font_description_new(), pango.pango_font_description_free
        )
        pango.pango_font_description_set_family(description, face.family.encode())
        pango.pango_font_description_set_weight(description, face.weight)
        if face.italic:
            pango.pango_font_description_set_style(
                description, pango.PANGO_STYLE_ITALIC
            )
        pango.pango_font_description_set_absolute_size(description, UNITS * TO_UNITS)
        self._layout = ffi.gc(pango.pango_layout_new(context), gobject.g_object_unref)
        pango.pango_layout_set_font_description(self._layout, description)
        pango.pango_layout_set_auto_dir(self._layout, False)
        # A hyphen in a name that is too long would be read as part of it.
        attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
        pango.pango_attr_list_insert(
            attributes, pango.pango_attr_insert_hyphens_new(False)
        )
        pango.pango_layout_set_attributes(self._layout, attributes)
        pango.pango_layout_set_wrap(self._layout, pango.PANGO_WRAP_WORD_CHAR)
        self.space = self.word(" ")
        self.font = self.space.font

    def plain(self, text: str) -> list[Word] | None:
        """The words, if each is one run of this font and nothing else; nearly all are."""
        try:
            return [self._plain[part] for part in text.split(" ")]
        except KeyError:
            return self._learn(text)

    def _learn(self, text: str) -> list[Word] | None:
        if not PLAIN.fullmatch(text):
            return None
        if len(self._plain) > WORDS_KEPT:
            self._plain.clear()
        words = []
        for part in text.split(" "):
            word = self._plain.get(part) or self.word(part)
            if word.font != self.font or word.more or not word.is_legible:
                return None
            self._plain[part] = word
            words.append(word)
        return words

    def broken(self, text: str, measure: float, hanging: float) -> list[list[Word]]:
        """The text in lines no longer than the measure, the later ones standing in."""
        return self.filled(text, measure, hanging=hanging)

    def filled(
        self, text: str, measure: float, *, after: float = 0, hanging: float = 0
    ) -> list[list[Word]]:
        """The text on the line where something stands already, and on further lines."""
        full = measure - hanging
        words = self.plain(text)
        if words is None and PLAIN.fullmatch(text):
            words = [self.word(part) for part in text.split(" ")]
        if words is None or max(word.width for word in words) > full:
            lines = [[line] for line in self.lines(text, full)]
            return [[], *lines] if after + lines[0][0].width > measure else lines
        rows: list[list[Word]] = [[]]
        pen = after
        for word in words:
            row = rows[-1]
            if row:
                # At a line's end nobody sees it, and readers hear where the word ends.
                row.append(self.space)
                pen += self.space.width
            if pen and pen + word.width > measure:
                rows.append([])
                pen, measure = 0, full
            rows[-1].append(word)
            pen += word.width
        return rows

    def word(self, text: str) -> Word:
        """The text as one line."""
        return self.lines(text)[0]

    def lines(self, text: str, width: float | None = None) -> list[Word]:
        """The text broken into lines of that width in thousandths of the size, or one line."""
        encoded = text.encode()
        pango.pango_layout_set_width(
            self._layout, -1 if width is None else int(width * TO_UNITS)
        )
        pango.pango_layout_set_text(self._layout, encoded, len(encoded))
        lines: list[Word] = []
        while line := pango.pango_layout_get_line_readonly(self._layout, len(lines)):
            lines.append(self._read(line, encoded))
        return lines

    def _read(self, line: Any, text: bytes) -> Word:
        width = 0
        runs: list[Run] = []
        is_legible, is_leftwards = True, False
        link = line.runs
        while link:
            font = self.fonts.get(link.data.item.analysis.font)
            known = self._glyphs.get(font.hash)
            if known is None:
                known = self._glyphs[font.hash] = Glyphs(font)
            run = known.read(link.data, text)
            width += run.advance
            runs += run.runs
            is_legible = is_legible and run.is_legible
            is_leftwards = is_leftwards or run.is_leftwards
            link = link.next
        if not runs:  # nothing to be seen, as between two spaces
            return Word(0, self.font, b"")
        if runs[0].rise:
            runs.insert(0, Run(runs[0].font, 0, b""))
        font, _rise, shown = runs[0]
        return Word(
            width * FROM_UNITS, font, shown, tuple(runs[1:]), is_legible, is_leftwards
        )
