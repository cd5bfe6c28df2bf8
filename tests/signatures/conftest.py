import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail as outbox
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from accounts.models import User
from letters import services as texts
from letters.models import Letter, Revision
from signatures import revising
from signatures.models import Signature
from signatures.periodic import send_due_mail
from signatures.reviewing import review_signatures
from tests.factories import make_letter

CHANGE_NOTE = {"en": "We ask for less now.", "es": "Ahora pedimos menos."}
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


@pytest.fixture
def change(alice):
    """Publishes another text of the letter, as substance unless told otherwise."""

    def publish(letter, kind="substance", body="We, {total} neighbors, ask for less."):
        letter = Letter.objects.get(pk=letter.pk)
        draft = texts.begin_revision(letter, alice)
        for language, text in draft.texts().items():
            texts.save_text(
                Revision.objects.get(pk=draft.pk),
                language,
                version=text.version,
                title=text.title,
                body=body if language == "en" else body.replace("We", "Nosotros"),
                closing=text.closing,
                author=alice,
            )
        draft = Revision.objects.get(pk=draft.pk)
        revising.publish(
            draft,
            kind=kind,
            note=CHANGE_NOTE,
            answer_by=timezone.now() + timedelta(days=7),
        )
        return draft

    return publish
