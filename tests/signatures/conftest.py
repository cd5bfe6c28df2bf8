import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail as outbox
from django.http import HttpResponse
from django.test import Client

from accounts.models import User
from letters.models import Letter
from signatures.models import Signature
from signatures.periodic import send_due_mail
from signatures.reviewing import review_signatures
from tests.factories import make_letter

VALUES = {
    "kind": "person",
    "name": "María José Pérez Tzoc",
    "email": "maria@example.org",
    "title": "Jueza en el exilio",
    "affiliation": "Cristo Rey",
    "city": "Huehuetenango",
    "region": "Huehuetenango",
    "country": "GT",
    "publicity": "public",
    "agree": "on",
}


@pytest.fixture
def letter(db: None) -> Letter:
    return make_letter(time_zone="America/Guatemala")


@pytest.fixture
def sign(db: None) -> Callable[..., Any]:
    """Posts the form of a letter with good values, but for those given."""

    def post(letter: Letter, *, language: str = "en", **values: str) -> Any:
        data = {name: value for name, value in {**VALUES, **values}.items() if value}
        headers = {"Origin": "http://testserver"}
        return Client().post(
            f"/{language}/letters/{letter.slug}/", data, headers=headers
        )

    return post


@pytest.fixture
def read_mail(mailoutbox: list[Any]) -> Callable[[], list[Any]]:
    """Sends what is due, as the sweeper does, and returns the new messages."""

    def read() -> list[Any]:
        before = len(outbox.outbox)
        send_due_mail()
        return outbox.outbox[before:]

    return read


def link_in(message: Any) -> str:
    """The path of the link in a message's text that carries a token."""
    match = re.search(r"https?://[^/\s]+(/\w+/(?:confirm|signature)/\S+)", message.body)
    assert match, message.body
    return match[1]


def press(path: str, action: str, **data: str) -> HttpResponse:
    return Client().post(path, {"action": action, **data})  # type: ignore[return-value]


@pytest.fixture
def bob_reviews(bob: User) -> Callable[[Letter, str], None]:
    """Lets Bob decide on all signatures of a letter."""

    def decide(letter: Letter, decision: str) -> None:
        review_signatures(
            letter.signatures.all(), Signature.Status(decision), actor=bob, reason="x"
        )

    return decide
