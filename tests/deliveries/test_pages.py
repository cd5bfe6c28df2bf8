"""The organizers' way: plan, look, record, answer; each wrong step is refused in words."""

from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from deliveries.models import Announcement, CoverLetter, Delivery, Dispatch
from deliveries.periodic import send_due_mail
from deliveries.services import (
    record_answer,
    remove_delivery,
    save_delivery,
    send_by_mail,
)
from exports import fonts
from letters.models import Letter
from tests.deliveries.editions import (
    add_document,
    add_roll,
    make_delivery,
    make_edition,
)
from tests.factories import UNUSABLE, make_letter, make_member

pytestmark = pytest.mark.django_db
BASE = "/organize/letters/border/deliveries/"


def new_path(letter, method):
    return f"{BASE}new/{letter.recipients.first().pk}/{method}/"


def clock(ago=timedelta(minutes=5)):
    return f"{timezone.now() - ago:%Y-%m-%dT%H:%M}"


@pytest.fixture
def edith(campaign):
    return make_member(campaign, "editor")


@pytest.fixture
def client(edith, as_user):
    return as_user(edith)


def text_of(response):
    return unescape(response.content.decode())


def test_hand_over_in_person_is_recorded_with_the_hash(client, letter, edith):
    edition = make_edition(letter)

    response = client.post(
        new_path(letter, "hand"),
        {
            "edition": edition.pk,
            "language": "es",
            "delivered_at": clock(),
            "delivered_by": "Sister Ana, to his secretary",
            "note": "He was friendly.",
        },
    )

    delivery = Delivery.objects.get()
    assert response.url == f"{BASE}{delivery.pk}/"
    assert delivery.status == "delivered"
    assert delivery.sha256 == edition.documents.get(language="es", format="pdf").sha256
    assert delivery.recorded_by == edith
    assert "Sister Ana" in text_of(client.get(response.url))


def test_the_whole_edition_is_offered_first_and_not_its_addendum(client, letter):
    whole = make_edition(letter)
    addendum = make_edition(letter, number=2, addendum_to=whole)

    page = text_of(client.get(new_path(letter, "hand")))

    assert f'<option value="{whole.pk}" selected>' in page
    assert f'<option value="{addendum.pk}">' in page


def test_without_a_date_it_is_a_plan_that_can_be_taken_back(client, letter):
    edition = make_edition(letter)
    client.post(new_path(letter, "post"), {"edition": edition.pk, "language": "en"})

    planned = Delivery.objects.get()
    assert planned.status == "planned"
    client.post(f"{BASE}{planned.pk}/remove/")
    assert not Delivery.objects.exists()


def test_mail_is_looked_at_and_sent_once(client, letter):
    edition = make_edition(letter)
    response = client.post(
        new_path(letter, "mail"),
        {
            "edition": edition.pk,
            "language": "en",
            "address": "office@example.gov",
            "reply_to": "answers@example.org",
        },
    )
    page = client.get(response.url)
    assert "1,234" in text_of(page)
    assert not mail.outbox
    seen = page.context["draft"].stamp

    first = client.post(response.url, {"seen": seen})
    second = client.post(response.url, {"seen": seen})
    send_due_mail()
    send_due_mail()

    assert first.status_code == 302
    assert second.status_code == 422
    assert "it is not sent twice" in text_of(second)
    [message] = mail.outbox
    assert message.to == ["office@example.gov"]
    assert message.message()["Reply-To"] == "answers@example.org"
    [(name, content, kind)] = message.attachments
    assert (name, kind) == ("border-en.pdf", "application/pdf")
    assert content.startswith(b"%PDF-")
    delivery = Delivery.objects.get()
    assert delivery.status == "delivered"
    assert delivery.sha256 in message.body
    assert f"/letters/border/editions/{delivery.edition.number}/" in message.body


def test_a_plan_that_was_removed_in_this_moment_is_not_found(
    client, letter, monkeypatch
):
    delivery = make_delivery(make_edition(letter), method="mail")

    def remove_meanwhile(found, user, *, seen):
        remove_delivery(delivery)
        send_by_mail(found, user, seen=seen)

    monkeypatch.setattr("deliveries.views.send_by_mail", remove_meanwhile)

    assert client.post(f"{BASE}{delivery.pk}/send/").status_code == 404


def test_what_was_not_seen_is_not_sent(client, letter):
    delivery = make_delivery(make_edition(letter), method="mail")
    path = f"{BASE}{delivery.pk}/send/"
    seen = client.get(path).context["draft"].stamp
    client.post(f"{BASE}cover/", {"subject_en": "Other words", "text_en": "Hello."})

    response = client.post(path, {"seen": seen})

    assert response.status_code == 422
    assert "Look at it again" in text_of(response)
    assert not Dispatch.objects.exists()
    assert response.context["draft"].cover.subject == "Other words"


@pytest.mark.parametrize("field", ["address", "reply_to"])
@pytest.mark.parametrize("value", ["", "nobody", "a@b.example\nBcc: c@d.example"])
def test_mail_needs_addresses(client, letter, field, value):
    data = {
        "edition": make_edition(letter).pk,
        "language": "en",
        "address": "office@example.gov",
        "reply_to": "answers@example.org",
        field: value,
    }

    response = client.post(new_path(letter, "mail"), data)

    assert response.status_code == 422
    assert not Delivery.objects.exists()


@pytest.mark.parametrize("field", ["address", "reply_to"])
@pytest.mark.parametrize("value", UNUSABLE)
def test_an_office_has_an_address_that_signers_could_have(client, letter, field, value):
    data = {
        "edition": make_edition(letter).pk,
        "language": "en",
        "address": "office@example.gov",
        "reply_to": "answers@example.org",
        field: value,
    }

    response = client.post(new_path(letter, "mail"), data)

    assert list(response.context["form"].errors) == [field]
    assert not Delivery.objects.exists()


def test_addresses_are_encrypted_and_hidden_from_viewers(
    client, letter, campaign, as_user
):
    from django.db import connection

    delivery = make_delivery(make_edition(letter), method="mail")
    with connection.cursor() as cursor:
        cursor.execute("SELECT address, reply_to FROM deliveries_delivery")
        assert "@" not in "".join(cursor.fetchone())

    viewer = as_user(make_member(campaign, "viewer"))
    assert "office@example.gov" in text_of(client.get(f"{BASE}{delivery.pk}/"))
    assert "@example.gov" not in text_of(viewer.get(f"{BASE}{delivery.pk}/"))


def test_the_same_way_twice_is_refused(client, letter):
    delivery = make_delivery(make_edition(letter))
    data = {"edition": delivery.edition_id, "language": "en", "delivered_at": clock()}

    response = client.post(new_path(letter, "hand"), data)

    assert response.status_code == 422
    assert "in this way already" in text_of(response)


def test_an_edition_that_is_not_ready_is_not_delivered(client, letter):
    edition = make_edition(letter, is_ready=False)
    data = {"edition": edition.pk, "language": "en", "delivered_at": clock()}

    by_hand = client.post(new_path(letter, "hand"), data)
    by_mail = make_delivery(edition, method="mail")
    response = client.get(f"{BASE}{by_mail.pk}/send/")

    for answer in (by_hand, response):
        assert answer.status_code == 422
        assert "Edition 1 is not ready" in text_of(answer)


def test_the_letter_to_everybody_takes_the_place_of_no_addressed_one(client, letter):
    edition = make_edition(letter, frozen_layout={"addressing": "each"})
    data = {"edition": edition.pk, "language": "en", "delivered_at": clock()}
    by_mail = make_delivery(edition, method="mail")

    answers = [
        client.post(new_path(letter, "hand"), data),
        client.get(f"{BASE}{by_mail.pk}/send/"),
        client.post(f"{BASE}packet/1/{by_mail.recipient_id}/en/"),
    ]

    for answer in answers:
        assert answer.status_code == 422
        assert "Edition 1 is not ready" in text_of(answer)


def test_the_mail_says_whom_its_document_addresses(client, letter):
    letter.recipients.create(name="Otto Other")
    edition = make_edition(letter)
    add_roll(edition)
    delivery = make_delivery(edition, method="mail")
    path = f"{BASE}{delivery.pk}/send/"
    letter.recipients.update(name="Renamed Since")

    to_all = text_of(client.get(path))
    add_document(edition, recipient=delivery.recipient)
    to_one = text_of(client.get(path))

    for page in (to_all, to_one):
        assert "Addressed to" in page
        assert "Ana Ejemplo" in page
    assert "Otto Other" in to_all
    assert "Otto Other" not in to_one


def test_before_there_is_an_edition(client, letter):
    response = client.get(new_path(letter, "hand"))

    assert response.status_code == 422
    assert "Freeze an edition first" in text_of(response)
    assert "There is no edition yet" in text_of(client.get(BASE))


def test_a_recipient_who_is_gone(client, letter):
    make_edition(letter)
    path = new_path(letter, "hand")
    letter.recipients.all().delete()

    response = client.get(path)

    assert response.status_code == 404
    assert "not on the letter any more" in text_of(response)


@pytest.mark.parametrize(
    ("ago", "sentence"),
    [
        (timedelta(minutes=-90), "has not come yet"),
        (timedelta(hours=3), "before the edition was frozen"),
    ],
)
def test_impossible_moments(client, letter, ago, sentence):
    data = {
        "edition": make_edition(letter).pk,
        "language": "en",
        "delivered_at": clock(ago),
    }

    response = client.post(new_path(letter, "hand"), data)

    assert response.status_code == 422
    assert sentence in text_of(response)


def test_no_answer_before_the_delivery(client, letter):
    delivery = make_delivery(make_edition(letter), status="planned")

    for response in (
        client.get(f"{BASE}{delivery.pk}/answer/"),
        client.post(f"{BASE}{delivery.pk}/answer/", {"answered_at": clock()}),
    ):
        assert response.status_code == 422
        assert "no answer before the letter was delivered" in text_of(response)


def test_answer_is_recorded_and_published(client, letter):
    delivery = make_delivery(
        make_edition(letter), delivered_at=timezone.now() - timedelta(minutes=30)
    )
    path = f"{BASE}{delivery.pk}/answer/"
    data = {"answered_at": clock(), "answer_published": "on"}

    empty = client.post(path, data)
    client.post(path, data | {"answer_en": "We will listen.", "answer_es": "Oímos."})

    assert "Write the answer before" in text_of(empty)
    delivery.refresh_from_db()
    assert delivery.status == "answered"
    assert "We will listen." in text_of(client.get("/en/letters/border/"))
    assert "Oímos." in text_of(client.get("/es/letters/border/"))


def test_what_signers_were_told_of_stays_delivered(client, letter):
    edition, other = make_edition(letter), make_edition(letter)
    delivery = make_delivery(edition)
    Announcement.objects.create(edition=edition)
    data = {
        "edition": edition.pk,
        "language": "en",
        "delivered_at": clock(timedelta(minutes=30)),
    }
    path = f"{BASE}{delivery.pk}/change/"

    for change in ({"delivered_at": ""}, {"edition": other.pk}):
        refused = client.post(path, data | change)
        assert refused.status_code == 422
        assert "told of this delivery" in text_of(refused)
    corrected = client.post(path, data)

    assert corrected.status_code == 302
    delivery.refresh_from_db()
    assert (delivery.status, delivery.edition) == ("delivered", edition)


def test_an_answer_that_was_recorded_meanwhile_stays(letter, edith):
    delivery = make_delivery(make_edition(letter))
    opened_before = Delivery.objects.get(pk=delivery.pk)
    record_answer(
        delivery,
        answered_at=timezone.now(),
        answer={"en": "We will listen."},
        answer_published=True,
    )

    opened_before.note = "Ana and Luis went there."
    save_delivery(opened_before, edith)

    delivery.refresh_from_db()
    assert (delivery.status, delivery.note) == ("answered", opened_before.note)
    assert delivery.answer.text("en") == "We will listen."


def test_answer_after_the_delivery(client, letter):
    delivery = make_delivery(make_edition(letter))

    response = client.post(
        f"{BASE}{delivery.pk}/answer/", {"answered_at": clock(timedelta(minutes=50))}
    )

    assert response.status_code == 422
    delivery.refresh_from_db()
    assert delivery.status == "delivered"


def test_what_was_sent_is_not_changed(client, letter):
    delivery = make_delivery(make_edition(letter), method="mail", status="sending")

    for verb in (client.get, client.post):
        response = verb(f"{BASE}{delivery.pk}/change/")
        assert response.status_code == 422
        assert "it stays as it is" in text_of(response)
    response = client.post(f"{BASE}{delivery.pk}/remove/")
    assert response.status_code == 422
    assert Delivery.objects.exists()


@pytest.mark.parametrize("day", ["2001-01-01", "tomorrow", "9999-12-31"])
def test_reminder_on_an_impossible_day(client, letter, day):
    delivery = make_delivery(make_edition(letter))

    response = client.post(f"{BASE}{delivery.pk}/remind/", {"day": day})

    assert response.status_code == 422
    delivery.refresh_from_db()
    assert delivery.remind_on is None


def test_cover_letter_in_each_language(client, letter):
    path = f"{BASE}cover/"
    form = client.get(path).context["form"]
    assert "{salutation}" in form.initial["text"]["es"]

    wrong = client.post(path, {"text_en": "Dear {name}"})
    assert wrong.status_code == 422
    assert "{name}" in text_of(wrong)

    data = {
        "subject_en": form.initial["subject"]["en"],
        "text_es": "{salutation} Hola.",
    }
    client.post(path, data)
    kept = letter.cover_letter
    assert kept.subject == {}  # the usual words
    assert kept.text == {"es": "{salutation} Hola."}


@pytest.mark.parametrize(
    ("field", "sentence"), [("subject", "in one line"), ("text", "as plain text")]
)
@pytest.mark.parametrize("character", ["\x07", "\x1b", "\u2028", "\u202e", "\u2066"])
def test_cover_letter_has_no_hidden_characters(
    client, letter, field, sentence, character
):
    sent = {f"{field}_es": f"Señora {character} Presidenta"}

    response = client.post(f"{BASE}cover/", sent)

    assert response.status_code == 422
    assert sentence in text_of(response)
    assert not CoverLetter.objects.exists()


@pytest.mark.usefixtures("printer")
@pytest.mark.parametrize("field", ["subject", "text"])
def test_cover_letter_has_no_character_that_no_font_has(client, letter, field):
    response = client.post(f"{BASE}cover/", {f"{field}_es": "Señora \u0378"})

    assert response.status_code == 422
    assert "No installed font has: \u0378 (U+0378)" in text_of(response)
    assert not CoverLetter.objects.exists()


def test_cover_letter_is_saved_where_the_fonts_cannot_be_asked(
    client, letter, monkeypatch
):
    def fail(text):
        raise FileNotFoundError

    monkeypatch.setattr(fonts, "missing", fail)

    response = client.post(f"{BASE}cover/", {"text_es": "Señora \u0378"})

    assert response.status_code == 302
    assert letter.cover_letter.text == {"es": "Señora \u0378"}


def test_list_takes_time_for_queries_not_for_rows(
    client, letter, django_assert_max_num_queries
):
    for number in range(12):
        make_delivery(
            make_edition(letter, is_ready=False),
            recipient=letter.recipients.create(name=f"Official {number}"),
        )
    with django_assert_max_num_queries(20):
        assert client.get(BASE).status_code == 200


def test_another_campaign_is_not_found(client, letter):
    other = make_delivery(make_edition(make_letter(), is_ready=False))

    assert client.get(f"{BASE}{other.pk}/").status_code == 404


def test_the_recipient_s_language_comes_first(client, letter):
    make_edition(letter)
    letter.recipients.update(language="es")
    packet = f"{BASE}packet/1/{letter.recipients.get().pk}/"

    form = client.get(new_path(letter, "hand")).context["form"]
    page = text_of(client.get(BASE))

    assert form.initial["language"] == "es"
    assert page.index(f"{packet}es/") < page.index(f"{packet}en/")


def test_the_whole_mail_is_shown_in_its_own_language(client, letter):
    delivery = make_delivery(make_edition(letter), method="mail", language="es")

    page = text_of(client.get(f"{BASE}{delivery.pk}/send/"))

    assert "El documento (PDF" in page
    assert "The document (PDF" not in page


def test_each_button_says_what_it_does(client, letter):
    make_delivery(make_edition(letter))

    page = text_of(client.get(BASE))

    assert "<h4>New delivery</h4>" in page
    for words in ("Send by email", "Record a hand-over", "Record a posting"):
        assert words in page
    assert "Tell the signers of edition 1…" in page
    assert "In person" in page


def test_what_is_recorded_now_has_the_present_moment(client, letter):
    Letter.objects.update(time_zone="America/Guatemala")  # six hours behind
    edition = make_edition(letter)
    delivery = make_delivery(edition, method="post")
    now = timezone.now()

    with time_machine.travel(now, tick=False):
        new = text_of(client.get(new_path(letter, "hand")))
        answer = text_of(client.get(f"{BASE}{delivery.pk}/answer/"))

    for page in (new, answer):
        assert f'value="{now - timedelta(hours=6):%Y-%m-%dT%H:%M}"' in page


def test_a_moment_that_was_recorded_stays(client, letter):
    delivered_at = timezone.now() - timedelta(minutes=9)
    delivery = make_delivery(make_edition(letter), delivered_at=delivered_at)

    page = text_of(client.get(f"{BASE}{delivery.pk}/change/"))

    assert f'value="{delivered_at:%Y-%m-%dT%H:%M}"' in page


def test_the_words_end_with_an_address_to_answer_to(client, letter):
    edition = make_edition(letter)
    delivery = make_delivery(edition, method="mail", reply_to="luis@example.org")

    by_mail = client.get(f"{BASE}{delivery.pk}/send/").context["draft"].cover
    [(_edition, _code, on_paper), *_rest] = client.get(f"{BASE}cover/").context[
        "samples"
    ]

    assert by_mail.text.endswith("Border Coalition\nluis@example.org")
    assert on_paper.text.endswith("Border Coalition\nprivacy@example.org")
