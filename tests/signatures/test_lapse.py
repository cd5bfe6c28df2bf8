from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from signatures.models import Signature
from signatures.periodic import lapse_unconfirmed
from tests.factories import make_letter, make_signature

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def make_pending(*, ended, **fields):
    """Waits for its click on a letter whose deadline was that many hours ago."""
    closes_at = timezone.now() - ended * HOUR
    if fields.get("status") == "closed":
        fields.setdefault("closed_at", closes_at)
    letter = make_letter(grace_hours=24, closes_at=closes_at, **fields)
    return make_signature(letter, status="pending", email="maria@example.org")


def status_after_lapsing(signature):
    lapse_unconfirmed()
    signature.refresh_from_db()
    return signature.status


def test_open_letter_keeps_what_waits_for_a_click():
    signature = make_pending(ended=-1)

    assert status_after_lapsing(signature) == "pending"
    assert signature.ended_at is None


@pytest.mark.parametrize("letter", ["open", "closed"])
def test_grace_keeps_what_waits_for_a_click(letter):
    assert status_after_lapsing(make_pending(ended=23, status=letter)) == "pending"


@pytest.mark.parametrize("letter", ["open", "closed"])
def test_what_was_not_confirmed_lapses_after_the_grace(letter):
    signature = make_pending(ended=25, status=letter)
    now = timezone.now()

    with time_machine.travel(now, tick=False):
        assert status_after_lapsing(signature) == "lapsed"

    assert signature.ended_at == now


def test_end_of_one_letter_is_not_the_end_of_another():
    make_pending(ended=25)

    assert status_after_lapsing(make_pending(ended=-1)) == "pending"


def test_grace_runs_from_the_moment_of_closing_by_hand():
    closed_at = timezone.now() - 25 * HOUR
    signature = make_pending(ended=-100, status="closed", closed_at=closed_at)

    assert status_after_lapsing(signature) == "lapsed"


@pytest.mark.parametrize("status", ["confirmed", "approved", "held", "withdrawn"])
def test_other_states_never_lapse(status):
    letter = make_pending(ended=25).letter
    signature = make_signature(letter, status=status)

    assert status_after_lapsing(signature) == status


def test_draft_is_left_alone():
    signature = make_pending(ended=1000, status="draft", opened_at=None)

    assert status_after_lapsing(signature) == "pending"


def test_lapsed_address_can_sign_another_letter_and_the_same_one_reopened(sign):
    lapsed = make_pending(ended=25)
    lapse_unconfirmed()
    lapsed.letter.closes_at = timezone.now() + HOUR
    lapsed.letter.save()

    sign(make_letter())
    sign(lapsed.letter)

    again = Signature.objects.live().filter(email_key=lapsed.email_key)
    assert again.count() == 2
    assert again.get(letter=lapsed.letter).status == "pending"
