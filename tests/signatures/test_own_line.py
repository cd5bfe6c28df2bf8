"""Signers correct their line, and choose who may read it."""

import pytest
from django.test import Client

from signatures import corrections, own
from signatures.models import Correction, Signature
from tests.factories import make_letter, make_signature
from tests.signatures.conftest import press
from tests.signatures.own_page import correct, page_of, path_of


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


def test_correcting_what_was_approved_meanwhile_goes_to_review(db):
    stale = make_signature(status="confirmed")
    Signature.objects.update(status="approved")

    own.correct_line(stale, {"name": "Ana Paz"}, flags=set())

    assert Signature.objects.get().name == "María José Pérez"
    assert Correction.objects.get().new == {"name": "Ana Paz"}
