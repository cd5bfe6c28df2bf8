"""Erasing: all that hangs on a signature goes, and a backup brings nothing back."""

import pytest
from django.core.management import call_command
from django.test import Client

from signatures import corrections
from signatures.emails import self_service_token, unsubscribe_token
from signatures.models import (
    Consent,
    Correction,
    Erasure,
    Mail,
    Organization,
    Review,
    Signature,
)
from tests.factories import make_letter, make_partner, make_signature
from tests.signatures.conftest import press


def path_of(signature):
    return f"/en/signature/{self_service_token(signature)}/"


@pytest.fixture
def signature(db, bob_reviews):
    letter = make_letter()
    signature = make_signature(letter, status="confirmed")
    signature.consents.create(partner=make_partner(letter.campaign))
    signature.mails.create(kind="receipt", language="en")
    bob_reviews(letter, "approved")
    signature.refresh_from_db()
    corrections.propose(signature, {"city": "Xela"})
    return signature


def test_erasing_needs_a_tick(signature):
    response = press(path_of(signature), "erase")

    assert response.status_code == 422
    assert "Tick the box" in response.content.decode()
    assert Signature.objects.exists()


def test_page_says_what_erasing_does(signature):
    page = Client().get(path_of(signature)).content.decode()

    assert "are deleted, for good" in page
    assert "cannot be recalled" in page
    assert "so does its public copy" in page
    assert "taken off this site, write to privacy@example.org" in page


def test_everything_goes_and_only_the_code_stays(signature):
    response = press(path_of(signature), "erase", sure="on")

    assert response.status_code == 303
    for model in (Signature, Consent, Correction, Mail, Review):
        assert not model.objects.exists(), model
    assert Erasure.objects.get().code == signature.code
    page = Client().get(response.url)
    assert page.status_code == 410
    assert "This signature was deleted" in page.content.decode()


def test_all_links_of_an_erased_signature_say_the_same(signature):
    press(path_of(signature), "erase", sure="on")

    unsubscribe = f"/en/unsubscribe/{unsubscribe_token(signature)}/"
    for path in (path_of(signature), path_of(signature) + "data.json", unsubscribe):
        assert Client().get(path).status_code == 410
    assert press(path_of(signature), "erase", sure="on").status_code == 410
    assert press(path_of(signature), "withdraw").status_code == 410


@pytest.mark.parametrize("status", ["confirmed", "held", "declined", "withdrawn"])
def test_it_can_be_erased_whatever_was_decided(db, status):
    signature = make_signature(status=status)

    press(path_of(signature), "erase", sure="on")

    assert not Signature.objects.exists()


def test_erased_address_may_sign_again(signature, sign):
    letter, address = signature.letter, signature.email
    press(path_of(signature), "erase", sure="on")

    sign(letter, email=address)

    assert Signature.objects.get().status == "pending"


def test_organization_stays_in_the_registry(db):
    signature = make_signature(kind="organization", name="Parish")

    press(path_of(signature), "erase", sure="on")

    assert not Signature.objects.exists()
    assert Organization.objects.get().name == "Parish"


def test_what_a_backup_brings_back_is_erased_again(signature, capsys):
    other = make_signature(signature.letter)
    Erasure.objects.create(code=signature.code)

    call_command("erase_expired")
    call_command("erase_expired")

    assert list(Signature.objects.all()) == [other]
    assert "Forgot the data of 1 signatures." in capsys.readouterr().out
