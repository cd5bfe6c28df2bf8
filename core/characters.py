"""Characters that no line and no file may hold, whoever wrote them into the database."""

import re
from functools import lru_cache

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
