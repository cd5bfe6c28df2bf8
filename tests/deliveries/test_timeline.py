"""The letter's life on its own page: never more than the page shows otherwise."""

from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from letters.models import Letter
from tests.deliveries.editions import make_delivery, make_edition
from tests.factories import make_letter

pytestmark = pytest.mark.django_db
HEADING = {"en": "What became of this letter"}


def page(query="", language="en"):
    return unescape(
        Client().get(f"/{language}/letters/border/{query}").content.decode()
    )


def told(letter):
    """A delivered edition with an answer, published, and one that is not."""
    now = timezone.now()
    edition = make_edition(letter, is_ready=False)
    make_delivery(
        edition,
        status="answered",
        answered_at=now,
        answer={"en": "We will listen.", "es": "Escucharemos."},
        answer_published=True,
        delivered_by="Zqx Courier",
        note="Zqx note",
    )
    make_delivery(
        edition,
        method="post",
        recipient=letter.recipients.create(name="Luis Paz"),
        status="answered",
        answered_at=now,
        answer={"en": "Zqx secret answer"},
    )
    make_delivery(
        edition,
        method="mail",
        recipient=letter.recipients.create(name="Zqx Planned"),
    )
    return edition


def test_what_everybody_reads(letter):
    told(letter)
    letter.extend(
        letter.closes_at + timedelta(days=3), reason={"en": "Storms"}, author=None
    )
    text = page()

    story = text.split("What became of this letter")[1].split("</section>")[0]
    for words in (
        "Opened for signature",
        "Storms",
        "Edition 1 was frozen",
        "1,234 signatures",
        "Edition 1 was handed over to Ana Ejemplo in person",
        "Edition 1 was delivered to Luis Paz by post",
        "Ana Ejemplo answered",
        "We will listen.",
    ):
        assert words in story, words
    assert "Zqx" not in story
    assert "/en/letters/border/editions/1/" in story
    assert "Escucharemos." in page(language="es")


def test_an_addendum_is_an_edition_that_adds_to_another(letter):
    whole = make_edition(letter, is_ready=False)
    make_edition(letter, is_ready=False, addendum_to=whole, people=30, organizations=0)

    story = page().split(HEADING["en"])[1].split("</section>")[0]

    assert "Edition 2 was frozen, an addendum to edition 1" in story
    assert "30 more signatures" in story
    assert "1,234 signatures" in story


def test_a_letter_that_was_only_opened_has_no_story(letter):
    assert HEADING["en"] not in page()


def test_text_embargo_hides_deliveries(letter):
    told(letter)
    Letter.objects.update(text_from=timezone.now() + timedelta(days=1))
    letter.refresh_from_db()

    assert "We will listen." not in page()
    assert "handed over" not in page()
    assert "We will listen." in page(f"?key={letter.key}")


def test_a_draft_by_link_tells_nothing(campaign):
    draft = make_letter(
        campaign=campaign, slug="border", status="draft", opened_at=None
    )

    assert HEADING["en"] not in page(f"?key={draft.key}")


def test_letters_by_link_tell_only_who_has_it(letter):
    told(letter)
    Letter.objects.update(access="link")

    assert Client().get("/en/letters/border/").status_code == 404
    assert "We will listen." in page(f"?key={letter.key}")


def test_the_page_stays_without_cookie_and_cacheable(letter):
    told(letter)
    response = Client().get("/en/letters/border/")

    assert not response.cookies
    assert "public" in response["Cache-Control"]
    assert "Cookie" not in response.get("Vary", "")


def test_it_needs_two_queries_however_long_it_is(letter):
    counts = []
    for number in (1, 10):
        for _time in range(number):
            told(letter)
        page()
        with CaptureQueriesContext(connection) as queries:
            page()
        counts.append(len(queries))
    tables = [q["sql"] for q in queries if "deliveries_" in q["sql"]]

    assert counts[0] == counts[1]
    assert len(tables) == 1


def test_answers_are_text_and_no_markup(letter):
    edition = make_edition(letter, is_ready=False)
    make_delivery(
        edition,
        status="answered",
        answered_at=timezone.now(),
        answer={"en": "<script>alert(1)</script> [a](https://x.example)"},
        answer_published=True,
    )

    assert "<script>alert" not in Client().get("/en/letters/border/").content.decode()
