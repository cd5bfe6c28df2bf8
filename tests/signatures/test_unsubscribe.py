"""Stopping news: it is not withdrawing, and says so."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from core.links import make_token
from signatures.emails import message, unsubscribe_token
from signatures.models import Consent, Mail
from tests.factories import make_letter, make_partner, make_signature


@pytest.fixture
def signature(db):
    letter = make_letter()
    signature = make_signature(letter, wants_updates=True)
    for _number in range(2):
        signature.consents.create(partner=make_partner(letter.campaign))
    return signature


def path_of(signature, language="en"):
    return f"/{language}/unsubscribe/{unsubscribe_token(signature)}/"


def news_of(signature):
    signature.refresh_from_db()
    return signature.gets_news


def test_following_the_link_asks_and_changes_nothing(signature):
    for language in ("en", "es"):
        page = Client().get(path_of(signature, language)).content.decode()
        assert f'<html lang="{language}"' in page
    Client().head(path_of(signature))

    page = Client().get(path_of(signature)).content.decode()
    assert "Stop all news" in page
    assert "This does not withdraw your signature." in page
    assert news_of(signature)


def test_pressing_the_button_ends_all_news_and_keeps_the_signature(signature):
    response = Client().post(path_of(signature), {"action": "unsubscribe"})

    assert response.status_code == 303
    assert not news_of(signature)
    assert signature.status == "approved"
    assert Consent.objects.filter(ended_at__isnull=False).count() == 2
    page = Client().get(response.url).content.decode()
    assert "Your signature stays" in page


def test_mail_program_does_it_with_one_post(signature):
    client = Client(enforce_csrf_checks=True)

    response = client.post(path_of(signature), {"List-Unsubscribe": "One-Click"})

    assert response.status_code == 200  # they do not follow redirections
    assert not response.cookies
    assert not news_of(signature)


def test_doing_it_twice_changes_nothing_more(signature):
    Client().post(path_of(signature))
    before = list(Consent.objects.values_list("ended_at", flat=True))
    Client().post(path_of(signature))

    assert list(Consent.objects.values_list("ended_at", flat=True)) == before


def test_link_never_becomes_too_old(signature):
    path = path_of(signature)
    with time_machine.travel(timezone.now() + timedelta(days=2000)):
        assert Client().post(path).status_code == 303
    assert not news_of(signature)


@pytest.mark.parametrize("purpose", ["signature", "confirm", ""])
def test_link_of_another_purpose_stops_nothing(signature, purpose):
    token = make_token(purpose, signature.code.hex)

    assert Client().post(f"/en/unsubscribe/{token}/").status_code == 404
    assert news_of(signature)


def test_whoever_is_forwarded_the_link_cannot_withdraw(signature):
    page = Client().get(path_of(signature)).content.decode()

    assert "/en/signature/" not in page
    assert f"/en/letters/{signature.letter.slug}/my-signature/" in page
    assert signature.name not in page


@pytest.mark.parametrize("kind", ["confirm", "receipt", "signed", "link", "last_call"])
def test_header_is_on_mail_to_those_who_agreed_to_news_alone(signature, kind):
    silent = make_signature(signature.letter)
    mails = [
        Mail.objects.create(signature=each, kind=kind, language="en")
        for each in (signature, silent)
    ]

    with_news, without = (message(mail).extra_headers for mail in mails)

    assert "List-Unsubscribe" not in without
    if kind == "receipt":
        link = f"<http://127.0.0.1:8000{path_of(signature)}>"
        assert with_news["List-Unsubscribe"].partition(".")[0] == link.partition(".")[0]
        assert with_news["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    else:
        assert "List-Unsubscribe" not in with_news


def test_receipt_says_how_to_stop_the_news_and_what_that_is_not(signature):
    mail = Mail.objects.create(signature=signature, kind="receipt", language="en")

    receipt = message(mail)

    for text in (receipt.body, receipt.alternatives[0].content):
        assert "/en/unsubscribe/" in text
        assert "does not withdraw your signature" in text
