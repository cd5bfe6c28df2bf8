"""Who signed the demo's letters, and what waits for a decision."""

from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from accounts.models import User
from demo.crowd import Crowd
from demo.organizations import ORGANIZATIONS, DemoOrganization
from demo.partners import PARTNERS
from demo.waiting import DECLINED, FLAGGED, NEW_ORGANIZATIONS
from letters.models import Letter
from signatures import corrections
from signatures.models import QUARANTINE

PEOPLE, WAITING, PENDING, WITHDRAWN, LAPSED = 1110, 18, 7, 5, 6
CLOSED_PEOPLE, CLOSED_ORGANIZATIONS = 165, 15
ORGANIZERS = 4  # of the partners, printed first
PARTNER_PLACES = [
    ("Washington", "District of Columbia", "US"),
    ("Ciudad de Guatemala", "", "GT"),
    ("Tapachula", "Chiapas", "MX"),
    ("Huehuetenango", "", "GT"),
    ("El Paso", "Texas", "US"),
]


def sign_open_letter(letter: Letter, moderator: User, now: datetime) -> None:
    assert letter.opened_at is not None
    crowd = Crowd(letter, seed=1)
    yesterday = now - timedelta(hours=30)
    add_organizations(crowd, len(ORGANIZATIONS), letter.opened_at, yesterday)
    add_people(crowd, PEOPLE, letter.opened_at, yesterday)
    add_waiting(crowd, yesterday, now - timedelta(hours=2))
    add_ended(crowd, letter.opened_at, yesterday)
    crowd.save(moderator)
    ask_for_corrections(letter)


def ask_for_corrections(letter: Letter) -> None:
    """Three approved signers want another line; theirs is printed until it is accepted."""
    people = letter.signatures.public().filter(kind="person").order_by("pk")
    first, second, third = people[:3]
    corrections.propose(first, {"city": "Quetzaltenango", "country": "GT"})
    corrections.propose(second, {"title": "Emeritus professor of law"})
    corrections.propose(third, {"name": f"Rev. {third.name}"})


def sign_closed_letter(letter: Letter, moderator: User) -> None:
    assert letter.opened_at is not None
    assert letter.closes_at is not None
    crowd = Crowd(letter, seed=2)
    add_organizations(
        crowd,
        CLOSED_ORGANIZATIONS - len(PARTNERS),
        letter.opened_at,
        letter.closes_at,
    )
    add_people(crowd, CLOSED_PEOPLE, letter.opened_at, letter.closes_at)
    crowd.save(moderator)
    # Whoever came by a partner's link hears from that partner.
    letter.signatures.filter(partner=None).update(wants_updates=True)


def add_people(crowd: Crowd, count: int, start: datetime, end: datetime) -> None:
    times = crowd.moments(start, end, count)
    for signed_at, person in zip(times, crowd.people, strict=False):
        crowd.add("approved", signed_at, **crowd.person_fields(person))


def add_organizations(crowd: Crowd, count: int, start: datetime, end: datetime) -> None:
    entries = [*coalition(), *ORGANIZATIONS[-count:]]
    times = crowd.moments(start, end, len(entries))
    for number, (signed_at, entry) in enumerate(zip(times, entries, strict=True)):
        fields = crowd.organization_fields(entry)
        crowd.add("approved", signed_at, **fields, is_organizer=number < ORGANIZERS)


def coalition() -> list[DemoOrganization]:
    """The partners, which sign their own letter, some in English and some in Spanish."""
    return [
        DemoOrganization(
            partner.english if place[2] == "US" else partner.spanish,
            partner.scope,
            "en" if place[2] == "US" else "es",
            *place,
        )
        for partner, place in zip(PARTNERS, PARTNER_PLACES * 2, strict=True)
    ]


def add_waiting(crowd: Crowd, start: datetime, end: datetime) -> None:
    """What asks for a decision today, and what its signers have still to confirm."""
    count = WAITING + PENDING + len(NEW_ORGANIZATIONS) + len(FLAGGED)
    times = crowd.moments(start, end, count)
    crowd.clock.shuffle(times)
    for person in islice(crowd.people, WAITING):
        crowd.add("confirmed", times.pop(), **crowd.person_fields(person))
    for person in islice(crowd.people, PENDING):
        crowd.add("pending", times.pop(), **crowd.person_fields(person))
    for name in NEW_ORGANIZATIONS:
        entry = DemoOrganization(name, "", "es", "Mixco", "", "GT")
        crowd.add("confirmed", times.pop(), **crowd.organization_fields(entry))
    for flags, name, changes in FLAGGED:
        status = "held" if QUARANTINE & set(flags.split()) else "confirmed"
        fields = unusual_fields(crowd, name, changes)
        crowd.add(status, times.pop(), **fields, flags=flags)


def unusual_fields(crowd: Crowd, name: str, changes: dict[str, Any]) -> dict[str, Any]:
    person = next(crowd.people)
    if changes.get("kind") == "organization":
        entry = DemoOrganization(name, "", "es", *person.place)
        return crowd.organization_fields(entry) | changes
    plain = {"title": "", "affiliation": "", "name": name, "publicity": "public"}
    return crowd.person_fields(person) | plain | changes


def add_ended(crowd: Crowd, start: datetime, end: datetime) -> None:
    """Declined, withdrawn, never confirmed."""
    times = crowd.moments(start, end, len(DECLINED) + WITHDRAWN + LAPSED)
    for name, reason in DECLINED:
        crowd.reasons[name] = reason
        crowd.add("declined", times.pop(), **unusual_fields(crowd, name, {}))
    for status, count in [("withdrawn", WITHDRAWN), ("lapsed", LAPSED)]:
        for person in islice(crowd.people, count):
            signature = crowd.add(status, times.pop(), **crowd.person_fields(person))
            signature.ended_at = signature.signed_at + timedelta(days=2)
