"""An addendum goes to who has the edition already: its words say what it adds."""

from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from tests.deliveries.editions import make_delivery, make_edition
from tests.factories import make_member

pytestmark = pytest.mark.django_db
BASE = "/organize/letters/border/deliveries/"


@pytest.fixture
def client(campaign, as_user):
    return as_user(make_member(campaign, "editor"))


@pytest.fixture
def whole(letter):
    return make_edition(letter, frozen_at=timezone.now() - timedelta(hours=3))


def add_addendum(whole, people=30, **fields):
    return make_edition(
        whole.letter, addendum_to=whole, people=people, organizations=0, **fields
    )


def text_of(response):
    return unescape(response.content.decode())


def mail_of(client, edition, language="en"):
    edition.deliveries.all().delete()
    delivery = make_delivery(edition, method="mail", language=language)
    return client.get(f"{BASE}{delivery.pk}/send/").context["draft"].cover


def test_the_mail_with_an_addendum_says_how_many_it_adds_and_to_what(client, whole):
    add_addendum(whole)
    second = add_addendum(whole, people=6)

    english = mail_of(client, second)
    spanish = mail_of(client, second, "es")

    assert "an addendum to edition 1 of " in english.text
    assert "since: 6 (people: 6" in english.text
    assert "with them, 1,270 in all" in english.text
    assert "addendum" in english.subject
    assert "signed by" not in english.text
    assert "un anexo a la edición 1, del " in spanish.text
    assert "1,270 en total" in spanish.text


def test_a_whole_edition_is_still_handed_over_as_the_letter(client, whole):
    add_addendum(whole)

    cover = mail_of(client, whole)

    assert "signed by 1,234 in all" in cover.text
    assert "addendum" not in cover.text


def test_own_words_for_the_letter_are_not_taken_for_its_addendum(client, whole):
    addendum = add_addendum(whole)
    words = {
        "subject_en": "Zqx subject",
        "text_en": "Zqx letter",
        "addendum_subject_en": "",
        "addendum_text_en": "{total} more, so {all} since {original_date}",
    }

    assert client.post(f"{BASE}cover/", words).status_code == 302

    assert mail_of(client, whole).text == "Zqx letter"
    cover = mail_of(client, addendum)
    assert cover.text.startswith("30 more, so 1,264 since ")
    assert "Zqx" not in cover.subject


def test_cover_letter_shows_the_newest_whole_edition_and_its_addendum(client, whole):
    add_addendum(whole)

    page = text_of(client.get(f"{BASE}cover/"))

    assert "signed by 1,234 in all" in page
    assert "with them, 1,264 in all" in page


def test_cover_letter_asks_for_no_words_of_an_addendum_before_there_is_one(
    client, whole
):
    form = client.get(f"{BASE}cover/").context["form"]

    assert list(form.fields) == ["subject", "text"]


def test_choices_of_editions_say_which_one_is_an_addendum(client, whole):
    add_addendum(whole)
    recipient = whole.letter.recipients.get().pk

    for path in (f"new/{recipient}/hand/", ""):
        page = text_of(client.get(f"{BASE}{path}"))
        assert "addendum to edition 1, 30 signatures" in page
        assert ", 1,234 signatures" in page


def test_a_release_is_offered_editions_with_what_they_are(client, whole):
    add_addendum(whole, people=1)
    client.post("/organize/letters/border/press/prepare/")
    release = whole.letter.releases.get()

    page = text_of(client.get(f"/organize/letters/border/press/{release.pk}/settings/"))

    assert "addendum to edition 1, 1 signature<" in page
    assert ", 1,234 signatures<" in page
