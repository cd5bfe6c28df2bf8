"""Characters that no line and no file may hold, whoever wrote them into the database."""

import re
import unicodedata
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# What XML 1.0 cannot say, even escaped: controls, halves of surrogate pairs, and the
# two code points that never become characters. One of them spoils a whole DOCX or XLSX.
ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
ENDS_OF_LINES = re.compile("[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]+")
CONTROLS = re.compile("[\x7f-\x9f\ufff9-\ufffb]")
# Accents, and the points and tones of Hebrew, Arabic and Thai: no language piles up more
# than four, and a pile grows into the lines above and below.
ACCENTS = (
    "[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f\u0483-\u0489"
    "\u0591-\u05bd\u064b-\u065f\u06d6-\u06dc\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]"
)
PILE = re.compile(f"({ACCENTS}{{4}}){ACCENTS}+")
# Whatever follows them reads the other way.
DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
# Marks of direction, zero-width and filler characters: invisible, and never a letter.
INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e007f]"
)


def legal(text: str) -> str:
    # Most text is ASCII that can be printed, which costs no search.
    if text.isascii() and text.isprintable():
        return text
    return ILLEGAL.sub("", text)


# Thousands of names share a few hundred places and titles.
@lru_cache(512)
def on_one_line(text: str) -> str:
    """The text without anything that reaches into other lines, or steers a printer."""
    if text.isascii() and text.isprintable():
        return text
    if not text.isprintable():
        spaced = ENDS_OF_LINES.sub(" ", text)
        text = CONTROLS.sub("", ILLEGAL.sub("", spaced)).strip()
    return PILE.sub(r"\1", text)


def is_blank(text: str) -> bool:
    """Whether nobody would see a letter, a number or a symbol."""
    visible = INVISIBLE.sub("", text)
    return not any(unicodedata.category(char)[0] in "LNS" for char in visible)


def validate_line(text: str) -> None:
    """One line: what is printed, and may come to stand in a header, breaks nothing."""
    if _has_controls(text):
        raise ValidationError(_("Write this in one line, without control characters."))


def validate_lines(text: str) -> None:
    if _has_controls(re.sub("[\t\r\n]", "", text)):
        raise ValidationError(
            _("The text contains control characters. Paste it as plain text.")
        )


def _has_controls(text: str) -> bool:
    kinds = {unicodedata.category(char) for char in text}
    return bool(kinds & {"Cc", "Cs", "Zl", "Zp"} or DIRECTION.search(text))
