"""Where a name stands in a printed list: surname first, then a key that compares as bytes.

The rules are those of catalogs and indexes (AACR2, chapter 22; Chicago, 16.71 to 16.87).
tests/data/names.csv shows what they make of names of many traditions, and where only
the moderators can know better.
"""

import re
import unicodedata
from functools import cache

import icu

from signatures import name_words
from signatures.names import fold

KEY_BYTES_MAXIMUM = 1000


def sort_name(name: str, *, kind: str, language: str) -> str:
    """Propose how a name is sorted, "Pérez Tzoc, María José"; moderators correct it."""
    if kind == "organization":
        title = name.lstrip(" \"'“”‘«»¡¿([*")
        articles = name_words.ARTICLES.get(language, name_words.ARTICLES["en"])
        return (
            title if name_words.PLACES.match(title) else articles.sub("", title)
        ) or name
    head, *parts = name_words.PARENTHESES.sub("", name).split(",")
    titles, tokens = _split_honorifics(head.split(), language)
    given = [part for part in parts if not _is_postnominal(part, tokens)]
    if tokens and given:
        _titles, first = _split_honorifics(" ".join(given).split(), language)
        return _surname_first(first, tokens, language)
    if _is_religious_name(titles, tokens):
        return " ".join(tokens)
    if "of" in tokens:
        tokens = tokens[: tokens.index("of")]  # Bishop Ana Smith of El Paso
    tokens = _without_suffixes(tokens)
    if len(tokens) < 2 or _stands_as_printed(tokens):
        return " ".join(tokens) or name
    return _inverted(tokens, language)


def sort_key(text: str, language: str) -> bytes:
    """Bytes that compare as the language sorts, alike on SQLite and on PostgreSQL."""
    # A lone surrogate cannot be collated.
    letters = text.encode(errors="replace").decode().translate(name_words.FILED_AS)
    letters = letters.replace("&", name_words.AND.get(language, name_words.AND["en"]))
    words = " ".join(letters.split()).strip(" ¡¿([")
    # A tab sorts before a space: "Pérez, Ana" stands before "Pérez Tzoc, Ana".
    parts = re.sub(" ?, ?", "\t", name_words.EAST_ASIAN_SPACE.sub("", words))
    return _collator(language).getSortKey(parts or text)[:KEY_BYTES_MAXIMUM]


@cache
def _collator(language: str) -> icu.Collator:
    collator = icu.Collator.createInstance(icu.Locale(language))
    # "Comité 9 de Abril" stands before "Comité 12 de Octubre".
    collator.setAttribute(
        icu.UCollAttribute.NUMERIC_COLLATION, icu.UCollAttributeValue.ON
    )
    return collator


def _split_honorifics(tokens: list[str], language: str) -> tuple[list[str], list[str]]:
    """Titles before a name, and the name: at least one word."""
    start = 0
    while start < len(tokens) - 1 and _is_honorific(tokens[start:], language):
        start += 1
    return tokens[:start], tokens[start:]


def _is_honorific(tokens: list[str], language: str) -> bool:
    """Whether the first of the words is a title of the person named by the others."""
    word, rest = fold(tokens[0]), tokens[1:]
    if word in name_words.ARTICLES_OF_TITLES:
        return len(rest) > 1 and _is_title(rest[0])
    # Don Johnson, Justice Smith: of two words the first may be a given name.
    if (
        language != "es"
        and len(rest) == 1
        and tokens[0].lower() in name_words.GIVEN_NAMES
    ):
        return False
    return _is_title(tokens[0]) or (
        language == "es" and word in name_words.SPANISH_INITIALS
    )


def _is_title(token: str) -> bool:
    parts = [fold(part) for part in re.split("[./]", token) if part]  # Rev.Dr.
    return fold(token) in name_words.HONORIFICS or (
        len(parts) > 1 and name_words.HONORIFICS.issuperset(parts)
    )


def _is_postnominal(part: str, tokens: list[str]) -> bool:
    """Whether what stands after a comma is no given name: "MD", "Bishop of El Paso"."""
    words = part.split()
    if all(_is_suffix(word) for word in words):
        return True
    if len(tokens) < 2:
        return False  # Johnson, Don
    folded = [fold(word) for word in words]
    is_shouted = " ".join(tokens).isupper()
    return (
        all(word in name_words.HONORIFICS for word in folded)
        or (folded[0] in name_words.HONORIFICS and folded[1:2] in (["of"], ["de"]))
        or any(word in name_words.OFFICES for word in folded)
        or (not is_shouted and all(re.fullmatch("[A-Z]{3,}", word) for word in words))
    )


def _is_suffix(word: str) -> bool:
    folded = fold(word)
    return folded in name_words.SUFFIXES or (
        folded in name_words.CAPITAL_SUFFIXES and word[0].isupper()
    )


def _without_suffixes(tokens: list[str]) -> list[str]:
    is_shouted = " ".join(tokens).isupper()
    while len(tokens) > 2:
        last = tokens[-1]
        stands_out = "." in last or (
            last.isupper()
            and not (is_shouted and fold(last) in name_words.SURNAMES_LIKE_SUFFIXES)
        )
        is_kin = "ú" in last.lower()  # Júnior
        if (fold(last) not in name_words.SUFFIXES or is_kin) and not (
            stands_out and _is_suffix(last)
        ):
            break
        tokens = tokens[:-1]
    return tokens


def _is_religious_name(titles: list[str], tokens: list[str]) -> bool:
    """Whether the family is left out: "Sr. Mary of the Immaculate Heart"."""
    if tokens[1:2] == ["of"]:
        return True
    folded = [fold(token) for token in tokens]
    at = next((at for at, word in enumerate(folded) if word in {"of", "de", "del"}), 0)
    known = name_words.RELIGIOUS
    if not name_words.MYSTERIES.isdisjoint(folded[at:]):
        known = name_words.RELIGIOUS | name_words.LAY_OR_RELIGIOUS
    return (
        at > 0
        and not known.isdisjoint(map(fold, titles))
        and name_words.OF_A_MYSTERY.issuperset(folded[at:])
    )


def _stands_as_printed(tokens: list[str]) -> bool:
    """Whether the name has no surname, or begins with it."""
    letters = [char for char in "".join(tokens) if char.isalpha()]
    last = tokens[-1].lower()
    return (
        all(
            unicodedata.name(char, "").startswith(name_words.UNINVERTED_SCRIPTS)
            for char in letters
        )
        or not name_words.MALAY_PATRONYMICS.isdisjoint(tokens[1:-1])
        or (last.endswith("son") and bool(re.search("[ðþ]", " ".join(tokens).lower())))
        or bool(name_words.ICELANDIC_PATRONYMIC.search(last))
    )


def _inverted(tokens: list[str], language: str) -> str:
    if _begins_with_family(tokens):
        return f"{tokens[0]}, {' '.join(tokens[1:])}"
    # Capitals say nothing in a shouted name.
    is_shouted = " ".join(tokens).isupper()
    words = [token.lower() for token in tokens] if is_shouted else tokens
    start = _surname_start(words, language)
    return _surname_first(tokens[:start], tokens[start:], language)


def _surname_first(given: list[str], surname: list[str], language: str) -> str:
    """ "Cruz, Luz de la" in Spanish, "de la Cruz, Luz" in English."""
    after: list[str] = []
    article = name_words.ARABIC_ARTICLE.match(surname[0])
    if article and len(" ".join(surname)) > len(article[0]):
        # Arabs are filed under the word after a lower-case article (Chicago).
        after, surname = [article[0]], " ".join(surname)[article.end() :].split()
    elif language == "es":
        count = _prepositions(surname)
        after, surname = surname[:count], surname[count:]
        if re.match("d['’]", surname[0]):
            after, surname = [surname[0][:2]], [surname[0][2:], *surname[1:]]
    first = " ".join(given + after)
    return f"{' '.join(surname)}, {first}" if first else " ".join(surname)


def _prepositions(surname: list[str]) -> int:
    """How many words before the surname Spanish leaves aside: "Cruz, Luz de la".

    A mere article stays, "Las Heras, Manuel" (AACR2 22.5D1, Spanish and Portuguese).
    """
    if fold(surname[0]) not in name_words.PREPOSITIONS:
        return 0
    count = 1
    while (
        count < len(surname) - 1 and fold(surname[count]) in name_words.SPANISH_ARTICLES
    ):
        count += 1
    return count if count < len(surname) else 0


def _begins_with_family(tokens: list[str]) -> bool:
    """Whether a name in Latin or Cyrillic letters begins with the family."""
    family = fold(tokens[0]).replace("đ", "d")
    if family in name_words.VIETNAMESE_FAMILIES:
        decomposed = unicodedata.normalize("NFD", " ".join(tokens))
        return (
            family == "nguyen"
            or tokens[1] in {"Thi", "Van"}
            or bool(name_words.VIETNAMESE_MARKS.search(decomposed))
        )
    if len(tokens) == 2:
        is_given = name_words.EAST_ASIAN_GIVEN.fullmatch(tokens[1])
        return family in name_words.EAST_ASIAN_FAMILIES and bool(is_given)
    # Соколова Анна Петровна
    patronymics = [
        bool(name_words.SLAVIC_PATRONYMIC.search(token.lower())) for token in tokens
    ]
    return patronymics == [False, False, True] and not tokens[0].isascii()


def _surname_start(words: list[str], language: str) -> int:
    """The index at which the surname begins, with its particles."""
    units = [
        at for at in range(len(words)) if at == 0 or not _belong_together(words, at)
    ]
    if len(units) < 2:
        return 0
    if len(units) > 2 and name_words.INITIALS_ONLY.fullmatch(words[units[-1]]):
        return units[-2]  # Ana Pérez T.
    if language != "es" or not _is_latin(words):
        return units[-1]
    return _spanish_surname_start(words, units)


def _spanish_surname_start(words: list[str], units: list[int]) -> int:
    if _is_devotion(words, units):
        if len(units) == 2:
            return 0  # María del Carmen
        del units[1]
    if _is_portuguese(words):
        return units[-1]
    second = words[units[1]] if len(units) == 3 else ""
    has_two_surnames = (
        len(units) > 2
        and fold(second) not in name_words.SECOND_NAMES
        and not name_words.SLAVIC_PATRONYMIC.search(second)
        # Both may be in the last unit: López y Ávila.
        and not any(_connects(words, at) for at in range(units[-1], len(words)))
    )
    start = -2 if has_two_surnames else -1
    surnames = [at for at in units[1:] if _is_only_surname(words[at])]
    starts = [at for at in units if at >= min([units[start], *surnames])]
    # Initials and nicknames are no surnames: Luis J. Pérez, José "Chepe" Coc.
    plain = [
        at
        for at in starts
        if not name_words.INITIALS_ONLY.fullmatch(words[at])
        and not words[at].startswith(name_words.QUOTES)
    ]
    return (plain or starts)[0]


def _belong_together(words: list[str], at: int) -> bool:
    """Whether a word goes with the one before it: de + la + Cruz, López + y + Ávila."""
    if at < 2:
        return False
    if _connects(words, at) or _connects(words, at - 1):
        return True
    if words[at].lower() in name_words.KINSHIP and at == len(words) - 1:
        return fold(words[at - 1]) not in name_words.SECOND_NAMES
    # Anh Le Nguyen
    if words[at - 1] == "Le" and fold(words[at]) in name_words.VIETNAMESE_FAMILIES:
        return False
    return _is_particle(words[at - 1])


def _connects(words: list[str], at: int) -> bool:
    """Whether a word joins two surnames: López y Ávila, Ortega e Ibarra, Puig i Ferrer."""
    is_y = words[at] == "e" and words[at + 1 : at + 2] != []
    return words[at] in name_words.CONNECTORS or (
        is_y and fold(words[at + 1]).startswith(("i", "hi"))
    )


def _is_particle(word: str) -> bool:
    return (
        word.lower().rstrip(".") in name_words.PARTICLES
        or word in name_words.LOWER_PARTICLES
        or word in name_words.OTHER_PARTICLES
    )


def _is_latin(words: list[str]) -> bool:
    return any(unicodedata.name(char, "").startswith("LATIN") for char in words[0])


def _is_portuguese(words: list[str]) -> bool:
    """Whether the last surname counts, as in Brazil and Portugal."""
    if any(_is_only_surname(word) for word in words[1:]):
        return False
    return bool(name_words.PORTUGUESE_LETTERS.search(" ".join(words).lower())) or any(
        words[at] in name_words.PORTUGUESE_WORDS and not _connects(words, at)
        for at in range(1, len(words) - 1)
    )


def _is_only_surname(word: str) -> bool:
    folded = fold(word)
    return folded in name_words.ONLY_SURNAMES or (
        folded.endswith("ez")
        and len(folded) > 3
        and folded not in name_words.SECOND_NAMES
    )


def _is_devotion(words: list[str], units: list[int]) -> bool:
    """Whether the second unit belongs to the given name: María del Carmen."""
    if len(units) < 2 or fold(words[1]) not in name_words.PREPOSITIONS:
        return False
    end = units[2] if len(units) > 2 else len(words)
    devotion = fold(words[end - 1])
    if fold(words[0]) in {"maria", "ma", "jose"}:
        return devotion in name_words.DEVOTIONS
    return len(units) > 2 and devotion in name_words.COMMON_DEVOTIONS
