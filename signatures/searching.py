import re
import unicodedata

# The glottal stop of Maya names is typed in many ways.
APOSTROPHES = re.compile("[’‘ʼʻ`´′ꞌ]")


def fold(text: str) -> str:
    """Text as it is searched: without case, accents and kinds of apostrophe.

    SQLite's LIKE knows only the case of ASCII letters, so both sides are folded here.
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(APOSTROPHES.sub("'", bare).split())
