"""The signer's own page: everything from one link, without an account."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from core.links import make_token
from signatures import corrections, own
from signatures.emails import confirm_token, self_service_token
from signatures.models import Correction, Signature
from signatures.services import confirm_signature
from tests.factories import make_letter, make_partner, make_signature
from tests.signatures.conftest import press

LINE = {
    "name": "María José Pérez Tzoc",
    "title": "Jueza",
    "affiliation": "Cristo Rey",
    "city": "Huehuetenango",
    "region": "Huehuetenango",
    "country": "GT",
}


def path_of(signature, language="en"):
    return f"/{language}/signature/{self_service_token(signature)}/"


def page_of(signature, language="en"):
    return Client().get(path_of(signature, language)).content.decode()


def correct(signature, **changes):
    line = {name: getattr(signature, name) for name in LINE}
    if signature.kind == "organization":
        line["representative"] = signature.representative
    return press(path_of(signature), "correct", **{**line, **changes})


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        ("approved", "is listed and counted"),
        ("confirmed", "waits for review"),
        ("held", "waits for review"),
        ("declined", "has decided not to list"),
        ("withdrawn", "has been withdrawn"),
    ],
)
def test_the_page_says_in_plain_words_where_the_signature_stands(db, status, sentence):
    signature = make_signature(status=status, flags="joke")

    page = page_of(signature)

    assert sentence in page
    for word in ("Held", "held", "flag", "joke"):
        assert word not in page


def test_the_page_begins_with_the_line_and_what_was_signed(db):
    signature = make_signature(title="Jueza", publicity="officials")

    page = page_of(signature)

    assert "María José Pérez" in page
    assert "Jueza" in page
    assert "Only the officials" in page
    assert "Revision 1, English" in page
    assert signature.revision.in_language("en").fingerprint in page


@pytest.mark.parametrize(
    ("language", "word"),
    [("en", "Withdraw my signature"), ("es", "Retirar mi firma")],
)
def test_the_page_is_there_in_both_languages(db, language, word):
    page = page_of(make_signature(), language)

    assert f'<html lang="{language}"' in page
    assert word in page


def test_looking_changes_nothing(db):
    signature = make_signature(wants_updates=True)
    before = Signature.objects.values().get()

    for method in ("get", "head", "options"):
        for page in ("", "data.json"):
            getattr(Client(), method)(
                path_of(signature) + page, {"action": "withdraw", "done": "correct"}
            )

    assert Signature.objects.values().get() == before


@pytest.mark.parametrize("action", ["", "delete", "confirm", "__init__"])
def test_it_refuses_an_unknown_button(db, action):
    response = press(path_of(make_signature()), action)

    assert response.status_code == 422
    assert "Press one of the buttons." in response.content.decode()


def test_line_that_nobody_has_approved_is_rewritten_at_once(db):
    signature = make_signature(status="confirmed", flags="returned shouted")

    response = correct(signature, name="Ana Paz", city="Xela")

    signature.refresh_from_db()
    assert response.status_code == 303
    assert signature.name == "Ana Paz"
    assert signature.sort_name == "Paz, Ana"
    assert "xela" in signature.search_text
    assert signature.status == "held"  # it had been set aside before
    assert signature.flags == "returned"
    assert not Correction.objects.exists()
    assert "The line is corrected." in Client().get(response.url).content.decode()


def test_approved_line_stays_until_somebody_has_looked(db):
    signature = make_signature(title="Judge")

    response = correct(signature, name="Ana Paz", title="Jueza")

    signature.refresh_from_db()
    correction = Correction.objects.get()
    assert signature.name == "María José Pérez"
    assert signature.status == "approved"
    assert correction.old == {"name": "María José Pérez", "title": "Judge"}
    assert correction.new == {"name": "Ana Paz", "title": "Jueza"}
    page = Client().get(response.url).content.decode()
    assert page.index("María José Pérez") < page.index("Ana Paz")
    assert "The correction waits for review." in page


def test_second_correction_replaces_the_first_and_keeps_what_it_said(db):
    signature = make_signature()

    correct(signature, name="Ana Paz")
    correct(signature, name="Ana Paz", city="Xela")

    first, second = Correction.objects.order_by("pk")
    assert first.status == "superseded"
    assert second.new == {"name": "Ana Paz", "city": "Xela"}


def test_taking_a_correction_back_leaves_none_waiting(db):
    signature = make_signature()

    correct(signature, name="Ana Paz")
    correct(signature)

    assert corrections.waiting_for(signature) is None


def test_nothing_changed_is_said(db):
    response = correct(make_signature())

    assert response.status_code == 422
    assert "Nothing in the line was changed." in response.content.decode()


@pytest.mark.parametrize("status", ["held", "declined"])
def test_what_was_set_aside_is_rewritten_and_stays_aside(db, status):
    signature = make_signature(status=status, name="TEST NAME", flags="shouted")

    correct(signature, name="Ana Paz")

    signature.refresh_from_db()
    assert (signature.name, signature.status, signature.flags) == (
        "Ana Paz",
        status,
        "",
    )


def test_suspicious_correction_is_held_and_looks_accepted(db):
    signature = make_signature(status="confirmed", letter=make_letter(review="after"))

    response = correct(signature, name="asdf asdf")

    signature.refresh_from_db()
    assert signature.status == "held"
    assert "The line is corrected." in Client().get(response.url).content.decode()


def test_wrong_line_comes_back_as_it_was_typed(db):
    signature = make_signature()

    response = correct(signature, name="visit www.example.com", city="Xela")

    page = response.content.decode()
    assert response.status_code == 422
    assert "without a web address" in page
    assert 'value="visit www.example.com"' in page
    assert 'value="Xela"' in page
    assert "<title>Error:" in page


def test_the_form_asks_what_the_letter_asks(db):
    questions = {"title": "no", "city": "required", "country": "required"}
    letter = make_letter(questions=questions)
    signature = make_signature(letter)

    page = page_of(signature)
    response = correct(signature, name="Ana Paz", city="\u200b", country="")

    assert 'name="title"' not in page
    assert 'name="representative"' not in page
    assert 'name="email"' not in page
    assert "Write the city or municipality." in response.content.decode()
    assert "Choose a country." in response.content.decode()


def test_what_is_asked_no_more_can_still_be_taken_out(db):
    letter = make_letter(questions={"title": "no"})
    signature = make_signature(letter, title="Jueza", status="confirmed")

    correct(signature, title="")

    signature.refresh_from_db()
    assert signature.title == ""


def test_kind_and_address_stay_whatever_is_sent(db):
    signature = make_signature(status="confirmed")
    before = signature.email

    correct(signature, name="Ana Paz", kind="organization", email="x@example.com")

    signature.refresh_from_db()
    assert (signature.kind, signature.email) == ("person", before)


def test_another_name_of_an_organization_is_always_reviewed(db):
    signature = make_signature(
        kind="organization", name="Parish", representative="Ana", status="confirmed"
    )

    correct(signature, name="Cathedral", title="Director")

    signature.refresh_from_db()
    assert (signature.name, signature.title) == ("Parish", "")
    assert corrections.waiting_for(signature).new["name"] == "Cathedral"


def test_representative_of_an_unreviewed_organization_is_corrected_at_once(db):
    signature = make_signature(
        kind="organization", name="Parish", representative="Ana", status="confirmed"
    )

    correct(signature, representative="Ana Paz")
    refused = correct(signature, representative="")

    signature.refresh_from_db()
    assert signature.representative == "Ana Paz"
    assert refused.status_code == 422


@pytest.mark.parametrize("publicity", ["officials", "counted"])
def test_choosing_fewer_readers_holds_at_once(db, publicity):
    letter = make_letter()
    signature = make_signature(letter)

    response = press(path_of(signature), "publicity", publicity=publicity)

    signature.refresh_from_db()
    assert response.status_code == 303
    assert signature.publicity == publicity
    assert signature.status == "approved"
    assert not letter.signatures.public().exists()
    assert letter.signatures.listed().count() == 1
    page = Client().get(f"/en/letters/{letter.slug}/signers/").content.decode()
    assert signature.name not in page


def test_who_is_only_counted_can_be_searched_by_nobody(db):
    signature = make_signature()

    press(path_of(signature), "publicity", publicity="counted")

    signature.refresh_from_db()
    assert bytes(signature.sort_key) == b""
    assert signature.search_text == signature.hidden_text == ""


def test_officials_to_public_holds_at_once(db):
    signature = make_signature(publicity="officials")

    press(path_of(signature), "publicity", publicity="public")

    assert signature.letter.signatures.public().exists()


def test_name_that_no_moderator_has_read_is_reviewed_before_others_read_it(db, bob):
    signature = make_signature(publicity="counted")

    correct(signature, name="asdf asdf")  # nobody reads it
    press(path_of(signature), "publicity", publicity="public")

    signature.refresh_from_db()
    assert signature.name == "asdf asdf"
    assert signature.publicity == "counted"
    waiting = corrections.waiting_for(signature)
    assert waiting.new == {"publicity": "public"}
    corrections.decide(waiting, accept=True, actor=bob)
    signature.refresh_from_db()
    assert signature.publicity == "public"
    assert "asdf" in signature.search_text


@pytest.mark.parametrize("publicity", ["", "everybody", "public"])
def test_what_the_letter_does_not_offer_is_refused(db, publicity):
    letter = make_letter(publicities=["officials", "counted"])
    signature = make_signature(letter, publicity="officials")

    response = press(path_of(signature), "publicity", publicity=publicity)

    signature.refresh_from_db()
    assert response.status_code == 422
    assert signature.publicity == "officials"


def test_stopping_news_keeps_the_signature_and_the_proof_of_consent(db):
    letter = make_letter()
    partner = make_partner(letter.campaign, name={"en": "Iglesia"})
    signature = make_signature(letter, wants_updates=True)
    consent = signature.consents.create(partner=partner)
    assert "Iglesia may write to you" in page_of(signature)
    assert "This does not withdraw your signature." in page_of(signature)

    response = press(path_of(signature), "unsubscribe")

    signature.refresh_from_db()
    consent.refresh_from_db()
    assert response.status_code == 303
    assert not signature.wants_updates
    assert consent.ended_at
    assert signature.status == "approved"
    assert "may not write to you any more" in page_of(signature)


def test_withdrawing_takes_the_waiting_correction_along(db):
    signature = make_signature()
    correct(signature, name="Ana Paz")

    response = press(path_of(signature), "withdraw")

    signature.refresh_from_db()
    assert response.status_code == 303
    assert signature.status == "withdrawn"
    assert corrections.waiting_for(signature) is None
    page = page_of(signature)
    assert "has been withdrawn" in page
    assert "Correct the line" not in page
    assert "Download my data" in page


@pytest.mark.parametrize("action", ["correct", "publicity", "keep", "withdraw"])
def test_after_withdrawing_only_data_and_erasing_are_left(db, action):
    signature = make_signature(status="withdrawn")

    response = press(path_of(signature), action, publicity="counted", **LINE)

    signature.refresh_from_db()
    assert response.status_code == 422
    assert signature.status == "withdrawn"
    assert signature.publicity == "public"


def test_the_file_has_all_that_is_kept(db, bob_reviews):
    letter = make_letter()
    partner = make_partner(letter.campaign, name={"en": "Iglesia"})
    signature = make_signature(letter, status="confirmed", name="Ñandú Pérez")
    signature.consents.create(partner=partner)
    signature.mails.create(kind="receipt", language="en")
    bob_reviews(letter, "approved")
    correct(signature, city="Xela")

    response = Client().get(path_of(signature) + "data.json")

    data = response.json()
    assert response["Content-Type"] == "application/json"
    assert "attachment" in response["Content-Disposition"]
    assert "no-store" in response["Cache-Control"]
    assert "Ñandú" in response.content.decode()
    assert data["address"] == signature.email
    assert data["line"]["name"] == "Ñandú Pérez"
    assert data["state"] == "listed"
    assert (
        data["letter"]["fingerprint"]
        == letter.current_revision.in_language("en").fingerprint
    )
    assert data["consents"][0]["partner"] == "Iglesia"
    assert data["mails"][0]["kind"] == "receipt"
    assert data["decisions"][0]["new_status"] == "approved"
    assert data["corrections"][0]["new"] == {"city": "Xela"}
    assert data["source"]["way"] == "web"
    assert "bob" not in response.content.decode().lower()


def test_the_file_does_not_tell_of_silent_quarantine(db):
    signature = make_signature(status="held", flags="joke")

    content = Client().get(path_of(signature) + "data.json").content.decode()

    assert "held" not in content
    assert "joke" not in content


@pytest.mark.parametrize("purpose", ["confirm", "unsubscribe", "reset", ""])
def test_link_of_another_purpose_opens_nothing(db, purpose):
    signature = make_signature()
    token = make_token(purpose, signature.code.hex)

    for page in ("", "data.json"):
        path = f"/en/signature/{token}/{page}"
        assert Client().get(path).status_code == 404
    assert press(f"/en/signature/{token}/", "withdraw").status_code == 404
    assert Signature.objects.get().status == "approved"


def test_link_to_confirm_cannot_withdraw(db):
    signature = make_signature(status="pending")
    path = f"/en/confirm/{confirm_token(signature, 1)}/"
    confirm_signature(signature)

    for action in ("withdraw", "erase", "correct"):
        press(path, action, sure="on")

    assert Signature.objects.get().status == "confirmed"


def test_old_link_opens_nothing_any_more(db):
    path = path_of(make_signature())

    with time_machine.travel(timezone.now() + timedelta(days=401)):
        assert Client().get(path).status_code == 404
        assert Client().get(path + "data.json").status_code == 404
        assert press(path, "withdraw").status_code == 404


def test_own_pages_are_kept_by_nobody_and_set_no_cookie(db):
    path = path_of(make_signature())

    for response in (
        Client().get(path),
        Client().get(path + "data.json"),
        press(path, "unsubscribe"),
        press(path, "nonsense"),
    ):
        assert "no-store" in response["Cache-Control"]
        assert response["Referrer-Policy"] == "no-referrer"
        assert response["X-Robots-Tag"] == "noindex"
        assert not response.cookies


def test_correcting_what_was_approved_meanwhile_goes_to_review(db):
    stale = make_signature(status="confirmed")
    Signature.objects.update(status="approved")

    own.correct_line(stale, {"name": "Ana Paz"}, flags=set())

    assert Signature.objects.get().name == "María José Pérez"
    assert Correction.objects.get().new == {"name": "Ana Paz"}


def test_who_has_signed_for_the_changed_text_answers_on_the_page(db):
    letter = make_letter()
    signature = make_signature(letter)
    revision = letter.revisions.create(
        number=2,
        kind="substance",
        published_at=timezone.now(),
        answer_by=letter.closes_at,
    )
    Signature.objects.update(asked=revision)
    assert "The text was changed" in page_of(signature)

    response = press(path_of(signature), "keep")

    signature.refresh_from_db()
    assert response.status_code == 303
    assert signature.revision == revision
    assert press(path_of(signature), "keep").status_code == 422
