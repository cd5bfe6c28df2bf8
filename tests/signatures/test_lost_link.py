"""A lost link is asked for by address, and nobody learns who has signed."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from signatures.models import LinkRequest, Mail
from signatures.periodic import answer_link_requests
from tests.factories import make_letter, make_signature
from tests.signatures.conftest import link_in

ADDRESSES = ["new", "pending", "confirmed", "approved", "held", "withdrawn", "lapsed"]


@pytest.fixture
def letter(db):
    letter = make_letter()
    for status in ADDRESSES[1:]:
        make_signature(letter, status=status, email=f"{status}@example.org")
    return letter


def path_of(letter, language="en"):
    return f"/{language}/letters/{letter.slug}/my-signature/"


def ask(letter, email, **headers):
    return Client().post(path_of(letter), {"email": email}, headers=headers)


@pytest.fixture
def mails_after(read_mail):
    """Asks, lets the sweepers run, and returns the new mails."""

    def go(letter, email):
        assert ask(letter, email).status_code == 303
        answer_link_requests()
        return read_mail()

    return go


def test_answer_is_the_same_to_the_byte_whoever_asks(letter):
    answers = set()
    for name in ADDRESSES:
        response = ask(letter, f"{name}@example.org")
        page = Client().get(response.url)
        head = tuple(sorted(response.headers.items()))
        answers.add((response.status_code, head, response.content, page.content))

    assert len(answers) == 1
    assert LinkRequest.objects.count() == len(ADDRESSES)


def test_work_is_the_same_whoever_asks(letter):
    statements = set()
    for name in ADDRESSES:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            ask(letter, f"{name}@example.org")
        statements.add(len(queries))

    assert len(statements) == 1


@pytest.mark.parametrize("status", ["confirmed", "approved", "held"])
def test_who_has_signed_gets_the_link(letter, mails_after, status):
    (message,) = mails_after(letter, f"  {status.upper()}+x@example.org ")

    assert message.to == [f"{status}@example.org"]
    assert "The link to your signature" in message.subject
    assert Client().get(link_in(message)).status_code == 200
    assert "/en/signature/" in message.body
    assert "/en/signature/" in message.alternatives[0].content
    assert "List-Unsubscribe" not in message.extra_headers
    assert not LinkRequest.objects.exists()


def test_who_has_not_confirmed_gets_the_link_to_confirm(letter, mails_after):
    (message,) = mails_after(letter, "pending@example.org")

    assert "/en/confirm/" in message.body


@pytest.mark.parametrize("name", ["new", "withdrawn", "lapsed"])
def test_others_get_nothing(letter, mails_after, name):
    assert mails_after(letter, f"{name}@example.org") == []
    assert not LinkRequest.objects.exists()


def test_person_and_organization_get_one_each(letter, read_mail, mails_after):
    make_signature(
        letter, kind="organization", name="Parish", email="approved@example.org"
    )

    first = mails_after(letter, "approved@example.org")
    with time_machine.travel(timezone.now() + timedelta(seconds=61)):
        second = read_mail()

    assert len(first) == len(second) == 1
    assert "for an organization" in (first[0].body + second[0].body)
    assert link_in(first[0]) != link_in(second[0])


def test_mail_is_in_the_signers_language(letter, mails_after):
    make_signature(letter, email="es@example.org", language="es")

    (message,) = mails_after(letter, "es@example.org")

    assert "/es/signature/" in message.body
    assert "Una carta sobre la frontera" in message.body


def test_pressing_often_sends_little(letter, read_mail):
    now, sent = timezone.now(), 0
    for minute in range(60):
        with time_machine.travel(now + timedelta(minutes=minute)):
            for _press in range(3):
                ask(letter, "approved@example.org")
                answer_link_requests()
            sent += len(read_mail())

    assert sent == 5
    assert Mail.objects.filter(status="queued").count() <= 1


def test_after_the_last_moment_the_unconfirmed_get_nothing(letter, mails_after):
    with time_machine.travel(letter.closes_at + timedelta(days=3)):
        assert mails_after(letter, "pending@example.org") == []
        assert len(mails_after(letter, "approved@example.org")) == 1


@pytest.mark.parametrize(
    ("email", "sentence"),
    [("", "Write your email address."), ("maria", "The address has no @ sign.")],
)
def test_what_is_no_address_is_said_at_once(letter, email, sentence):
    response = ask(letter, email)

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    assert not LinkRequest.objects.exists()


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}]
)
def test_form_of_another_site_is_refused(letter, headers):
    assert ask(letter, "approved@example.org", **headers).status_code == 403
    assert not LinkRequest.objects.exists()


def test_looking_asks_for_nothing_and_sets_no_cookie(letter):
    for language in ("en", "es"):
        response = Client().get(path_of(letter, language), {"email": "a@example.org"})
        assert response.status_code == 200
        assert f'<html lang="{language}"' in response.content.decode()
        assert not response.cookies
    assert not LinkRequest.objects.exists()


def test_secret_letter_keeps_its_key(db):
    letter = make_letter(access="link")
    make_signature(letter, email="a@example.org")
    path = f"{path_of(letter)}?key={letter.key}"

    assert Client().get(path_of(letter)).status_code == 404
    response = Client().post(path, {"email": "a@example.org"})

    assert response.url.endswith(f"/my-signature/sent/?key={letter.key}")
    assert f"?key={letter.key}" in Client().get(response.url).content.decode()


def test_pages_of_the_letter_lead_there(letter):
    base = f"/en/letters/{letter.slug}/"
    for page in (base, f"{base}check-your-mail/"):
        assert path_of(letter) in Client().get(page).content.decode()
