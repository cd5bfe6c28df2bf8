"""A delivery is taken back while its signers are being told: one of both is refused."""

import pytest

from core.errors import Refusal
from deliveries.models import Announcement, Delivery
from deliveries.services import save_delivery
from deliveries.telling import announce
from exports.models import Edition
from tests.at_once import at_once
from tests.deliveries.editions import make_delivery, make_edition
from tests.factories import make_signature, make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def delivery(letter):
    signer = make_signature(letter, wants_updates=True)
    return make_delivery(make_edition(letter, signatures=[signer]))


def take_back(delivery):
    found = Delivery.objects.select_related("edition__letter__campaign").get(
        pk=delivery.pk
    )
    found.delivered_at = None
    save_delivery(found, make_user())


def tell(delivery):
    announce(Edition.objects.get(pk=delivery.edition_id), None)


def refusal(act, delivery):
    try:
        act(delivery)
    except Refusal as refused:
        return str(refused)
    return ""


def test_nobody_is_told_of_what_is_being_taken_back(delivery):
    sentence = at_once(lambda: take_back(delivery), lambda: refusal(tell, delivery))

    assert "has not been delivered" in sentence
    assert not Announcement.objects.exists()


def test_what_signers_are_told_of_this_moment_is_not_taken_back(delivery):
    sentence = at_once(lambda: tell(delivery), lambda: refusal(take_back, delivery))

    assert "signers are being told" in sentence
    delivery.refresh_from_db()
    assert delivery.is_done
