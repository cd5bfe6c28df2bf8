"""Text to glyphs, through the Pango and the fonts that WeasyPrint uses.

Everything is shaped at a size of 1,000 units, so that a shaped word serves every size.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from weasyprint.pdf.fonts import Font
from weasyprint.text.ffi import FROM_UNITS, TO_UNITS, ffi, gobject, pango
from weasyprint.text.fonts import FontConfiguration, get_pango_font_key

UNITS = 1000  # to the em
# Scripts whose words do not change with their neighbors and stand in reading order:
# Latin, Greek, Cyrillic, Armenian, and the punctuation and symbols between them.
PLAIN = re.compile(
    "[\u0020-\u007e\u00a0-\u058f\u1c80-\u1c8f\u1d00-\u1fff\u2010-\u2027\u2030-\u205e"
    "\u2070-\u214f\u2c60-\u2c7f\u2de0-\u2e5d\ua640-\ua69f\ua720-\ua7ff\ufb00-\ufb06]*"
)
# Where glyphs stand in another order than letters: Indic scripts, Thai, Lao, Myanmar,
# Khmer. Readers get the text itself (ISO 32000-1, 14.9.4 ActualText).
REORDERED = re.compile("[\u0900-\u0eff\u1000-\u109f\u1780-\u17ff]")
# WeasyPrint needs it nowhere.
ffi.cdef("gpointer g_object_ref(gpointer object);")


class Run(NamedTuple):
    """Glyphs of one font at one height, as the operand of TJ without its brackets."""

    font: str
    rise: float  # thousandths of the size
    shown: bytes


@dataclass(slots=True, frozen=True)
class Word:
    """What is never broken: its width in thousandths of the size, and its runs."""

    width: float
    runs: tuple[Run, ...]


@dataclass(frozen=True)
class Face:
    family: str
    weight: int = 400
    italic: bool = False


class _Glyph(NamedTuple):
    advance: float
    rise: float
    shown: str


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


class Shaper:
    """Shapes text in one face and language, and remembers the words."""

    def __init__(
        self, fonts: Fonts, face: Face, language: str, *, rightwards: bool = True
    ):
        self.fonts = fonts
        self._words: dict[str, Word] = {}
        self._keep: list[Any] = []
        context = ffi.gc(
            pango.pango_font_map_create_context(fonts.map), gobject.g_object_unref
        )
        pango.pango_context_set_round_glyph_positions(context, False)
        pango.pango_context_set_language(
            context, pango.pango_language_from_string(language.encode())
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
        # The side from which names are set depends on the page, not on their first letter.
        pango.pango_context_set_base_dir(
            context,
            pango.PANGO_DIRECTION_LTR if rightwards else pango.PANGO_DIRECTION_RTL,
        )
        pango.pango_layout_set_auto_dir(self._layout, False)
        # A hyphen in a name that is too long would be read as part of it.
        attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
        pango.pango_attr_list_insert(
            attributes, pango.pango_attr_insert_hyphens_new(False)
        )
        pango.pango_layout_set_attributes(self._layout, attributes)
        pango.pango_layout_set_wrap(self._layout, pango.PANGO_WRAP_WORD_CHAR)
        self._keep += [context, description]
        self._rectangle = ffi.new("PangoRectangle *")
        self.space = self.word(" ")
        self.font = self.space.runs[0].font
        # Words that are one run of this font, as most are: width and glyphs.
        self.plain: dict[str, tuple[float, bytes]] = {}

    def word(self, text: str) -> Word:
        word = self._words.get(text)
        if word is None:
            word = self._words[text] = self.lines(text)[0]
        return word

    def parts(self, text: str) -> list[tuple[float, bytes]] | None:
        """Width and glyphs of each word, or None where one needs more than that."""
        try:
            return [self.plain[part] for part in text.split(" ")]
        except KeyError:
            return self._learn(text)

    def _learn(self, text: str) -> list[tuple[float, bytes]] | None:
        if not PLAIN.fullmatch(text):
            return None
        parts = text.split(" ")
        for part in parts:
            word = self.word(part)
            if not word.runs:
                self.plain[part] = (0, b"")
            elif len(word.runs) == 1 and word.runs[0][:2] == (self.font, 0):
                self.plain[part] = (word.width, word.runs[0].shown)
            else:
                return None
        return [self.plain[part] for part in parts]

    def words(self, text: str, measure: float) -> list[Word]:
        """The text in parts no longer than the measure: its words, or whole lines."""
        if PLAIN.fullmatch(text):
            words = [self.word(word) for word in text.split(" ")]
            if max(word.width for word in words) <= measure:
                return words
        return self.lines(text, measure)

    def broken(self, text: str, measure: float, hanging: float) -> list[list[Word]]:
        """The text in lines no longer than the measure, the later ones standing in."""
        return list(self._filled(self.words(text, measure - hanging), measure, hanging))

    def _filled(
        self, words: list[Word], measure: float, hanging: float
    ) -> Iterator[list[Word]]:
        line: list[Word] = []
        width = 0.0
        for word in words:
            if line and width + self.space.width + word.width > measure:
                yield line
                line, width, measure = [], 0.0, min(measure, measure - hanging)
                hanging = 0
            if line:
                line.append(self.space)
                width += self.space.width
            line.append(word)
            width += word.width
        yield line

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
        width = 0.0
        runs: list[Run] = []
        link = line.runs
        while link:
            font = self.fonts.get(link.data.item.analysis.font)
            glyphs = list(self._glyphs(link.data, font, text))
            width += sum(glyph.advance for glyph in glyphs)
            for rise, level in groupby(glyphs, key=attrgetter("rise")):
                shown = "".join(glyph.shown for glyph in level).replace("><", "")
                runs.append(Run(font.hash, rise, shown.encode()))
            link = link.next
        return Word(width, tuple(runs))

    def _glyphs(self, item: Any, font: Font, text: bytes) -> Iterator["_Glyph"]:
        # Each glyph is five integers: its id, width, two offsets, and flags.
        count = item.glyphs.num_glyphs
        numbers = ffi.unpack(ffi.cast("int32_t *", item.glyphs.glyphs), 5 * count)
        for index in range(count):
            glyph, *geometry = numbers[5 * index : 5 * index + 4]
            advance, offset, down = (number * FROM_UNITS for number in geometry)
            if glyph == pango.PANGO_GLYPH_EMPTY:
                yield _Glyph(advance, 0, _kern(-advance))
                continue
            if glyph & pango.PANGO_GLYPH_UNKNOWN_FLAG:
                glyph = font.get_unused_glyph_id(glyph - pango.PANGO_GLYPH_UNKNOWN_FLAG)
                font.widths.setdefault(glyph, round(advance))
                font.widths.setdefault(0, round(advance))
            if glyph not in font.to_unicode:
                font.to_unicode[glyph] = _letters(item, index, count, text)
            after = self._width(item, font, glyph) + offset - advance
            shown = f"{_kern(-offset)}<{glyph:04x}>{_kern(after)}"
            yield _Glyph(advance, -down, shown)

    def _width(self, item: Any, font: Font, glyph: int) -> int:
        width = font.widths.get(glyph)
        if width is None:
            pango.pango_font_get_glyph_extents(
                item.item.analysis.font, glyph, ffi.NULL, self._rectangle
            )
            width = font.widths[glyph] = round(self._rectangle.width * FROM_UNITS)
        return width


def _kern(back: float) -> str:
    """An operand of TJ that moves the pen back by thousandths of the size."""
    return str(round(back)) if round(back) else ""


def _letters(item: Any, index: int, count: int, text: bytes) -> str:
    """The characters that a glyph of the item stands for."""
    clusters = item.glyphs.log_clusters
    start, length = item.item.offset, item.item.length
    first = clusters[index]
    if item.item.analysis.level % 2:  # from right to left
        last = length if index == 0 else clusters[index - 1]
    else:
        last = length if index == count - 1 else clusters[index + 1]
    return text[start + first : start + last].decode()
