"""What people type as a name: tidied without touching a letter, and looked at for abuse."""

import re
import unicodedata
from functools import lru_cache

import icu
from django.utils.translation import gettext as _

from core.characters import DIRECTION, INVISIBLE, is_blank
from core.crypto import keyed_hash
from core.spreadsheets import FORMULA

CHARACTERS_MAXIMUM = 200
BYTES_MAXIMUM = 600

# ZWNJ and ZWJ shape letters of these scripts and are part of the spelling there.
JOINING_SCRIPTS = frozenset(
    {"Arab", "Syrc", "Mong", "Nkoo", "Deva", "Beng", "Guru", "Gujr", "Orya", "Taml"}
    | {"Telu", "Knda", "Mlym", "Sinh", "Khmr", "Mymr", "Tibt"}
)
VIRAMA = 9  # its canonical combining class

# Common endings of addresses; country codes that are also particles of names count
# only where no further word follows ("Ma.de la Luz" is a name).
ENDINGS = (
    "com|org|net|info|biz|edu|gov|mil|int|io|co|me|app|dev|xyz|online|site|shop|store|club|top"
    "|link|live|page|blog|news|pro|tv|cc|ws|ly|gl|gg|to|us|uk|ca|mx|gt|sv|hn|ni|cr|pa|es|fr|it"
    "|pl|ru|cn|br|ar|cl|pe|ve|ec|bo|eu|ch|at|be|nl|se|no|fi|jp|kr|in|tk|ml|ga|cf|example|рф"
)
LINK = re.compile(
    r"\w+://|\bwww\.\w"
    rf"|(?<![\w.-])[\w-]{{2,63}}(\.[\w-]{{1,63}})*\.({ENDINGS}|xn--[\w-]+)(?![\w-]|\.\w)"
    r"|(?<![\w.-])[\w-]{2,63}\.(de|la|do|al|st|md|sr|cat)(?=$|[/?#])"
    r"|(?<![\w.-])[\w-]+\.[a-z]{2,6}/\w",
    re.IGNORECASE,
)
MARKUP = re.compile(
    r"<\s*[a-z/!?]|\{\{|\}\}|\{%|%\}|\$\{|&#|javascript:|;\s*--|/\*"
    r"|\b(drop\s+table|insert\s+into|delete\s+from|union\s+(all\s+)?select|select\s+\*)\b"
    r"|'\s*(or|and)\s+'?\w+'?\s*=",
    re.IGNORECASE,
)
JOKES = frozenset(
    "mickey mouse|minnie mouse|donald duck|donald trump|joe biden|john doe|jane doe|joe doe"
    "|bart simpson|homer simpson|santa claus|papa noel|bugs bunny|darth vader|superman|batman"
    "|spiderman|harry potter|sponge bob|spongebob squarepants|bob esponja|el chavo|chapulin"
    "|speedy gonzales|winnie the pooh|adolf hitler|jesus christ|jesucristo|god|dios|satan"
    "|fulano de tal|fulano|fulana|mengano|zutano|perengano|juan perengano|pepito perez"
    "|cantinflas|hugh jass|mike hunt|ben dover|seymour butts|elvis presley|elmo|shrek"
    "|your name|full name|first last|first name|last name|su nombre|nombre|nombre completo"
    "|nombre apellido|nombre y apellido|no name|sin nombre|nobody|nadie|none|ninguno|ninguna"
    "|anonymous|anonimo|anonima|anon|na|no|yes|si|private|privado|me|yo|null|undefined|name"
    "|hello|hola|hello world|hola mundo|lorem ipsum|somebody|someone|alguien|unknown".split(
        "|"
    )
)
JOKE_WORDS = frozenset(
    "test tests testing tester prueba pruebas probando demo ejemplo user usuario asdf asdfg"
    " asdfgh asdfghjkl asd sdf dsf sdfg dfg fgh jkl hjkl qwe qwer qwert qwerty qwertyuiop"
    " poiu zxc zxcv zxcvb zxcvbn abc abcd abcde xyz blah bla foo bar baz".split()
)


def tidy(text: str) -> str:
    """NFC, single spaces, nothing invisible; the letters stay as they are."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    visible = _without_idle_joiners(INVISIBLE.sub("", text))
    # The separators FS to US are control characters, though Python splits at them.
    spaced = re.sub(r"[^\S\x1c-\x1f]+", " ", visible)
    return unicodedata.normalize("NFC", spaced).strip(" ")


def _without_idle_joiners(text: str) -> str:
    if "\u200c" not in text and "\u200d" not in text:
        return text
    kept = ""
    for position, char in enumerate(text):
        if char not in "\u200c\u200d" or (
            _joins(kept[-1:])
            and (
                _joins(text[position + 1 : position + 2])
                or unicodedata.combining(kept[-1]) == VIRAMA
            )
        ):
            kept += char
    return kept


def _joins(char: str) -> bool:
    return bool(char) and _script(char) in JOINING_SCRIPTS


def problem(name: str) -> str:
    """A sentence that says why a tidied name cannot be used at all, or nothing."""
    if any(unicodedata.category(char) in {"Cc", "Cs"} for char in name):
        return _("The name contains characters that cannot be printed. Type it again.")
    if is_blank(name):
        return _("The name is empty.")
    if len(name) > CHARACTERS_MAXIMUM or len(name.encode()) > BYTES_MAXIMUM:
        return _("The name is too long: at most %(maximum)d characters.") % {
            "maximum": CHARACTERS_MAXIMUM
        }
    return ""


def form_problem(name: str) -> str:
    """The same for the web form, which also asks to correct what would only be held."""
    if sentence := problem(name):
        return sentence
    found = flags(name)
    if "link" in found:
        return _("Write a name without a web address.")
    if "symbols" in found:
        return _("Write the name with letters.")
    if "marks" in found:
        return _("One letter carries too many accents. Write the name without them.")
    return ""


def flags(raw: str, kind: str = "person") -> set[str]:
    """Reasons why a moderator should look at a name: values of Signature.Flag."""
    name = tidy(raw)
    # Full-width and styled letters are looked through, and never stored so.
    plain = unicodedata.normalize("NFKC", name)
    checks = {
        "link": LINK.search(plain),
        "formula": FORMULA.match(plain),
        "markup": MARKUP.search(plain),
        "symbols": _hardly_letters(name),
        "marks": _piles_marks(name),
        "direction": DIRECTION.search(raw),
        "scripts": any(mixes_scripts(word) for word in re.split(r"[\s-]+", name)),
        "joke": _is_joke(plain),
        "shouted": _is_shouted(name, kind),
    }
    return {flag for flag, found in checks.items() if found}


@lru_cache(maxsize=10_000)
def fold(text: str) -> str:
    """Lower case without accents and punctuation, for comparing with word lists."""
    bare = "".join(
        char
        for char in unicodedata.normalize("NFKD", text.casefold())
        if not unicodedata.combining(char)
    )
    return " ".join(re.sub(r"[^\w\s]|_", "", bare).split())


def key(name: str) -> str:
    """The same for names that are written alike."""
    return keyed_hash("name", fold(name))


def mixes_scripts(word: str) -> bool:
    """Whether a word mixes alphabets, as in UTS 39; kana with Han characters does not."""
    if word.isascii():
        return False
    possible: set[str] | None = None
    for char in word:
        writing = _writing_systems(_script(char))
        if writing:
            possible = writing if possible is None else possible & writing
    return possible == set()


@lru_cache(maxsize=4096)
def _script(char: str) -> str:
    if unicodedata.category(char) == "Cs":
        return "Zyyy"
    return icu.Script.getScript(char).getShortName()


def _writing_systems(script: str) -> set[str]:
    together = {
        "Zyyy": set[str](),
        "Zinh": set[str](),
        "Zzzz": set[str](),
        "Hani": {"Hani", "Jpan", "Kore", "Hanb"},
        "Hira": {"Jpan"},
        "Kana": {"Jpan"},
        "Hang": {"Kore"},
        "Bopo": {"Hanb"},
    }
    return together.get(script, {script})


def _hardly_letters(name: str) -> bool:
    categories = [unicodedata.category(char) for char in name if char not in " .,'’-"]
    letters = sum(category[0] in "LM" for category in categories)
    return letters <= len(categories) - letters or "\ufffd" in name


def _piles_marks(name: str) -> bool:
    run = 0
    for char in name:
        run = run + 1 if unicodedata.category(char) in {"Mn", "Me"} else 0
        if run > 3:
            return True
    return False


def _is_joke(name: str) -> bool:
    folded = fold(name)
    words = folded.split()
    return folded in JOKES or (
        bool(words)
        and all(
            word in JOKE_WORDS or re.fullmatch(r"([a-z])\1{2,}", word) for word in words
        )
    )


def _is_shouted(name: str, kind: str) -> bool:
    # Georgian letters have capitals for inscriptions only: their title case is no other.
    cased = [char for char in name if char.lower() != char.title()]
    words = name.split()
    if (
        kind == "organization"
        and len(words) <= 2
        and max(map(len, words), default=0) <= 8
    ):
        return False  # initialisms: USCCB, CRS, ACNUR
    if len(cased) <= 4 and (len(words) <= 1 or len(cased) < 2):
        return False
    return all(char == char.upper() for char in cased) or all(
        char == char.lower() for char in cased
    )
