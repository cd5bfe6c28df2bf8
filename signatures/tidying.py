"""How a shouted or lower-case name may be written; a person decides whether it is."""

import re

from signatures import name_words, names

# Small words in names of people: lower case where they are not first.
PARTICLES = frozenset(
    "de del da das do dos von van der den ter zu zur vom ibn bin bint ap ferch of vda".split()
)
AFTER_PARTICLES = frozenset("la las lo los el the".split())  # de la Cruz, but Las Heras
ARABIC_ARTICLES = frozenset("al el ad an ar as ash at az".split())
PRONOUNS = frozenset("she her hers he him his they them theirs ella el elle".split())
# Small words in names of organizations, whose language need not be the signer's.
SMALL_WORDS = frozenset(
    "de del la las lo los el y e o u en por para con sin a al que su of the and for in on at"
    " to by with an or da das do dos di von van der".split()
)
# A capital follows the apostrophe after these: O'Brien, D'Angelo; but K'iche', No'j.
ELISION = re.compile(r"(o|d|l|n|m|dell|dall|sant)(['’‘ʼ])(\w{2,})")
SCOTS = re.compile(r"(mc)()([^\W\d_]{2,})")  # of Mac nobody knows: Mackay, MacKay
# Post-nominals that are not written in capitals alone.
MIXED_POST_NOMINALS = {
    spelling.lower(): spelling
    for spelling in (
        "PhD EdD ThD MDiv DMin OFMCap OFMConv CSsR OCarm HVPS Jr Junior Sr Esq Esquire Ret"
    ).split()
}
# Short words in names of organizations that are no initialisms.
SHORT_WORDS = frozenset(
    "casa red paz luz fe vida amor agua sol mar rio río sur este mesa san ser pan voz pro ley"
    " sede club santa santo ana juan jose josé luis cruz niña niño hoy mas más sí no maya"
    " new old city hope home aid food east west all holy life love care law help work our"
    " we one two way act now not bay hill lake park palm oak rock star camp team unit hand"
    " path free open safe stop vote fund arts art body book area high low farm folk good"
    " gulf iona land legal live men mile mind near next port road roof room rose seed self"
    " side soul step sun time town tree true up view wall war well wide wind word zion youth"
    " bank plan york paso lima cuba perú peru iowa ohio utah mary john luke paul mark rosa"
    " inés ines lupe rey noor beth dios hijo hija alto altos bajo dr ft mt mr mrs ms rev sr sra st sta sto ntra"
    " hna hnas hno hnos asoc assn corp ctr dept inc intl ltd natl co".split()
)
INITIALISMS = frozenset("ac eeuu eua llc ngo oea ong ongs onu osc uk usa".split())
# Not "la paz" and the like, which are more often words.
PLACES = re.compile(
    "el paso|el salvador|el quiché|los [aá]ngeles|los alamos|las vegas|las cruces|la jolla",
    re.IGNORECASE,
)
NUMERAL = re.compile("[ivx]{2,}")
CONSONANTS = re.compile("[b-df-hj-np-tv-xz]{2,}")  # y may be a vowel
CHEROKEE = re.compile("[\u13a0-\u13ff\uab70-\uabbf]")  # written in capitals by custom
APOSTROPHES = "'’‘ʼʻ`´"
WORD = re.compile(rf"[^\W\d_](?:[^\W\d_]|[{APOSTROPHES}\u0300-\u036f])*")


HARMLESS = frozenset({"shouted", "scripts", "marks"})  # others are hardly names


def suggestion(name: str, *, kind: str, language: str) -> str:
    """The name with other capitals, or nothing where a mixed case says what is meant."""
    flags = names.flags(name, kind)
    if "shouted" not in flags or not HARMLESS.issuperset(flags):
        return ""
    if CHEROKEE.search(name) or "İ" in name:
        return ""
    words = WORD.findall(name)
    gaps = WORD.split(name)  # one more than words: also before and after all
    if kind == "organization":
        is_shouted = name == name.upper()
        cased = [
            _in_organization(words, gaps, at, is_shouted=is_shouted)
            for at in range(len(words))
        ]
    else:
        after_nominals = _post_nominals(words, gaps)
        cased = [
            _in_person(words, gaps, at, language)
            if at not in after_nominals
            else _post_nominal(words[at])
            for at in range(len(words))
        ]
    tidied = gaps[0] + "".join(
        word + gap for word, gap in zip(cased, gaps[1:], strict=True)
    )
    # A few letters have no single counterpart: those names are left to people.
    is_same = tidied.casefold() == name.casefold()
    return tidied if is_same and tidied != name else ""


def _in_person(words: list[str], gaps: list[str], at: int, language: str) -> str:
    word, folded = words[at].lower(), names.fold(words[at])
    before, after = gaps[at], gaps[at + 1]
    is_first = all(_may_precede_a_name(word) for word in words[:at])
    if "/" in before + after and folded in PRONOUNS:
        return word  # she/her
    if is_first:
        # JP Ramírez, TJ Cole; but Dr, Ng and St.
        is_initials = CONSONANTS.fullmatch(folded) and len(folded) == 2
        is_title = folded in name_words.HONORIFICS or folded in {"ng", "st"}
        return word.upper() if is_initials and not is_title else _capitalized(word)
    is_last = at == len(words) - 1 or "," in after
    if after.startswith("-") and folded in ARABIC_ARTICLES:
        return word
    if len(word) == 1 and (
        before[-1:] in set("'’") or _is_and(words, gaps, at, language)
    ):
        return word  # van 't Hof, López y Ávila
    if _is_vietnamese(words):
        return _capitalized(word)
    follows = names.fold(words[at - 1])
    if folded in AFTER_PARTICLES and follows in PARTICLES:
        return word
    return word if folded in PARTICLES and not is_last else _capitalized(word)


def _may_precede_a_name(word: str) -> bool:
    folded = names.fold(word)
    return folded in name_words.HONORIFICS or folded in name_words.ARTICLES_OF_TITLES


def _is_and(words: list[str], gaps: list[str], at: int, language: str) -> bool:
    """Whether a single letter joins surnames, and is no initial: López y Ávila."""
    if at < 2 or at == len(words) - 1 or gaps[at] + gaps[at + 1] != "  ":
        return False
    letter = words[at].lower()
    if letter == "e":
        following = names.fold(words[at + 1])
        others = {word.lower() for word in words}
        is_portuguese = not others.isdisjoint({"da", "das", "do", "dos"})
        return is_portuguese or (language == "es" and following.startswith(("i", "hi")))
    return letter == "y" or (letter == "i" and language == "es")  # Puig i Ferrer


def _is_vietnamese(words: list[str]) -> bool:
    """Văn and Do are names there, no particles."""
    families = {names.fold(word).replace("đ", "d") for word in (words[0], words[-1])}
    return not families.isdisjoint(name_words.VIETNAMESE_FAMILIES)


def _post_nominals(words: list[str], gaps: list[str]) -> set[int]:
    """Where the words at the end are no names: PhD, OP, III."""
    found = set()
    for at in reversed(range(1, len(words))):
        folded = names.fold(words[at])
        is_after_comma = "," in "".join(gaps[1 : at + 1])
        is_dotted = "." in (gaps[at][-1:], gaps[at + 1][:1])
        is_known = (
            folded in name_words.SUFFIXES
            or folded in name_words.CAPITAL_SUFFIXES - name_words.SURNAMES_LIKE_SUFFIXES
            or (is_after_comma and folded in name_words.SURNAMES_LIKE_SUFFIXES)
            or (is_after_comma and not is_dotted and CONSONANTS.fullmatch(folded))
        )
        if is_known and (at > 1 or is_after_comma):
            found.add(at)
        elif not is_dotted:
            break  # Ph.D. and S.J. have their capitals by the full stops
    return found


def _post_nominal(word: str) -> str:
    return MIXED_POST_NOMINALS.get(word.lower(), word.upper())


def _in_organization(
    words: list[str], gaps: list[str], at: int, *, is_shouted: bool
) -> str:
    word, folded = words[at].lower(), names.fold(words[at])
    before, after = gaps[at], gaps[at + 1]
    if before[-1:].isdigit():
        return word if folded in {"st", "nd", "rd", "th"} else words[at]  # 18th Street
    if folded in SMALL_WORDS:
        begins = at == 0 or bool(set(before) & set(':("“«¡¿'))
        is_place = PLACES.fullmatch(" ".join(words[at : at + 2]))
        is_last = at == len(words) - 1 or after.startswith(".")
        is_small = not (begins or is_last or is_place)
        return word if is_small else _capitalized(word)
    is_initialism = (
        folded in INITIALISMS
        or NUMERAL.fullmatch(folded)
        or (CONSONANTS.fullmatch(folded) and folded not in SHORT_WORDS)
        or (
            is_shouted and len(word) <= 4 and word.isalpha() and word not in SHORT_WORDS
        )
        or (is_shouted and before.endswith("(") and after.startswith(")"))
    )
    return word.upper() if is_initialism else _capitalized(word)


def _capitalized(word: str) -> str:
    """O'Brien and McAllen, but K'iche', No'j and ʻAukai."""
    if match := ELISION.fullmatch(word) or SCOTS.fullmatch(word):
        return _titled(match[1]) + match[2] + _titled(match[3])
    return _titled(word)


def _titled(word: str) -> str:
    at = len(word) - len(word.lstrip(APOSTROPHES))
    title = word[at : at + 1].title()
    return word[:at] + title + word[at + 1 :] if len(title) == 1 else word
