"""What signers' pages say and where they lead, so that nobody is left without a way on."""

import pytest
from django.test import Client
from django.utils import timezone

from signatures.emails import confirm_token, self_service_token
from tests.factories import make_letter, make_signature
from tests.signatures.conftest import press

AGAIN = "You can sign again."


@pytest.fixture
def signature(letter):
    return make_signature(letter, status="approved", publicity="public")


def own_path(signature):
    return f"/en/signature/{self_service_token(signature)}/"


def ended_page(letter, way):
    """The page of a signature that its signer has just ended."""
    if way == "deny":
        signature = make_signature(letter, status="pending")
        path = f"/en/confirm/{confirm_token(signature, 1)}/"
    else:
        path = own_path(make_signature(letter, status="approved"))
    press(path, way)
    return Client().get(path).content.decode()


@pytest.mark.parametrize("way", ["deny", "withdraw"])
def test_who_has_ended_a_signature_is_led_back_to_the_letter(letter, way):
    page = ended_page(letter, way)

    assert AGAIN in page
    assert f'href="/en/letters/{letter.slug}/"' in page.split(AGAIN)[1]


@pytest.mark.parametrize("way", ["deny", "withdraw"])
def test_nobody_is_led_to_a_letter_that_they_could_not_open(db, way):
    letter = make_letter(access="link")

    page = ended_page(letter, way)

    assert AGAIN not in page
    assert letter.key not in page


def test_withdrawn_after_the_end_offers_no_signing(letter):
    signature = make_signature(letter, status="approved")
    letter.status, letter.closed_at = "closed", timezone.now()
    letter.save()

    press(own_path(signature), "withdraw")

    page = Client().get(own_path(signature)).content.decode()
    assert "has been withdrawn" in page
    assert AGAIN not in page


def test_line_to_be_confirmed_has_a_link_to_correct_it(letter):
    pending = make_signature(letter, status="pending")

    page = Client().get(f"/en/confirm/{confirm_token(pending, 1)}/").content.decode()

    assert f'href="/en/letters/{letter.slug}/#sign">Sign again</a>' in page


def test_hiding_a_name_is_not_said_to_wait_with_the_correction(signature):
    line = {"name": signature.name, "city": "Quetzaltenango", "country": "GT"}
    press(own_path(signature), "correct", **line)
    response = press(own_path(signature), "publicity", publicity="counted")

    page = Client().get(response.url).content.decode()

    assert "Quetzaltenango" in page
    assert "Your choice holds from now on." in page
    assert "reviewed before anybody can read it" not in page


def test_page_says_who_shall_read_a_name_that_waits(letter):
    counted = make_signature(letter, status="approved", publicity="counted")
    response = press(own_path(counted), "publicity", publicity="officials")

    page = Client().get(response.url).content.decode()

    assert "The name is reviewed before anybody can read it." in page
    waiting = page.split("Waiting for review")[1]
    assert "Who may read it: Only the officials" in waiting


def test_star_behind_an_affiliation_is_explained_where_it_is_printed(letter):
    explained = "* Printed for identification only"

    def page_of(**fields):
        signature = make_signature(letter, status="approved", **fields)
        return Client().get(own_path(signature)).content.decode()

    assert explained in page_of(affiliation="Cristo Rey")
    assert explained not in page_of(affiliation="")
    assert explained not in page_of(affiliation="Cristo Rey", publicity="counted")


def test_title_says_what_became_of_the_signature(letter):
    page = ended_page(letter, "deny")

    assert "<title>Thank you for telling us – Undersigned</title>" in page


def test_forgotten_box_is_told_with_a_link_to_it(signature):
    page = press(own_path(signature), "erase").content.decode()

    link = '<a href="#id_sure">Tick the box if you want everything to be deleted.</a>'
    assert link in page
    assert 'id="id_sure"' in page
