"""A long letter without a database: as many words as real lists of names have.

Of 100,000 people a quarter of the surnames stand there once only; a list made of twenty
names would show how quickly twenty words are copied.
"""

from dataclasses import fields
from datetime import UTC, datetime
from random import Random
from typing import Any

from exports.roll import Addressee, Entry, Group, Roll
from signatures.models import Counts

ONSETS = "B C Ch D F G Gu H J K L Ll M N Ñ P Qu R S T Tz V W X Y Z".split()
VOWELS = "a e i o u á é í ó ú ie ue ai au".split()
CODAS = ["", "", "", "l", "n", "r", "s", "z", "ch", "j", "q’", "x"]
ENDINGS = "ez án era illa ales ón ero ado ito oj ul son man field worth".split()
GIVEN = (
    "María José Ana Juan Luis Carmen Rosa Pedro Marta Óscar Rigoberta Tomás Fátima John"
    " Helen Ruth Thomas Grace Walter Denise Samuel Esther Ixchel Mateo Lucía Andrés Inés"
).split()
TITLES = ["", "", "", "Pastor", "Executive Director", "Professor of Theology", "Sister"]
BODIES = ["Parish", "Church", "Diocese", "Legal Aid Network", "Migrant Shelter"]
PLACES = [
    ("Huehuetenango", "Huehuetenango", "GT", "Guatemala"),
    ("El Paso", "Texas", "US", "United States"),
    ("Tapachula", "Chiapas", "MX", "Mexico"),
    ("Chicago", "Illinois", "US", "United States"),
    ("Tegucigalpa", "Francisco Morazán", "HN", "Honduras"),
]
# Every hundredth name, where other scripts are wanted.
OTHERS = [
    "فاطمة النجار", "דוד כהן", "अनीता शर्मा", "สมชาย ใจดี", "王小明", "Олена Шевченко",
    "Ελένη Παπαδοπούλου", "김민준", "Ngô Thị Ái Vân", "Zoë \u0301\u0323x",
]  # fmt: skip
SIGNED_AT = datetime(2026, 5, 14, 9, 30, tzinfo=UTC)


def make_roll(
    count: int, language: str = "en", *, has_others: bool = False, **changes: Any
) -> Roll:
    """A letter in the language with so many names, the same ones every time."""
    chance = Random(1)  # noqa: S311  nothing is secret here
    entries = [_entry(chance, number, language) for number in range(1, count + 1)]
    if has_others:
        for index, entry in enumerate(entries[::100]):
            entry.name = OTHERS[index % len(OTHERS)]
    organizations = count // 12
    groups = [
        Group("Organizations", entries[:organizations], rank=0),
        Group("People", entries[organizations:], rank=1),
    ]
    values: dict[str, Any] = {
        "slug": "border",
        "language": language,
        "campaign": "Border Coalition",
        "partners": ["Partner"],
        "logos": [],
        "accent": "#1d4e89",
        "addressees": [Addressee("Ana Ejemplo", "President", ["Capitol"], "Dear Ana:")],
        "title": "A letter on the border",
        "body": "We ask you to *act*, and to read [our report](https://example.org).",
        "closing": "Respectfully, the undersigned",
        "fingerprint": "0123456789abcdef" * 4,
        "parts": ["title", "affiliation", "city", "region", "country"],
        "counts": Counts(count, count - organizations, organizations, 4),
        "groups": [group for group in groups if group.entries],
        "counted": [],
        "read_at": SIGNED_AT,
    }
    return Roll(**{**values, **changes})


def _entry(chance: Random, number: int, language: str) -> Entry:
    values = dict.fromkeys((field.name for field in fields(Entry)), "")
    city, region, country, country_name = chance.choice(PLACES)
    names = [*chance.choices(GIVEN, k=chance.choice([1, 2])), _surname(chance)]
    if chance.random() < 0.6:
        names.append(_surname(chance))
    affiliation = ""
    if chance.random() < 0.4:
        affiliation = f"{_surname(chance)} {chance.choice(BODIES)}"
    return Entry(
        **{
            **values,
            "number": number,
            "kind": "person",
            "name": " ".join(names),
            "title": chance.choice(TITLES),
            "affiliation": affiliation,
            "city": city,
            "region": region,
            "country": country,
            "country_name": country_name,
            "language": language,
            "publicity": "public",
            "signed_at": SIGNED_AT,
        }
    )


def _surname(chance: Random) -> str:
    """A few surnames are borne by many, many by one each."""
    number = int(1.5 ** (chance.random() * 30))
    own = Random(number)  # noqa: S311
    middle = own.choice(VOWELS) + own.choice(CODAS)
    more = own.choice(ONSETS).lower() + own.choice(VOWELS) + own.choice(CODAS)
    return own.choice(ONSETS) + middle + more + own.choice(ENDINGS)
