from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from letters.date_forms import DatesForm
from letters.models import Letter
from tests.factories import make_letter, make_member

PATH = "/organize/letters/border/dates/"
VALUES = {
    "time_zone": "America/Chicago",
    "opens_at": "2031-03-01T09:00",
    "soft_deadline_at": "2031-03-18T18:00",
    "closes_at": "2031-03-19T18:00",
    "grace_hours": 24,
    "last_call_hours": 48,
    "text_from": "",
    "list_from": "2031-03-21T09:00",
}


@pytest.fixture
def draft(campaign):
    return make_letter(
        campaign=campaign, slug="border", status="draft", opened_at=None, closes_at=None
    )


def at(*parts):
    return datetime(*parts, tzinfo=UTC)


def save(client, **fields):
    return client.post(PATH, {**VALUES, **fields})


def test_dates_are_meant_by_the_clock_of_the_letters_zone(draft, editor):
    response = save(editor)

    assert response.status_code == 302
    draft.refresh_from_db()
    assert draft.time_zone == "America/Chicago"
    assert draft.opens_at == at(2031, 3, 1, 15)  # standard time
    assert draft.soft_deadline_at == at(2031, 3, 18, 23)  # daylight saving time
    assert draft.closes_at == at(2031, 3, 19, 23)
    assert draft.list_from == at(2031, 3, 21, 14)
    assert draft.text_from is None
    page = editor.get(PATH).content.decode()
    assert 'value="2031-03-18T18:00"' in page


def test_another_zone_keeps_the_hours_as_they_are_written(draft, editor):
    save(editor)

    save(editor, time_zone="Europe/Madrid")

    draft.refresh_from_db()
    assert draft.closes_at == at(2031, 3, 19, 17)
    assert draft.opens_at == at(2031, 3, 1, 8)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"closes_at": "2031-03-09T02:30"}, "there is no 02:30. Did you mean 03:30?"),
        ({"list_from": "2031-11-02T01:30"}, "they show 01:30 twice"),
        ({"opens_at": "2031-03-19T18:00"}, "has to open before it closes"),
        ({"soft_deadline_at": "2031-03-19T18:01"}, "cannot be later than the last"),
        ({"soft_deadline_at": "2031-03-01T09:00"}, "later than the opening"),
        ({"closes_at": "2099-12-31T23:59"}, "within the next ten years"),
        ({"closes_at": "0001-01-01T00:00", "time_zone": "Asia/Tokyo"}, "nearer"),
        ({"closes_at": "tomorrow"}, "Write day and hour like"),
        ({"closes_at": "2031-13-01T00:00"}, "Write day and hour like"),
        ({"closes_at": "2031-03-01T00:00+14:00"}, "Write day and hour like"),
        ({"time_zone": "Mars/Olympus"}, "Write a time zone"),
        ({"grace_hours": "-1"}, "greater than or equal to 0"),
        ({"last_call_hours": "3000"}, "less than or equal to 2160"),
    ],
)
def test_wrong_dates_come_back_with_a_sentence(draft, editor, fields, sentence):
    response = save(editor, **fields)

    assert response.status_code == 422
    assert sentence in response.content.decode()
    draft.refresh_from_db()
    assert draft.closes_at is None


def test_deadline_that_nobody_touched_keeps_its_seconds(draft, editor):
    closes_at = datetime(2031, 3, 19, 22, 59, 59, tzinfo=UTC)
    Letter.objects.update(time_zone="America/Chicago", closes_at=closes_at)

    save(editor, closes_at="2031-03-19T17:59", soft_deadline_at="", grace_hours=5)

    draft.refresh_from_db()
    assert (draft.closes_at, draft.grace_hours) == (closes_at, 5)


def test_opened_letter_keeps_zone_opening_and_deadline(campaign, editor):
    letter = make_letter(campaign=campaign, slug="border", time_zone="UTC")
    before = (letter.time_zone, letter.opens_at, letter.closes_at)

    response = save(editor, soft_deadline_at="", grace_hours=99)

    assert response.status_code == 302
    letter.refresh_from_db()
    assert (letter.time_zone, letter.opens_at, letter.closes_at) == before
    assert letter.grace_hours == 99
    assert letter.list_from == at(2031, 3, 21, 9)
    page = editor.get(PATH).content.decode()
    assert 'name="closes_at"' not in page
    assert 'name="soft_deadline_at"' in page


def test_opening_that_lies_ahead_can_be_moved(campaign, editor):
    letter = make_letter(
        campaign=campaign,
        slug="border",
        opens_at=timezone.now() + timedelta(days=2),
        closes_at=at(2031, 3, 19),
    )

    save(editor, opens_at="", soft_deadline_at="")

    letter.refresh_from_db()
    assert letter.has_begun()


def test_announced_deadline_is_checked_against_the_deadline_that_stays(
    campaign, editor
):
    letter = make_letter(campaign=campaign, slug="border")

    response = save(editor)

    assert response.status_code == 422
    assert "cannot be later than the last moment" in response.content.decode()
    letter.refresh_from_db()
    assert letter.soft_deadline_at is None


def test_dates_of_a_letter_that_was_changed_meanwhile_are_not_written(
    draft, editor, monkeypatch
):
    real = DatesForm.clean

    def slow(form):
        Letter.objects.filter(pk=draft.pk).update(closes_at=at(2031, 1, 1))
        return real(form)

    monkeypatch.setattr(DatesForm, "clean", slow)

    response = save(editor)

    assert response.status_code == 422
    assert "Somebody else has just changed the dates." in response.content.decode()
    draft.refresh_from_db()
    assert (draft.closes_at, draft.opens_at) == (at(2031, 1, 1), None)


@pytest.mark.parametrize("role", ["viewer", "moderator"])
def test_dates_are_in_the_hands_of_editors(draft, campaign, as_user, role):
    response = save(as_user(make_member(campaign, role)))

    assert response.status_code == 404
    draft.refresh_from_db()
    assert draft.closes_at is None


def test_mallory_sets_no_date(draft, mallory, as_user):
    assert save(as_user(mallory)).status_code == 404
