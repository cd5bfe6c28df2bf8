"""The signer's own page: everything from one link, without an account."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from core.links import make_token
from signatures import corrections
from signatures.emails import confirm_token
from signatures.models import Signature
from signatures.services import confirm_signature
from tests.factories import make_letter, make_partner, make_signature
from tests.signatures.conftest import press
from tests.signatures.own_page import LINE, correct, page_of, path_of


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


def test_the_line_of_an_organization_is_that_of_the_documents(db):
    signature = make_signature(
        kind="organization",
        name="Parish of Peace",
        representative="Ana Paz",
        title="Pastor",
        city="Chicago",
        country="US",
    )

    page = page_of(signature)

    assert (
        "<bdi>Parish of Peace</bdi>, <bdi>Chicago</bdi>, <bdi>United States</bdi>, "
        "represented by <bdi>Ana Paz</bdi>, <bdi>Pastor</bdi>"
    ) in page


def test_an_organization_is_named_as_documents_in_the_language_name_it(db):
    signature = make_signature(kind="organization", name="House of Law")
    signature.organization.names.create(
        campaign=signature.letter.campaign, name="Casa de la Ley", language="es"
    )

    assert '<p class="line"><bdi>House of Law</bdi>' in page_of(signature)
    assert '<p class="line"><bdi>Casa de la Ley</bdi>' in page_of(signature, "es")
