"""Text to glyphs, through the Pango and the fonts that WeasyPrint uses.

Everything is shaped at a size of 1,000 units, so that a shaped word serves every size.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from operator import attrgetter
from typing import Any, NamedTuple

from weasyprint.text.ffi import FROM_UNITS, TO_UNITS, ffi, gobject, pango

from exports.typesetting.fonts import Fonts, Glyphs, Run

UNITS = 1000  # to the em
# Scripts whose words do not change with their neighbors and stand in reading order:
# Latin, Greek, Cyrillic, Armenian, and the punctuation and symbols between them.
PLAIN = re.compile(
    "[\u0020-\u007e\u00a0-\u058f\u1c80-\u1c8f\u1d00-\u1fff\u2010-\u2027\u2030-\u205e"
    "\u2070-\u214f\u2c60-\u2c7f\u2de0-\u2e5d\ua640-\ua69f\ua720-\ua7ff\ufb00-\ufb06]*"
)
# Words in these the font of Latin has, or the shaper says that it lacks one.
LATIN = re.compile("[!-~\u00a1-\u00ac\u00ae-\u024f\u2010-\u2027]+")
# No space within an isolate: what runs leftwards keeps its order only as a whole.
BETWEEN_WORDS = re.compile(" (?![^\u2068]*\u2069)")
# Beyond them they are forgotten: a long list has many words that stand there once.
WORDS_KEPT = 20_000
LINES_AHEAD = 500  # so many share what asking the shaper costs
# WeasyPrint needs them nowhere.
ffi.cdef(
    """
    void pango_shape(
        const char *text, int length, const PangoAnalysis *analysis,
        PangoGlyphString *glyphs);
    PangoItem *pango_item_copy(PangoItem *item);
    void pango_item_free(PangoItem *item);
    PangoGlyphString *pango_glyph_string_new(void);
    void pango_glyph_string_free(PangoGlyphString *string);
    """
)


class Word(NamedTuple):
    """What is never broken: its width in thousandths of the size, and its runs."""

    width: float
    font: str
    shown: bytes  # of its first run, or of all of it
    more: tuple[Run, ...] = ()
    # Whether its glyphs give its letters, one after the other.
    is_legible: bool = True
    is_leftwards: bool = False  # in part


width_of = attrgetter("width")


@dataclass(frozen=True)
class Face:
    family: str
    weight: int = 400


def _described(face: Face) -> Any:
    """The face for Pango, at the size of UNITS."""
    description = ffi.gc(
        pango.pango_font_description_new(), pango.pango_font_description_free
    )
    pango.pango_font_description_set_family(description, face.family.encode())
    pango.pango_font_description_set_weight(description, face.weight)
    pango.pango_font_description_set_absolute_size(description, UNITS * TO_UNITS)
    return description


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
        self._layout = ffi.gc(pango.pango_layout_new(context), gobject.g_object_unref)
        pango.pango_layout_set_font_description(self._layout, _described(face))
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
        # How Pango would shape a Latin word: the same for each.
        pango.pango_layout_set_text(self._layout, b"a", 1)
        line = pango.pango_layout_get_line_readonly(self._layout, 0)
        self._sample = ffi.gc(
            pango.pango_item_copy(line.runs.data.item), pango.pango_item_free
        )
        self._analysis = ffi.addressof(self._sample, "analysis")
        self._own = self._glyphs_of(self._analysis.font)
        self._string = ffi.gc(
            pango.pango_glyph_string_new(), pango.pango_glyph_string_free
        )

    def ahead(self, lines: Iterable[str]) -> Iterator[str]:
        """The lines again, the new words of many of them shaped at one go."""
        lines = iter(lines)
        while batch := list(islice(lines, LINES_AHEAD)):
            self._learn_together({word for line in batch for word in line.split(" ")})
            yield from batch

    def plain(self, text: str) -> list[Word] | None:
        """The words, if each is one run of this font and nothing else; nearly all are."""
        try:
            return [self._plain[part] for part in text.split(" ")]
        except KeyError:
            return self._learn(text)

    def _learn_together(self, words: Collection[str]) -> None:
        """Shape the words that are Latin and whole in this font, as one text."""
        if len(self._plain) > WORDS_KEPT:
            self._plain.clear()
        new = sorted(
            word for word in words if word not in self._plain and LATIN.fullmatch(word)
        )
        if not new:
            return
        encoded = [word.encode() for word in new]
        text = b" ".join(encoded)
        pango.pango_shape(text, len(text), self._analysis, self._string)
        rows = self._own.parted(self._string, self._analysis, encoded)
        for word, shaped in zip(new, rows, strict=True):
            if len(shaped.runs) == 1 and not shaped.runs[0].rise and shaped.is_legible:
                font, _rise, shown = shaped.runs[0]
                self._plain[word] = Word(shaped.advance * FROM_UNITS, font, shown)

    def _learn(self, text: str) -> list[Word] | None:
        if not PLAIN.fullmatch(text):
            return None
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
        if words is None:
            words = [self.word(part) for part in BETWEEN_WORDS.split(text)]
        if max(map(width_of, words)) > full:
            lines = [[line] for line in self.lines(text, full)]
            return [[], *lines] if after + lines[0][0].width > measure else lines
        space = self.space
        row: list[Word] = []
        rows = [row]
        pen = after
        for word in words:
            if row:
                # At a line's end nobody sees it, and readers hear where the word ends.
                row.append(space)
                pen += space.width
            if pen and pen + word.width > measure:
                row = []
                rows.append(row)
                pen, measure = 0, full
            row.append(word)
            pen += word.width
        return rows

    def word(self, text: str) -> Word:
        """The text as one line."""
        return self.lines(text)[0]

    def _glyphs_of(self, pango_font: Any) -> Glyphs:
        font = self.fonts.get(pango_font)
        known = self._glyphs.get(font.hash)
        if known is None:
            known = self._glyphs[font.hash] = Glyphs(font)
        return known

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
            item = link.data.item
            letters = text[item.offset : item.offset + item.length]
            glyphs = self._glyphs_of(item.analysis.font)
            run = glyphs.read(link.data.glyphs, item.analysis, letters)
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
