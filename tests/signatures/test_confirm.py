from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from core.errors import Refusal
from signatures.addresses import email_key
from signatures.models import Mail, Organization, Signature
from signatures.suppression import is_suppressed, suppress
from tests.factories import make_letter, make_signature
from tests.signatures.conftest import link_in, press


@pytest.fixture
def signed(sign, read_mail):
    """Signs a letter and returns the path of the confirmation link."""

    def go(letter=None, **values):
        sign(letter or make_letter(), **values)
        return link_in(read_mail()[0])

    return go


def test_following_the_link_asks_and_changes_nothing(signed):
    path = signed()

    for method in ("get", "head", "options"):
        getattr(Client(), method)(path)
    page = Client().get(path).content.decode()

    assert "María José Pérez Tzoc" in page
    assert "Jueza en el exilio" in page
    assert "Confirm my signature" in page
    assert "This was not me" in page
    assert Signature.objects.get().status == "pending"


def test_pressing_the_button_confirms_and_owes_a_receipt(signed, read_mail):
    path = signed()

    response = press(path, "confirm")

    signature = Signature.objects.get()
    assert response.status_code == 303
    assert signature.status == "confirmed"
    receipt = read_mail()[0]
    assert signature.revision.in_language("en").fingerprint in receipt.body
    assert "María José Pérez Tzoc" in receipt.body
    assert "/en/signature/" in receipt.body


def test_confirming_twice_is_confirming_once(signed, read_mail):
    path = signed()

    press(path, "confirm")
    again = press(path, "confirm")

    assert again.status_code == 200
    assert "Your signature is confirmed" in again.content.decode()
    assert Mail.objects.filter(kind="receipt").count() == 1


@pytest.mark.parametrize(
    ("reason", "is_mailed"), [("bounced", True), ("complained", False)]
)
def test_who_confirms_gets_mail_that_bounced_before(signed, reason, is_mailed):
    suppress(email_key("ana@example.org"), reason)

    press(signed(email="ana@example.org"), "confirm")

    assert is_suppressed(email_key("ana@example.org")) != is_mailed


def test_this_was_not_me_withdraws_and_frees_the_address(signed, sign):
    letter = make_letter()
    path = signed(letter)

    press(path, "deny")

    assert Signature.objects.get().status == "withdrawn"
    assert "Thank you for telling us" in Client().get(path).content.decode()
    assert press(path, "confirm").status_code == 200
    assert Signature.objects.get().status == "withdrawn"
    sign(letter)
    assert Signature.objects.live().count() == 1


def test_unknown_button_is_refused_with_a_sentence(signed):
    response = press(signed(), "delete")

    assert response.status_code == 422
    assert "Press one of the two buttons." in response.content.decode()


@pytest.mark.parametrize("token", ["x", "x.y.z", "\u202e", "a" * 5000])
def test_broken_link_is_explained(db, token):
    response = Client().get(f"/en/confirm/{token}/")

    assert response.status_code == 404
    assert "This link does not work" in response.content.decode()


def test_link_of_another_purpose_does_not_confirm(signed, read_mail):
    path = signed()
    press(path, "confirm")
    own_page = link_in(read_mail()[0])

    response = Client().get(own_page.replace("/signature/", "/confirm/"))

    assert response.status_code == 404


def test_expired_link_offers_a_new_one(signed, read_mail):
    path = signed()

    with time_machine.travel(timezone.now() + timedelta(hours=73)):
        assert Client().get(path).status_code == 410
        assert press(path, "confirm").status_code == 422
        press(path, "resend")
        newer = link_in(read_mail()[0])
        assert Signature.objects.get().status == "pending"
        press(newer, "confirm")

    assert Signature.objects.get().status == "confirmed"


def test_resent_link_supersedes_the_older_one(signed, sign, read_mail):
    letter = make_letter()
    older = signed(letter)
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        sign(letter)
        newer = link_in(read_mail()[0])

        assert press(older, "confirm").status_code == 410
        assert press(newer, "confirm").status_code == 303


def test_nobody_confirms_a_line_that_changed_behind_their_back(signed, sign):
    letter = make_letter()
    path = signed(letter)
    page = Client().get(path).content.decode()
    seen = page.split('name="seen" value="')[1].split('"')[0]
    Signature.objects.update(name="Somebody Else")

    response = press(path, "confirm", seen=seen)

    assert response.status_code == 422
    assert "Look again" in response.content.decode()
    assert Signature.objects.get().status == "pending"


def test_quarantined_signature_looks_confirmed_and_is_held(signed, read_mail):
    path = signed(name="asdf asdf")

    press(path, "confirm")

    assert Signature.objects.get().status == "held"
    assert "Your signature is confirmed" in Client().get(path).content.decode()
    assert len(read_mail()) == 1


def test_organization_is_registered_when_confirmed_and_is_not_listed_yet(signed):
    letter = make_letter(review="after")
    path = signed(
        letter, kind="organization", name="Cristo Rey Parish", representative="Ana Paz"
    )

    press(path, "confirm")

    assert Organization.objects.get().name == "Cristo Rey Parish"
    assert letter.signatures.listed().count() == 0


def test_likely_twin_and_second_representative_are_flagged(signed):
    letter = make_letter()
    make_signature(letter, kind="organization", name="St. Mary's Parish")

    twin = signed(
        letter,
        kind="organization",
        name="Saint Mary's Parish, Inc.",
        representative="A B",
    )
    press(twin, "confirm")

    assert "twin" in Signature.objects.get(status="confirmed").flags


def test_late_confirmation_counts_within_the_grace_and_not_after(sign, read_mail):
    closes_at = timezone.now() + timedelta(hours=1)
    letter = make_letter(closes_at=closes_at, grace_hours=24)
    sign(letter)
    sign(letter, email="late@example.org")
    in_time, late = (link_in(message) for message in read_mail())

    with time_machine.travel(closes_at + timedelta(hours=23)):
        assert press(in_time, "confirm").status_code == 303
    with time_machine.travel(closes_at + timedelta(hours=25)):
        assert "The letter is closed" in Client().get(late).content.decode()
        assert press(late, "confirm").status_code == 200

    assert Signature.objects.filter(status="confirmed").count() == 1


def test_pages_with_tokens_are_kept_by_nobody(signed):
    response = Client().get(signed())

    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "no-referrer"
    assert not response.cookies


def test_confirmed_signature_can_no_longer_be_denied(signed):
    path = signed()
    stale = Signature.objects.get()
    press(path, "confirm")

    with pytest.raises(Refusal):
        stale.deny()

    assert Signature.objects.get().status == "confirmed"


def test_who_was_declined_and_signs_again_is_held(signed, sign, read_mail, bob_reviews):
    letter = make_letter(review="after")
    press(signed(letter), "confirm")
    bob_reviews(letter, "declined")
    Signature.objects.get().withdraw()

    with time_machine.travel(timezone.now() + timedelta(minutes=5)):
        sign(letter)
        press(link_in(read_mail()[-1]), "confirm")

    again = Signature.objects.latest("pk")
    assert again.status == "held"
    assert "returned" in again.flags
