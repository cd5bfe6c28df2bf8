"""A signature is erased while something else is done to it: a sentence, never an error."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from core.errors import Refusal
from signatures import corrections, own, reminding, retention, revising, services
from signatures.emails import confirm_token
from signatures.models import (
    Correction,
    Erasure,
    LinkRequest,
    Mail,
    Review,
    Signature,
)
from signatures.reviewing import review_signatures
from tests.at_once import at_once
from tests.factories import make_signature
from tests.signatures.conftest import VALUES

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def signature(letter):
    return make_signature(letter)


@pytest.fixture
def pending(letter):
    return make_signature(letter, status="pending", email=VALUES["email"])


@pytest.fixture
def asked(letter, signature):
    """A signature whose signer has to be asked about a changed text."""
    revision = letter.revisions.create(
        number=2,
        kind="substance",
        published_at=timezone.now(),
        answer_by=letter.closes_at,
    )
    Signature.objects.update(asked=revision)
    signature.refresh_from_db()
    return signature


@pytest.fixture
def called(letter, pending):
    """A moment at which a signature that was not confirmed gets its last call."""
    Signature.objects.update(signed_at=timezone.now() - timedelta(days=20))
    sent_at = timezone.now() - timedelta(days=10)
    pending.mails.create(kind="confirm", language="en", status="sent", sent_at=sent_at)
    return letter.closes_at - timedelta(hours=2)


def owe_link(signature):
    services.owe_mail(signature, Mail.Kind.LINK, language="en")


def correct(signature):
    own.correct_line(signature, {"name": "Ana Paz"}, flags=set())


def ask_for_correction(signature):
    corrections.propose(signature, {"name": "Ana Paz"})


@pytest.mark.parametrize("act", [owe_link, correct, ask_for_correction, own.withdraw])
def test_what_is_done_to_an_erased_signature_is_refused(signature, act):
    with pytest.raises(Refusal):
        at_once(lambda: own.erase(signature), lambda: act(signature))

    assert not Signature.objects.exists()


def test_keeping_an_erased_signature_is_refused(asked):
    with pytest.raises(Refusal):
        at_once(lambda: own.erase(asked), lambda: own.keep(asked))


def test_denying_an_erased_signature_is_refused(pending):
    with pytest.raises(Refusal):
        at_once(lambda: own.erase(pending), pending.deny)


def test_who_asks_for_a_new_link_meanwhile_sees_that_it_was_deleted(pending, settings):
    settings.CONFIRMATION_LINK_AGE = timedelta(0)
    path = f"/en/confirm/{confirm_token(pending, 1)}/"

    response = at_once(
        lambda: own.erase(pending),
        lambda: Client().post(path, {"action": "resend"}),
    )

    assert response.status_code == 410
    assert "This signature was deleted" in response.content.decode()


@pytest.mark.parametrize("status", ["pending", "approved"])
def test_who_signs_meanwhile_signs_anew(letter, sign, status):
    old = make_signature(letter, status=status, email=VALUES["email"])

    response = at_once(lambda: own.erase(old), lambda: sign(letter))

    new = Signature.objects.get()
    assert response.status_code == 303
    assert (new.status, new.mails.get().kind) == ("pending", "confirm")
    assert new.code != old.code


def test_a_lost_link_to_what_is_erased_is_answered_by_nothing(letter, signature):
    own.ask_for_link(letter, signature.email)
    request = LinkRequest.objects.select_related("letter__campaign").get()

    at_once(lambda: own.erase(signature), lambda: own.answer_link_request(request))

    assert not LinkRequest.objects.exists()


def test_moderators_decide_on_nothing_that_is_erased(letter, signature, bob):
    outcome = at_once(
        lambda: own.erase(signature),
        lambda: review_signatures(
            letter.signatures.all(), Signature.Status.HELD, actor=bob
        ),
    )

    assert outcome.changed == 0


@pytest.mark.parametrize("accept", [True, False])
def test_a_correction_of_what_is_erased_is_not_decided_on(signature, bob, accept):
    ask_for_correction(signature)
    waiting = Correction.objects.get()

    with pytest.raises(Refusal):
        at_once(
            lambda: own.erase(signature),
            lambda: corrections.decide(waiting, accept=accept, actor=bob, reason="No"),
        )


def test_nobody_who_is_erased_is_asked_about_a_changed_text(letter, asked):
    other = make_signature(letter, asked=asked.asked)

    at_once(lambda: own.erase(asked), revising.owe_questions)

    assert Mail.objects.get().signature == other


def test_nobody_who_is_erased_is_called_to_confirm(letter, pending, called):
    letter.refresh_from_db()

    at_once(
        lambda: own.erase(pending), lambda: reminding.owe_last_calls(letter, called)
    )

    assert not Mail.objects.exists()


@pytest.mark.parametrize("act", [owe_link, ask_for_correction])
def test_what_is_hung_on_a_signature_goes_when_it_is_erased_meanwhile(signature, act):
    at_once(lambda: act(signature), lambda: own.erase(signature))

    assert not Signature.objects.exists()
    assert Erasure.objects.get().code == signature.code


def test_what_is_decided_meanwhile_goes_with_what_may_be_kept_no_longer(letter, bob):
    signature = make_signature(letter, status="held")
    letter.status, letter.closed_at = "closed", "2020-01-01T00:00Z"
    letter.save()

    at_once(
        lambda: review_signatures(
            letter.signatures.all(), Signature.Status.DECLINED, actor=bob, reason="No"
        ),
        lambda: retention.erase_expired(timezone.now()),
    )

    assert not Signature.objects.filter(pk=signature.pk).exists()
    assert not Review.objects.exists()
