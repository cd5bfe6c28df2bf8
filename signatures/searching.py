import re

from icu import Transliterator

# The glottal stop of Maya names is typed in many ways.
APOSTROPHES = re.compile("[’‘ʼʻ`´′ꞌ]")

_bare = Transliterator.createInstance(
    "NFKD; [:Nonspacing Mark:] Remove; Latin-ASCII; NFC"
)


def fold(text: str) -> str:
    """Text as it is searched: without case, accents and kinds of apostrophe.

    SQLite's LIKE knows only the case of ASCII letters, so both sides are folded here.
    """
    bare = _bare.transliterate(APOSTROPHES.sub("'", text.casefold()))
    return " ".join(bare.split())
