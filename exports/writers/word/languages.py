"""How Word is told the language of a part that is not in the document's own."""

from dataclasses import dataclass

from django.utils.translation import get_language_info

# Word knows Spanish by country only.
CODES = {"en": "en-US", "es": "es-MX"}
HEBREW = "he-IL"


# Strong marks of direction, invisible. They hold the comma between two names from right
# to left in its place; Word knows them, and does not know the characters that isolate.
RIGHTWARDS, LEFTWARDS = "\u200e", "\u200f"


@dataclass(frozen=True)
class Tongue:
    """Properties of paragraphs and runs; none where the styles say the same already."""

    mark: str = RIGHTWARDS
    bidi: str = ""  # of paragraphs
    rtl: str = ""  # of runs
    lang: str = ""  # of runs


def code(language: str) -> str:
    return CODES.get(language, language)


def is_leftwards(language: str) -> bool:
    return bool(get_language_info(language)["bidi"])


def code_leftwards(language: str) -> str:
    """In which language words from right to left are, in a text of that language."""
    return code(language) if is_leftwards(language) else HEBREW


def tongue(language: str, of_document: str = "") -> Tongue:
    """How the language sounds in a document of another one, or in its own."""
    mark = LEFTWARDS if is_leftwards(language) else RIGHTWARDS
    if language == of_document or not of_document:
        return Tongue(mark)
    lang = f'<w:lang w:val="{code(language)}" w:bidi="{code_leftwards(language)}"/>'
    if is_leftwards(language) == is_leftwards(of_document):
        return Tongue(mark, lang=lang)
    value = "" if is_leftwards(language) else ' w:val="0"'
    return Tongue(mark, f"<w:bidi{value}/>", f"<w:rtl{value}/>", lang)
