"""Rolls made by hand, for writers: no database, and as many names as a test wants."""

from datetime import UTC, datetime

from exports.roll import Addressee, Entry, Group, Place, Roll
from signatures.models import Counts

MOMENT = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)


def make_entry(number=1, **fields) -> Entry:
    defaults = {
        "kind": "person",
        "name": f"Signer Number{number:06} Pérez",
        "title": "Pastor",
        "affiliation": "",
        "representative": "",
        "city": "Petén",
        "region": "",
        "country": "GT",
        "country_name": "Guatemala",
        "language": "en",
        "publicity": "public",
        "signed_at": MOMENT,
    }
    return Entry(number=number, **defaults | fields)


def make_roll(entries=(), **fields) -> Roll:
    entries = list(entries)
    defaults = {
        "slug": "border",
        "language": "en",
        "campaign": "Border Coalition",
        "partners": ["Casa Uno", "Iglesia Dos"],
        "logos": [],
        "accent": "#8a1d3b",
        "addressees": [
            Addressee(
                "The Honorable Ana Ejemplo",
                "President",
                ["State Capitol", "Springfield, IL 62701"],
                "Dear Madam President:",
            )
        ],
        "title": "A letter on the border",
        "body": "We ask you to act.",
        "closing": "Respectfully, the undersigned",
        "fingerprint": "0123456789abcdef" * 4,
        "parts": ["title", "affiliation", "city", "region", "country"],
        "counts": Counts(len(entries), len(entries), 0, 1),
        "groups": [Group("People", entries)] if entries else [],
        "counted": [],
        "read_at": MOMENT,
    }
    return Roll(**defaults | fields)


def make_rolls(*languages: str, names: int = 3) -> list[Roll]:
    """An edition in several languages: an organization, people, some who are counted."""
    organization = make_entry(1, kind="organization", name="Caritas", title="")
    people = [
        make_entry(number + 2, affiliation="First Church") for number in range(names)
    ]
    counted = [make_entry(0, name="", publicity="counted") for _number in range(5)]
    return [
        make_roll(
            [organization, *people],
            language=code,
            groups=[
                Group(heads[0], [organization], rank=0),
                Group(heads[1], people, rank=1),
            ],
            counts=Counts(names + 6, names + 5, 1, 2),
            counted=counted,
            places=[Place("Guatemala", 9, [Place("Petén", 9)])],
            edition="3",
            edition_url=f"https://letters.example.org/{code}/letters/border/editions/3/",
            **words,
        )
        for code, heads, words in (
            (code, HEADINGS[code], TEXTS[code]) for code in languages
        )
    ]


HEADINGS = {
    "en": ("Organizations", "People"),
    "es": ("Organizaciones", "Personas"),
    "ar": ("منظمات", "أشخاص"),
}
TEXTS = {
    "en": {},
    "es": {
        "title": "Una carta sobre la frontera",
        "body": "Le pedimos que **actúe**.\n\n1. Ya\n\n[Más](https://example.org/)",
        "closing": "Atentamente",
    },
    "ar": {"title": "رسالة", "body": "نطلب (12).\n\n- واحد", "closing": "مع الاحترام"},
}
