"""A change of substance asks earlier signers, once; until they answer they are not listed."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone, translation

from core.errors import Refusal
from exports.reading import read_roll
from letters import services as texts
from letters.models import Letter
from signatures import revising
from signatures.emails import confirm_token, self_service_token
from signatures.models import Mail, Signature, SuppressedAddress
from signatures.services import confirm_signature, line_digest
from tests.factories import make_letter, make_signature
from tests.signatures.conftest import CHANGE_NOTE, link_in, press


def own_path(signature, language="en"):
    return f"/{language}/signature/{self_service_token(signature)}/"


def page(path):
    return Client().get(path).content.decode()


def test_each_earlier_signer_gets_one_mail(letter, change, read_mail):
    for status in ("confirmed", "approved", "held"):
        make_signature(letter, status=status, email=f"{status}@example.org")
    for status in ("pending", "lapsed", "withdrawn", "declined"):
        make_signature(letter, status=status)

    change(letter)

    messages = read_mail()
    assert {message.to[0] for message in messages} == {
        "confirmed@example.org", "approved@example.org", "held@example.org",
    }  # fmt: skip
    revising.owe_questions()
    assert read_mail() == []


def test_the_mail_says_what_was_changed_and_until_when(letter, change, read_mail):
    make_signature(letter, email="ana@example.org", language="es")

    change(letter)

    (message,) = read_mail()
    assert "Una carta sobre la frontera" in message.subject
    assert "Ahora pedimos menos." in message.body
    assert f"{(timezone.now() + timedelta(days=7)).year}" in message.body
    path = link_in(message)
    assert path.startswith("/es/signature/")
    assert "We, {total}" not in message.body


def test_wording_and_translation_ask_nobody(letter, change, read_mail):
    signature = make_signature(letter)

    change(letter, kind="wording")

    signature.refresh_from_db()
    assert signature.asked is None
    assert read_mail() == []
    assert letter.signatures.counts().total == 1


def test_nobody_who_is_asked_is_listed_anywhere(letter, change):
    make_signature(letter, name="Juana Tzoc")
    before = page(f"/en/letters/{letter.slug}/")
    assert "Juana Tzoc" in before

    change(letter)

    for path in (
        f"/en/letters/{letter.slug}/",
        f"/en/letters/{letter.slug}/signers/",
        f"/api/letters/{letter.slug}/signers.json",
    ):
        assert "Juana Tzoc" not in page(path)
    counts = Client().get(f"/api/letters/{letter.slug}.json").json()["counts"]
    assert counts["total"] == 0
    with translation.override("en"):
        roll = read_roll(Letter.objects.get(pk=letter.pk), "en")
    assert list(roll.entries) == []
    assert roll.counts.total == 0


def test_the_page_says_how_many_are_being_asked(letter, change):
    for _ in range(2):
        make_signature(letter)
    make_signature(letter, status="held")

    change(letter)

    shown = page(f"/en/letters/{letter.slug}/")
    assert "2 people and organizations signed the earlier text" in shown
    assert "Text: revision 2 of" in shown
    assert "substance changed" in shown


def test_a_second_change_asks_again_also_those_who_kept(letter, change, read_mail):
    kept, silent = make_signature(letter), make_signature(letter)
    change(letter)
    press(own_path(kept), "keep")
    read_mail()

    newest = change(letter, body="We, {total} neighbors, ask for nothing.")

    assert len(read_mail()) == 2
    for signature in (kept, silent):
        signature.refresh_from_db()
        assert signature.asked == newest


def test_a_mail_that_was_not_sent_before_the_answer_is_not_sent(
    letter, change, read_mail
):
    signature = make_signature(letter)
    change(letter)
    press(own_path(signature), "keep")

    assert read_mail() == []
    assert Mail.objects.get(kind="ask").status == "suppressed"


def test_signing_again_leads_to_the_question(letter, change, sign, read_mail):
    make_signature(letter, email="maria@example.org")
    change(letter)
    read_mail()

    sign(letter)

    (message,) = read_mail()
    assert "The text you signed was changed" in message.subject


def test_addresses_that_bounced_and_paper_without_any_get_no_mail(
    letter, change, read_mail
):
    bounced = make_signature(letter)
    SuppressedAddress.objects.create(email_key=bounced.email_key, reason="bounced")
    make_signature(letter, email="")

    change(letter)

    assert read_mail() == []
    assert letter.signatures.asked_again().count() == 2


def test_who_confirms_after_the_change_is_shown_it_and_signs_the_new_text(
    letter, change, sign, read_mail
):
    sign(letter)
    path = link_in(read_mail()[0])
    revision = change(letter)
    assert read_mail() == []

    shown = Client().get(path)
    assert "The text was changed after you signed" in shown.content.decode()
    assert "<ins>" in shown.content.decode()
    press(path, "confirm", seen=shown.context["seen"])

    signature = letter.signatures.get()
    assert signature.status == "confirmed"
    assert (signature.revision, signature.asked) == (revision, None)
    assert "Revision 2" in read_mail()[0].body


@pytest.mark.parametrize("kind", ["substance", "wording"])
def test_a_page_opened_before_the_change_confirms_nothing_unseen(
    letter, change, sign, read_mail, kind
):
    sign(letter)
    path = link_in(read_mail()[0])
    seen = Client().get(path).context["seen"]
    change(letter, kind=kind)

    response = press(path, "confirm", seen=seen)

    assert response.status_code == 422
    assert "was changed after you opened this page" in response.content.decode()
    assert "The text was changed after you signed" in response.content.decode()
    assert letter.signatures.get().status == "pending"


def test_publishing_twice_asks_once(letter, change, alice):
    make_signature(letter)
    revision = change(letter)

    with pytest.raises(Refusal):
        revising.publish(
            revision,
            kind="substance",
            note=CHANGE_NOTE,
            answer_by=timezone.now() + timedelta(days=7),
        )
    assert Mail.objects.filter(kind="ask").count() == 1


def test_a_refused_publication_asks_nobody(letter, alice):
    signature = make_signature(letter)
    draft = texts.begin_revision(letter, alice)

    with pytest.raises(Refusal, match="Nothing has been changed"):
        revising.publish(
            draft,
            kind="substance",
            note=CHANGE_NOTE,
            answer_by=timezone.now() + timedelta(days=7),
        )

    signature.refresh_from_db()
    assert signature.asked is None
    assert not Mail.objects.exists()


def test_other_letters_are_left_alone(letter, change):
    other = make_signature(make_letter())
    change(letter)

    other.refresh_from_db()
    assert other.asked is None


def test_many_signers_are_asked_by_a_handful_of_queries(
    letter, change, django_assert_max_num_queries
):
    first = make_signature(letter)
    Signature.objects.bulk_create(
        Signature(
            **{
                field.attname: getattr(first, field.attname)
                for field in Signature._meta.concrete_fields
                if field.name not in {"id", "code", "email_key"}
            },
            email_key=f"{number:064x}",
        )
        for number in range(300)
    )

    with django_assert_max_num_queries(70):
        change(letter)

    assert Mail.objects.filter(kind="ask").count() == 301


def test_confirming_names_the_newest_text_in_its_digest(letter, change):
    signature = make_signature(letter, status="pending")
    before = line_digest(signature)
    change(letter)

    fresh = Signature.objects.get(pk=signature.pk)

    assert line_digest(fresh) != before
    with pytest.raises(Refusal):
        confirm_signature(fresh, seen=before)
    assert Client().get(f"/en/confirm/{confirm_token(fresh, 1)}/").status_code == 200
