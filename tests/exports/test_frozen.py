"""A roll comes back from its file as it was, whatever stands in it."""

import gzip
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from exports import frozen
from exports.reading import read_roll
from exports.roll import Entry
from letters.models import Letter
from tests.factories import make_letter, make_signature

pytestmark = pytest.mark.django_db

HOSTILE = [
    "Ana\u2028Pérez\u2029",
    '"quoted" \\ back\\slash',
    "</script><b>&amp;",
    "\x00\x07\x1b",
    "\ud800 lonely",
    "𝓕𝓪𝓷𝓬𝔂 🕊️",
    "محمد \u202eright",
    "=cmd|' /C calc'!A0",
    "[]{},:\n[1]\r\n",
]


@pytest.fixture
def roll():
    letter = make_letter()
    make_signature(
        letter, name="Ana Pérez", affiliation="Parish", city="Quetzaltenango"
    )
    make_signature(letter, name="Luz Gómez", publicity="officials")
    make_signature(letter, name="Sol Secreta", publicity="counted")
    make_signature(
        letter,
        kind="organization",
        name="Casa",
        representative="Rosa Real",
        title="Directora",
    )
    return read_roll(Letter.objects.get(pk=letter.pk), "en", edition=3)


def test_what_is_loaded_is_what_was_dumped(roll):
    assert frozen.load(frozen.dump(roll)) == roll


def test_the_same_roll_gives_the_same_bytes(roll):
    first = frozen.dump(roll)

    assert frozen.dump(frozen.load(first)) == first
    assert frozen.dump(roll) == first


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_survives(roll, text):
    for entry in roll.entries:
        entry.name = entry.title = entry.city = text
    hostile = replace(roll, title=text, body=f"{text}\n{text}", closing=text)

    assert frozen.load(frozen.dump(hostile)) == hostile


def test_moments_keep_their_zone(roll):
    zone = timezone(timedelta(hours=-6))
    moved = replace(roll, read_at=datetime(2027, 3, 1, 9, 30, 0, 123456, tzinfo=zone))

    loaded = frozen.load(frozen.dump(moved))

    assert loaded.read_at == moved.read_at
    assert loaded.read_at.utcoffset() == timedelta(hours=-6)
    assert all(x.signed_at.astimezone(UTC) for x in loaded.entries)


def test_each_name_is_a_line_of_its_own(roll):
    lines = gzip.decompress(frozen.dump(roll)).splitlines()

    assert len(lines) == 1 + len(list(roll.entries)) + len(roll.counted)


def test_officials_read_everything(roll):
    assert frozen.for_audience(roll, "officials") is roll


@pytest.mark.parametrize(("audience", "unnamed"), [("public", 2), ("press", 0)])
def test_others_read_public_names_only(roll, audience, unnamed):
    shown = frozen.for_audience(roll, audience)

    assert [entry.name for entry in shown.entries] == ["Casa", "Ana Pérez"]
    assert len(shown.counted) == unnamed
    numbers = [entry.number for entry in (*shown.entries, *shown.counted)]
    assert numbers == list(range(1, 3 + unnamed))
    assert shown.counts == roll.counts
    data = gzip.decompress(frozen.dump(shown)).decode()
    for hidden in ("Luz", "Sol", "Rosa Real", "Directora", "officials"):
        assert hidden not in data


def test_of_those_who_are_hidden_nothing_is_left(roll):
    shown = frozen.for_audience(roll, "public")

    told = {"number", "kind", "language", "publicity"}
    for entry in shown.counted:
        for field in fields(Entry):
            if field.name not in told:
                assert not getattr(entry, field.name), field.name
    assert not any("Luz" in group.heading for group in shown.groups)


def test_showing_it_to_others_leaves_the_roll_as_it_was(roll):
    before = frozen.dump(roll)

    frozen.for_audience(roll, "public")

    assert frozen.dump(roll) == before


def test_a_group_without_a_public_name_has_no_heading(roll):
    for entry in roll.entries:
        if entry.kind == "person":
            entry.publicity = "officials"

    shown = frozen.for_audience(roll, "public")

    assert [group.heading for group in shown.groups] == ["Organizations"]
