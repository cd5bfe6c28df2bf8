"""What the pages show when, by the clock and to the minute, also when clocks change."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client

from core.clocks import moment
from letters.periodic import close_due_letters
from tests.factories import make_letter, make_signature
from tests.signatures.conftest import VALUES

MINUTE = timedelta(minutes=1)

# In the morning after the clocks went forward, there.
CHANGES = [
    ("America/Chicago", "2027-03-14T03:00", "2027-03-14T08:00"),
    ("Europe/Madrid", "2027-03-28T03:00", "2027-03-28T01:00"),
]


def at(clock, zone):
    return moment(datetime.fromisoformat(clock), zone)


def get(letter, page="", *, language="en", **query):
    return Client().get(f"/{language}/letters/{letter.slug}/{page}", query)


def html(letter, page="", **query):
    return get(letter, page, **query).content.decode()


def post(letter, **query):
    path = f"/en/letters/{letter.slug}/"
    if query:
        path += f"?key={query['key']}"
    return Client().post(path, VALUES, headers={"Origin": "http://testserver"})


def embargoed(zone, clock, **fields):
    opened_at = at(clock, zone) - timedelta(days=10)
    letter = make_letter(
        time_zone=zone,
        opened_at=opened_at,
        closes_at=opened_at + timedelta(days=40),
        **fields,
    )
    make_signature(letter, name="Ana Example", confirmed_at=opened_at)
    return letter


@pytest.mark.parametrize(("zone", "clock", "utc"), CHANGES)
def test_text_is_published_to_the_minute_after_a_change_of_clocks(db, zone, clock, utc):
    text_from = at(clock, zone)
    assert text_from == datetime.fromisoformat(utc).replace(tzinfo=UTC)
    letter = embargoed(zone, clock, text_from=text_from)

    with time_machine.travel(text_from - MINUTE, tick=False):
        before, refused = html(letter), post(letter)
        names, json = (
            html(letter, "signers/"),
            Client().get(f"/api/letters/{letter.slug}/signers.json").json(),
        )
        by_link = html(letter, key=letter.key)
    with time_machine.travel(text_from, tick=False):
        after, signed = html(letter), post(letter)
        shown = html(letter, "signers/")

    assert "A letter on the border" in before
    assert "Ana Ejemplo" in before
    assert "The text is published on March" in before
    for secret in ("neighbors", 'name="email"', "Dear Madam", "Ana Example"):
        assert secret not in before
        assert secret in after
    assert refused.status_code == 422
    assert "neighbors" not in refused.content.decode()
    assert "Ana Example" not in names
    assert json["signers"] == []
    assert "neighbors" in by_link
    assert "under embargo until March" in by_link
    assert signed.status_code == 303
    assert "Ana Example" in shown


@pytest.mark.parametrize(("zone", "clock", "utc"), CHANGES)
def test_names_are_published_to_the_minute_after_a_change_of_clocks(
    db, zone, clock, utc
):
    list_from = at(clock, zone)
    letter = embargoed(zone, clock, list_from=list_from)

    with time_machine.travel(list_from - MINUTE, tick=False):
        before = [html(letter), html(letter, "signers/"), html(letter, key=letter.key)]
    with time_machine.travel(list_from, tick=False):
        after = [html(letter), html(letter, "signers/"), html(letter, key=letter.key)]

    for page in before:
        assert "The names are published on March" in page
        assert "Ana Example" not in page
    assert "neighbors" in before[0]
    for page in after:
        assert "The names are published on" not in page
        assert "Ana Example" in page


def test_names_appear_with_the_later_of_both_embargoes(db):
    zone = "America/Chicago"
    letter = embargoed(
        zone,
        "2027-03-14T03:00",
        list_from=at("2027-03-13T09:00", zone),
        text_from=at("2027-03-15T09:00", zone),
    )

    with time_machine.travel(at("2027-03-14T09:00", zone), tick=False):
        public, by_link = html(letter, "signers/"), html(letter, key=letter.key)

    assert "March 15, 2027, 9 a.m. (Central Daylight Time)" in public
    assert "Ana Example" not in public
    assert "Ana Example" in by_link


@pytest.mark.parametrize(
    ("zone", "clock", "utc"),
    [
        *CHANGES,
        ("America/Chicago", "2027-11-07T02:00", "2027-11-07T08:00"),
        ("Australia/Lord_Howe", "2027-10-03T02:30", "2027-10-02T15:30"),
    ],
)
def test_letter_opens_and_closes_to_the_minute_across_a_change(db, zone, clock, utc):
    moment_ = datetime.fromisoformat(utc).replace(tzinfo=UTC)
    opening = embargoed(zone, clock, opens_at=at(clock, zone))
    closing = make_letter(
        time_zone=zone,
        opened_at=moment_ - timedelta(days=9),
        closes_at=at(clock, zone),
        grace_hours=1,
    )

    with time_machine.travel(moment_ - MINUTE, tick=False):
        assert get(opening).status_code == 404
        assert post(closing).status_code == 303
    with time_machine.travel(moment_, tick=False):
        assert get(opening).status_code == 200
        assert post(opening).status_code == 303
        assert post(closing).status_code == 422
        assert "Signing ended on" in html(closing)
        close_due_letters()
        closing.refresh_from_db()
        assert closing.status == "closed"
    # The hours of grace are counted in real hours, whatever the clocks do.
    assert closing.accepts_confirmations(moment_ + timedelta(minutes=59))
    assert not closing.accepts_confirmations(moment_ + timedelta(minutes=60))


def test_announced_deadline_is_shown_until_it_passes_and_then_the_last_moment(db):
    zone = "America/Chicago"
    letter = make_letter(
        time_zone=zone,
        opened_at=at("2027-03-01T09:00", zone),
        soft_deadline_at=at("2027-03-13T18:00", zone),
        closes_at=at("2027-03-14T18:00", zone),
    )

    with time_machine.travel(at("2027-03-13T17:59", zone), tick=False):
        before, home = html(letter), Client().get("/en/").content.decode()
    with time_machine.travel(at("2027-03-13T18:00", zone), tick=False):
        after = html(letter)

    announced = "lease sign by March 13, 2027, 6 p.m. (Central Standard Time)"
    assert f"P{announced}" in before
    assert f"p{announced}" in home
    assert "pen until" not in before
    assert "Open until March 14, 2027, 6 p.m. (Central Daylight Time)" in after


def test_dates_are_told_in_the_language_of_the_page(db):
    letter = make_letter(
        time_zone="Europe/Madrid",
        opened_at=datetime(2027, 1, 1, tzinfo=UTC),
        closes_at=datetime(2027, 3, 28, 16, tzinfo=ZoneInfo("Europe/Madrid")),
    )

    with time_machine.travel(datetime(2027, 3, 1, tzinfo=UTC), tick=False):
        page = html(letter, language="es")

    assert "28 de marzo de 2027, 16:00 (hora de verano de Europa central)" in page


def test_moved_deadline_is_told_with_its_reason_in_both_languages(db):
    letter = make_letter(time_zone="America/Guatemala")
    letter.extend(
        letter.closes_at + timedelta(days=3),
        reason={"en": "Two dioceses asked.", "es": "Dos diócesis lo pidieron."},
        author=None,
    )

    english, spanish = html(letter), html(letter, language="es")

    assert "The deadline was moved from" in english
    assert "Two dioceses asked." in english
    assert "Dos diócesis lo pidieron." in spanish


def test_translation_names_the_text_that_decides_and_leads_there(db):
    letter = make_letter(authoritative_language="es")

    english, spanish = html(letter), html(letter, language="es")
    by_link = html(letter, key=letter.key)

    assert "The text in Spanish is authoritative." in english
    assert f'href="/es/letters/{letter.slug}/" hreflang="es">Read it' in english
    assert f'href="/es/letters/{letter.slug}/?key={letter.key}" hreflang' in by_link
    assert f'href="/en/letters/{letter.slug}/" hreflang="en">Read it' not in spanish
    assert f'href="/es/letters/{letter.slug}/" hreflang' not in spanish


def test_home_tells_when_a_text_is_published(db):
    letter = make_letter(text_from=datetime(2037, 3, 1, 9, tzinfo=UTC))

    page = Client().get("/en/").content.decode()

    assert letter.slug in page
    assert "the text is published on March 1, 2037" in page
