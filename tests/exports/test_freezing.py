"""An edition is owed to a worker, who freezes it once or says why not."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from core.errors import Refusal
from exports import freezing
from exports.editions import Unaccepted, preflight
from exports.freezing import ask, freeze_edition
from exports.models import Edition, Freezing, FrozenRoll, LeaseLost
from exports.periodic import render_due_documents
from exports.tasks import render_document
from tests.at_once import at_once
from tests.exports.freezing import freeze_anyhow, make_closed_letter
from tests.factories import make_letter, make_signature

pytestmark = pytest.mark.django_db
LIST = "/organize/letters/border/editions/"


@pytest.fixture
def letter(campaign, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return make_closed_letter(campaign)


@pytest.fixture
def row(letter, alice):
    return ask(letter, user=alice, accepted={})


def files(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_worker_freezes_what_was_asked_for(row, alice):
    freeze_edition(row.pk)

    row.refresh_from_db()
    assert row.status == "frozen"
    edition = Edition.objects.get()
    assert (edition.number, edition.frozen_by, edition.people) == (1, alice, 3)


def test_a_task_that_comes_twice_freezes_once(row):
    freeze_edition(row.pk)
    freeze_edition(row.pk)

    assert Edition.objects.count() == 1


def test_the_same_wish_again_is_the_one_that_is_on_its_way(row, letter, alice):
    assert ask(letter, user=alice, accepted={}, number=1) == row
    assert Freezing.objects.count() == 1


def test_another_wish_waits_until_this_one_is_frozen(letter, alice):
    edition = freeze_anyhow(letter)
    make_signature(letter, name="Eva Tardía")
    ask(letter, user=alice, accepted={})

    with pytest.raises(Refusal, match="Edition 2 is being frozen"):
        ask(letter, user=alice, accepted={}, addendum_to=edition)


def test_a_letter_freezes_one_edition_at_a_time(row, letter):
    with pytest.raises(IntegrityError), transaction.atomic():
        Freezing.objects.create(letter=letter, number=2, language="en")


@pytest.mark.django_db(transaction=True)
def test_two_who_ask_at_once_ask_for_one(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    letter = make_closed_letter(make_letter().campaign)

    at_once(
        lambda: ask(letter, user=None, accepted={}),
        lambda: ask(letter, user=None, accepted={}),
    )

    assert Freezing.objects.count() == 1


def test_what_was_found_since_is_not_frozen(row, letter, client, as_user, alice):
    make_signature(letter, status="held")

    freeze_edition(row.pk)

    row.refresh_from_db()
    assert (row.status, Edition.objects.count()) == ("failed", 0)
    page = as_user(alice).get(f"{LIST}1/freezing/").content.decode()
    assert "Something has changed since you looked" in page
    assert f'href="{LIST}prepare/"' in page


def test_what_is_not_accepted_is_owed_to_nobody(letter, alice):
    make_signature(letter, status="held")

    with pytest.raises(Unaccepted):
        ask(letter, user=alice, accepted={})

    assert not Freezing.objects.exists()


def test_after_a_killed_worker_the_next_one_freezes(row, letter):
    Freezing.take(row.pk)  # and never came back
    Freezing.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))

    freeze_edition(row.pk)

    row.refresh_from_db()
    assert (row.status, row.attempts) == ("frozen", 2)
    assert Edition.objects.count() == 1


def test_who_lost_the_lease_freezes_nothing(row, tmp_path):
    late = Freezing.take(row.pk)
    Freezing.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    Freezing.take(row.pk)

    with pytest.raises(LeaseLost):
        freezing._freeze(late)

    assert not Edition.objects.exists()
    assert not FrozenRoll.objects.exists()
    assert files(tmp_path) == []


def test_a_full_disk_is_told_in_a_sentence_and_leaves_nothing(row, tmp_path, full_disk):
    freeze_edition(row.pk)

    row.refresh_from_db()
    assert row.status == "failed"
    assert "no room for the file" in row.error
    assert not Edition.objects.exists()
    assert files(tmp_path) == []


def test_what_was_not_started_is_found_and_what_is_old_forgotten(row, monkeypatch):
    started = []
    monkeypatch.setattr(freeze_edition, "delay", started.append)
    monkeypatch.setattr(render_document, "delay", lambda pk: None)
    render_due_documents()
    assert started == [row.pk]

    freeze_edition(row.pk)
    Freezing.objects.update(requested_at=timezone.now() - timedelta(days=99))
    render_due_documents()

    assert not Freezing.objects.exists()


def test_who_waits_is_led_on(row, as_user, alice):
    client = as_user(alice)

    assert f'href="{LIST}1/freezing/"' in client.get(LIST).content.decode()
    assert client.get(f"{LIST}prepare/").url == f"{LIST}1/freezing/"
    page = client.get(f"{LIST}1/freezing/").content.decode()
    assert "<progress" in page
    assert "No worker has begun" not in page
    Freezing.objects.update(requested_at=timezone.now() - timedelta(minutes=2))
    assert "No worker has begun" in client.get(f"{LIST}1/freezing/").content.decode()
    assert client.get(f"{LIST}7/freezing/").status_code == 404


@pytest.mark.parametrize("language", ["en", "es"])
def test_what_is_accepted_in_one_s_language_is_accepted_by_the_worker(
    letter, alice, language
):
    letter.recipients.update(office={"en": "President"})
    with translation.override(language):
        accepted = {each.check_name: each.mark for each in preflight(letter)}
        row = ask(letter, user=alice, accepted=accepted)

    freeze_edition(row.pk)

    row.refresh_from_db()
    assert accepted.keys() == {"recipients"}
    assert (row.status, row.error) == ("frozen", "")
