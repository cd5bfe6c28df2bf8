import pytest
from django.test import Client

from signatures.periodic import renew_search_texts
from tests.factories import make_letter, make_signature

pytestmark = pytest.mark.django_db


def found(letter, word):
    page = Client().get(f"/en/letters/{letter.slug}/signers/?q={word}")
    return "Luz Paz" in page.content.decode()


def test_nobody_is_found_by_what_is_printed_no_longer():
    letter = make_letter()
    make_signature(letter, name="Luz Paz", affiliation="Court", city="Cobán")
    assert found(letter, "court")
    letter.printed = ["city"]
    letter.save()

    renew_search_texts()

    assert not found(letter, "court")
    assert found(letter, "coban")


def test_counted_signers_stay_unfindable():
    letter = make_letter(printed=["city"])
    make_signature(letter, name="Luz Paz", publicity="counted")

    renew_search_texts()

    assert letter.signatures.get().search_text == ""
