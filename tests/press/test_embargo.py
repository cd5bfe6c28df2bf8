"""Journalists read by their link, and everybody to the minute, also when clocks change."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from core.clocks import moment
from tests.exports.editions import make_edition_file
from tests.factories import make_letter
from tests.press.conftest import make_release

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)

# In the morning after the clocks went forward, and after they went back.
CHANGES = [
    ("America/Chicago", "2027-03-14T03:00", "2027-03-14T08:00"),
    ("Europe/Madrid", "2027-03-28T03:00", "2027-03-28T01:00"),
    ("America/Chicago", "2027-11-07T06:00", "2027-11-07T12:00"),
]
PUBLIC = "/en/letters/border/press/"


def link(release, page="", language="en"):
    return f"/{language}/press/{release.key}/{page}"


def get(path):
    return Client().get(path)


def page(path):
    response = get(path)
    assert response.status_code == 200, path
    return response.content.decode()


@pytest.mark.parametrize(("zone", "clock", "utc"), CHANGES)
def test_it_opens_to_all_to_the_minute(letter, zone, clock, utc):
    until = moment(datetime.fromisoformat(clock), zone)
    assert until == datetime.fromisoformat(utc).replace(tzinfo=UTC)
    letter.opened_at = until - timedelta(days=9)
    letter.closes_at = until + timedelta(days=9)
    letter.save()
    release = make_release(letter, embargo_until=until, time_zone=zone)
    text = f"{PUBLIC}{release.pk}/en.txt"

    with time_machine.travel(until - MINUTE, tick=False):
        before = [get(PUBLIC), get(text), get(f"{PUBLIC}?key={letter.key}")]
        letter_before = page("/en/letters/border/")
        by_link, file = page(link(release)), page(link(release, "en.txt"))
    with time_machine.travel(until, tick=False):
        after, file_after = page(PUBLIC), page(text)
        letter_after = page("/en/letters/border/")
        by_link_after = page(link(release))

    assert [response.status_code for response in before] == [404, 404, 404]
    assert "press/" not in letter_before
    assert "Embargoed until" in by_link
    assert "EMBARGOED UNTIL" in by_link
    assert "EMBARGOED UNTIL" in file
    for words in (by_link, after, by_link_after):
        assert "Neighbors write to the President" in words
        assert "Vecinos escriben a la Presidenta" in words
    for words in (after, file_after, by_link_after):
        assert "FOR IMMEDIATE RELEASE" in words
        assert "mbargoed" not in words
        assert "EMBARGOED" not in words
    assert 'href="/en/letters/border/press/"' in letter_after


def test_the_notice_tells_hour_and_zone(letter):
    until = moment(datetime.fromisoformat("2027-07-01T09:30"), "America/Chicago")
    release = make_release(letter, embargo_until=until, time_zone="America/Chicago")

    with time_machine.travel(until - timedelta(days=1), tick=False):
        shown = page(link(release))

    assert "EMBARGOED UNTIL July 1, 2027, 9:30 a.m. (Central Daylight Time)" in shown
    assert (
        "EMBARGADO HASTA EL 1 de julio de 2027, 09:30 (hora de verano central)" in shown
    )


def test_nobody_keeps_the_journalists_page(letter):
    release = make_release(letter)

    for response in (get(link(release)), get(link(release, "en.txt"))):
        assert "no-store" in response["Cache-Control"]
        assert "noindex" in response["X-Robots-Tag"]
        assert response["Referrer-Policy"] == "no-referrer"
        assert not response.cookies


def test_the_public_page_sets_no_cookie_and_may_be_kept_for_seconds(letter):
    make_release(letter)

    response = get(PUBLIC)

    assert "max-age=5" in response["Cache-Control"]
    assert not response.cookies
    assert "X-Robots-Tag" not in response


def test_a_replaced_link_leads_nowhere(letter):
    release = make_release(letter)
    old = link(release)

    release.replace_key()

    assert get(old).status_code == 404
    assert get(link(release)).status_code == 200


def test_what_is_not_published_is_shown_to_nobody(letter):
    release = make_release(letter, is_published=False)

    for path in (
        PUBLIC,
        link(release),
        link(release, "en.txt"),
        f"{PUBLIC}{release.pk}/en.txt",
    ):
        assert get(path).status_code == 404


@pytest.mark.parametrize(
    "fields", [{"status": "draft", "opened_at": None}, {"access": "link"}]
)
def test_a_letter_that_is_not_announced_has_no_public_press_page(campaign, fields):
    letter = make_letter(campaign=campaign, slug="border", **fields)
    release = make_release(letter)

    assert get(PUBLIC).status_code == 404
    assert get(f"{PUBLIC}{release.pk}/en.txt").status_code == 404
    assert "neighbors" in page(link(release))
    by_secret = page(f"{PUBLIC}?key={letter.key}")
    assert f"{release.pk}/en.txt?key={letter.key}" in by_secret


def test_the_letter_s_own_embargo_holds_on_the_public_page(letter):
    letter.text_from = letter.closes_at
    letter.save()
    release = make_release(letter)

    assert "ask you to" not in page(PUBLIC)
    assert "ask you to" in page(link(release))


def test_a_release_of_another_letter_has_no_file_here(letter, campaign):
    other = make_release(make_letter(campaign=campaign, slug="other"))

    assert get(f"{PUBLIC}{other.pk}/en.txt").status_code == 404


@pytest.mark.parametrize("name", ["en.exe", "fr.txt", "en.pdf"])
def test_a_file_that_is_not_there_is_not_found(letter, name):
    release = make_release(letter)

    assert get(link(release, name)).status_code == 404
    assert get(f"{PUBLIC}{release.pk}/{name}").status_code == 404


@pytest.mark.usefixtures("media")
def test_a_file_that_is_taken_away_in_this_moment_is_not_found(letter):
    release = make_release(letter)
    row = release.files.create(language="en", format="pdf")
    type(row).objects.filter(pk=row.pk).update(file="press/gone.pdf")

    assert get(link(release, "en.pdf")).status_code == 404


def test_files_are_taken_and_never_shown(letter):
    response = get(link(make_release(letter), "en.html"))

    assert (
        response["Content-Disposition"] == 'attachment; filename="border-press-en.html"'
    )
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.usefixtures("media")
def test_nobody_is_named_and_only_the_public_copy_is_linked(edition):
    release = make_release(edition.letter, edition=edition)
    make_edition_file(edition)
    make_edition_file(edition, audience="public", language="es")
    names = ("Olga", "Carla", "Paula")
    unpublished = page(link(release))
    edition.published_at = edition.frozen_at
    edition.save()

    pages = [page(link(release)), page(PUBLIC), page(link(release, "en.txt"))]

    assert "/editions/1/letter" not in unpublished
    assert "/editions/1/letter-es.pdf" in pages[0]
    assert "/editions/1/letter-en.pdf" not in pages[0]
    for words in pages:
        assert not [name for name in names if name in words]


@pytest.mark.usefixtures("media")
def test_the_public_copy_is_linked_for_those_who_may_take_it(edition):
    letter = edition.letter
    release = make_release(letter, edition=edition)
    make_edition_file(edition, audience="public")
    edition.published_at = edition.frozen_at
    edition.save()
    copy = "/editions/1/letter-en.pdf"

    letter.list_from = datetime.now(UTC) + MINUTE
    letter.save()
    early = [page(link(release)), page(PUBLIC)]
    letter.list_from, letter.access = None, "link"
    letter.save()

    assert not [words for words in early if copy in words]
    assert copy not in page(link(release))
    assert f"{copy}?key={letter.key}" in page(f"{PUBLIC}?key={letter.key}")


def test_the_letter_s_page_asks_once_more(letter, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from press.models import Release

    make_release(letter)

    with CaptureQueriesContext(connection) as queries:
        page("/en/letters/border/")

    table = Release._meta.db_table
    assert len([query for query in queries if table in query["sql"]]) == 1


def test_badge_and_embargo_are_said_in_spanish_as_of_a_release(letter, editor):
    published = make_release(letter)
    embargoed = make_release(letter, embargo_until=timezone.now() + timedelta(days=1))
    editor.cookies["django_language"] = "es"

    pages = [
        editor.get(f"/organize/letters/border/press/{each.pk}/").content.decode()
        for each in (published, embargoed)
    ]

    assert ">Publicado<" in pages[0]
    assert "Embargo hasta el " in pages[1]
