"""Rolls made by hand, for writers: no database, and as many names as a test wants."""

from datetime import UTC, datetime

from exports.roll import Addressee, Entry, Group, Roll
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
