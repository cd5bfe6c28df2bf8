"""Where a name stands in a printed list: surname first, then a key that compares as bytes."""

import re
import unicodedata
from functools import cache

import icu

from signatures.names import fold

KEY_BYTES_MAXIMUM = 1000

HONORIFICS = frozenset(
    "rev revd rvd reverend reverendo reverenda dr dra doctor doctora fr father sr sra srta"
    " sister sor br bro brother hna hermana hno hermano pbro presbitero padre mons monsenor"
    " msgr monsignor rabbi rabino rabina imam pastor pastora bishop obispo obispa archbishop"
    " arzobispo cardinal cardenal deacon deaconess diacono diaconisa lic licda lcda lcdo"
    " licenciado licenciada ing ingeniero ingeniera abg abog abogado abogada arq prof profa"
    " profesor profesora professor mr mrs ms miss mx mtro mtra maestro maestra dn don dona"
    " dna hon honorable judge justice juez jueza elder sheikh shaykh cantor chaplain"
    " capellan excmo excma mother madre canon sen senator rep amb ambassador embajador"
    " embajadora col gen sgt capt most very right rt the el la".split()
)
INITIALS = {"es": frozenset({"p", "d"})}  # Padre, Don
SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "esq", "esquire", "phd", "ret"})
# These are also names or words: suffixes only where they stand in capitals.
CAPITAL_SUFFIXES = frozenset(
    "md op sj ofm ofmcap ofmconv osb osf csc sdb cm mm fsc rsm ssnd ssj csj bvm ihm scn svd"
    " cssr mccj mccs msc ocd ocarm obl jd llm llb lld dmin mdiv mba msw lcsw rn dd thd edd"
    " cpa sds cfm mxy msp omi opm hsp sx cp osc osa osu cnd fdcc hvps scj smm".split()
)
PARTICLES = frozenset(
    "van der den de del della di da dos das du la las los von zu zur el bin ibn bint abu af"
    " av st saint san santa ter".split()
)
PREPOSITIONS = frozenset("de del da das do dos".split())
SPANISH_ARTICLES = frozenset("el la los las".split())
# Also given names and surnames: particles only where they stand in lower case.
LOWER_PARTICLES = frozenset({"do", "ten", "al", "le", "lo", "ben"})
OTHER_PARTICLES = frozenset("عبد بن ابن أبو ابو آل بنت أم בן בר בת אבן אבו".split())
# Spanish given names that often stand second and are hardly ever surnames.
SECOND_NAMES = frozenset(
    "jose maria luis carlos antonio manuel alberto eduardo fernando roberto enrique jesus"
    " alejandro elena isabel teresa guadalupe carmen luisa fernanda alejandra cristina"
    " patricia beatriz eugenia angeles mercedes lourdes gabriela daniela andrea claudia"
    " paola sofia valentina victoria elizabeth angel ignacio".split()
)
# María del Carmen, José de Jesús: one given name, though it looks like a surname.
DEVOTIONS = frozenset(
    "carmen rosario pilar socorro rocio mar consuelo refugio transito milagro angeles luz"
    " paz concepcion asuncion soledad mercedes nieves jesus lourdes fatima guadalupe"
    " remedios dolores pena carmelo".split()
)
VIETNAMESE_FAMILIES = frozenset(
    "nguyen tran le pham huynh hoang phan vu vo dang bui do ho ngo duong ly dinh truong"
    " doan trinh mai dao lam luong cao ha to ta thai chau quach luu".split()
)
VIETNAMESE_MARKS = re.compile(
    "[\u0309\u0323\u031bđĐ]|[aAeEoO]\u0302[\u0300\u0301\u0303]"
)
ARTICLES = re.compile(r"^(the|el|la|los|las)\s+(?=\S)", re.IGNORECASE)
# Places whose article is part of the name.
PLACES = re.compile(
    r"^(los (a|á)ngeles|las cruces|las vegas|la paz|el paso|el salvador|el progreso|la unión"
    r"|la libertad|la jolla|la crosse|los alamos|la habana|el quiché|las américas)\b",
    re.IGNORECASE,
)
GIVEN_NAMES = frozenset({"don", "judge", "justice", "elder", "bishop", "angel", "dean"})
PARENTHESES = re.compile(r"\s*[(\[][^)\]]*[)\]]\s*$")


def sort_name(name: str, *, kind: str, language: str) -> str:
    """Propose how a name is sorted, "Pérez Tzoc, María José"; moderators correct it."""
    if kind == "organization":
        title = name.lstrip(" \"'“”‘«»¡¿([*")
        return (title if PLACES.match(title) else ARTICLES.sub("", title)) or name
    head, *rest = PARENTHESES.sub("", name).split(",")
    tokens = _without_honorifics(head.split(), language)
    if typed := [part for part in rest if not all(map(_is_suffix, part.split()))]:
        return f"{' '.join(tokens)},{','.join(typed)}"  # surname first already
    if tokens[1:2] == ["of"]:
        return " ".join(tokens)  # Sr. Mary of the Immaculate Heart
    if "of" in tokens:
        tokens = tokens[: tokens.index("of")]
    tokens = _without_suffixes(tokens)
    if len(tokens) < 2 or _is_family_first(tokens):
        return " ".join(tokens) or name
    return _inverted(tokens, language)


def sort_key(text: str, language: str) -> bytes:
    """Bytes that compare as the language sorts, alike on SQLite and on PostgreSQL."""
    # A lone surrogate cannot be collated. Apostrophes of every kind count for nothing.
    letters = text.encode(errors="replace").decode()
    letters = re.sub("['’‘ʼꞌ`´]", "", letters)
    # A tab sorts before a space: "Pérez, Ana" stands before "Pérez Tzoc, Ana".
    parts = re.sub(r"\s*,\s*", "\t", re.sub("[-‐‑–]", " ", letters).lstrip(' "“«¡¿(['))
    return _collator(language).getSortKey(parts or text)[:KEY_BYTES_MAXIMUM]


@cache
def _collator(language: str) -> icu.Collator:
    return icu.Collator.createInstance(icu.Locale(language))


def _is_suffix(word: str) -> bool:
    folded = fold(word)
    return folded in SUFFIXES or (folded in CAPITAL_SUFFIXES and word[0].isupper())


def _without_suffixes(tokens: list[str]) -> list[str]:
    while len(tokens) > 2 and (
        fold(tokens[-1]) in SUFFIXES
        or (_is_suffix(tokens[-1]) and (tokens[-1].isupper() or "." in tokens[-1]))
    ):
        tokens = tokens[:-1]
    return tokens


def _without_honorifics(tokens: list[str], language: str) -> list[str]:
    known = HONORIFICS | INITIALS.get(language, frozenset())
    rest = tokens
    while len(rest) > 1 and _is_honorific(rest[0], known):
        # Don Johnson, Dean Martin: of two words the first may be a given name.
        if len(rest) == 2 and fold(rest[0]) in GIVEN_NAMES:
            break
        rest = rest[1:]
    return rest


def _is_honorific(token: str, known: frozenset[str]) -> bool:
    parts = [fold(part) for part in token.split(".") if part]  # also "Rev.Dr."
    return fold(token) in known or (len(parts) > 1 and all(p in known for p in parts))


def _is_family_first(tokens: list[str]) -> bool:
    """Whether the script is one in which names begin with the family."""
    letters = [char for char in "".join(tokens) if char.isalpha()]
    return bool(letters) and all(
        unicodedata.name(char, "").startswith(("CJK", "HANGUL", "HIRAGANA", "KATAKANA"))
        for char in letters
    )


def _inverted(tokens: list[str], language: str) -> str:
    if _is_vietnamese(tokens):
        return f"{tokens[0]}, {' '.join(tokens[1:])}"
    start = _surname_start(tokens, language)
    if not start:
        return " ".join(tokens)
    given, surname = tokens[:start], tokens[start:]
    prefix = _prepositions(surname) if language == "es" else 0
    return f"{' '.join(surname[prefix:])}, {' '.join(given + surname[:prefix])}"


def _prepositions(surname: list[str]) -> int:
    """How many words before the surname Spanish leaves aside: "Cruz, Luz de la".

    A mere article stays, "Las Heras, Manuel" (AACR2 22.5D1, Spanish and Portuguese).
    """
    if fold(surname[0]) not in PREPOSITIONS:
        return 0
    count = 1
    while count < len(surname) - 1 and fold(surname[count]) in SPANISH_ARTICLES:
        count += 1
    return count if count < len(surname) else 0


def _is_vietnamese(tokens: list[str]) -> bool:
    family = fold(tokens[0]).replace("đ", "d")
    decomposed = unicodedata.normalize("NFD", " ".join(tokens))
    return family in VIETNAMESE_FAMILIES and (
        family == "nguyen" or bool(VIETNAMESE_MARKS.search(decomposed))
    )


def _surname_start(tokens: list[str], language: str) -> int:
    """The index at which the surname begins, with its particles."""
    units = [
        at for at in range(len(tokens)) if at == 0 or not _belong_together(tokens, at)
    ]
    if language != "es":
        # Whoever writes "López y Ávila" has two surnames in any language.
        joined = tokens.index("y") - 1 if "y" in tokens[2:] else units[-1]
        return max(at for at in units if at <= joined)
    if len(units) > 2 and _is_devotion(tokens, units):
        del units[1]
    second = tokens[units[1]] if len(units) == 3 else ""
    has_two_surnames = (
        len(units) > 2
        and fold(second) not in SECOND_NAMES
        and "y" not in tokens[units[-1] :]  # both are in the last unit
    )
    return units[-2 if has_two_surnames else -1]


def _belong_together(tokens: list[str], at: int) -> bool:
    """Whether a word goes with the one before it: de + la + Cruz, López + y + Ávila."""
    if tokens[at] == "y" or tokens[at - 1] == "y":
        return True
    return at > 1 and _is_particle(tokens[at - 1])


def _is_particle(token: str) -> bool:
    return (
        token.lower().rstrip(".") in PARTICLES
        or token in LOWER_PARTICLES
        or token in OTHER_PARTICLES
    )


def _is_devotion(tokens: list[str], units: list[int]) -> bool:
    return (
        fold(tokens[0]) in {"maria", "ma", "jose"}
        and _is_particle(tokens[1])
        and fold(tokens[units[2] - 1]) in DEVOTIONS
    )
