from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from core.clocks import clock, in_words, moment, zone_names


@pytest.mark.parametrize(
    ("written", "zone", "expected"),
    [
        ("2027-03-14T01:59", "America/Chicago", "2027-03-14T07:59"),
        ("2027-03-14T03:00", "America/Chicago", "2027-03-14T08:00"),
        ("2027-11-07T00:59", "America/Chicago", "2027-11-07T05:59"),
        ("2027-11-07T02:00", "America/Chicago", "2027-11-07T08:00"),
        # Mexico gave up daylight saving in 2022.
        ("2027-04-04T02:30", "America/Mexico_City", "2027-04-04T08:30"),
        ("2027-07-01T12:00", "America/Mexico_City", "2027-07-01T18:00"),
        ("2027-03-28T03:00", "Europe/Madrid", "2027-03-28T01:00"),
        # Lord Howe moves its clocks by half an hour.
        ("2027-04-04T01:29", "Australia/Lord_Howe", "2027-04-03T14:29"),
        ("2027-04-04T02:00", "Australia/Lord_Howe", "2027-04-03T15:30"),
        ("2027-10-03T02:30", "Australia/Lord_Howe", "2027-10-02T15:30"),
    ],
)
def test_clock_is_read_in_its_zone_and_written_back(written, zone, expected):
    at = moment(datetime.fromisoformat(written), zone)

    assert at == datetime.fromisoformat(expected).replace(tzinfo=UTC)
    assert at.tzinfo is UTC
    assert clock(at, zone) == datetime.fromisoformat(written)


@pytest.mark.parametrize(
    ("written", "zone", "instead"),
    [
        ("2027-03-14T02:00", "America/Chicago", "03:00"),
        ("2027-03-14T02:59", "America/Chicago", "03:59"),
        ("2027-03-28T02:30", "Europe/Madrid", "03:30"),
        ("2027-10-03T02:15", "Australia/Lord_Howe", "02:45"),
    ],
)
def test_hour_that_is_skipped_is_refused_with_the_one_after(written, zone, instead):
    with pytest.raises(ValidationError) as refusal:
        moment(datetime.fromisoformat(written), zone)

    assert f"there is no {written[-5:]}" in refusal.value.message
    assert f"Did you mean {instead}?" in refusal.value.message


@pytest.mark.parametrize(
    ("written", "zone"),
    [
        ("2027-11-07T01:00", "America/Chicago"),
        ("2027-11-07T01:59", "America/Chicago"),
        ("2027-10-31T02:30", "Europe/Madrid"),
        ("2027-04-04T01:45", "Australia/Lord_Howe"),
    ],
)
def test_hour_that_comes_twice_is_refused(written, zone):
    with pytest.raises(ValidationError, match=f"they show {written[-5:]} twice"):
        moment(datetime.fromisoformat(written), zone)


@pytest.mark.parametrize(
    ("written", "zone"),
    [("0001-01-01T00:00", "Asia/Tokyo"), ("9999-12-31T23:59", "America/Chicago")],
)
def test_ends_of_the_calendar_are_refused(written, zone):
    with pytest.raises(ValidationError, match="nearer to today"):
        moment(datetime.fromisoformat(written), zone)


def test_form_keeps_the_minute_and_no_seconds():
    at = datetime(2027, 3, 20, 4, 59, 59, 999, tzinfo=UTC)

    assert clock(at, "America/Chicago") == datetime.fromisoformat("2027-03-19T23:59")


def test_words_name_the_zone_in_the_language_in_use():
    at = datetime(2027, 3, 14, 18, tzinfo=UTC)

    english = in_words(at, "America/Chicago")
    with translation.override("es"):
        spanish = in_words(at, "Europe/Madrid")

    assert english == "March 14, 2027, 1 p.m. (Central Daylight Time)"
    assert spanish == "14 de marzo de 2027, 19:00 (hora estándar de Europa central)"


def test_zones_offered_are_places():
    names = zone_names()

    assert names[0] == "UTC"
    assert {"America/Guatemala", "Europe/Madrid"} <= set(names)
    assert not [name for name in names if name.startswith("Etc/")]
