import pytest

from signatures.models import Correction
from tests.factories import make_letter, make_signature

LIST = "/admin/signatures/signature/"


@pytest.fixture
def shouted(campaign):
    return make_signature(
        make_letter(campaign=campaign),
        name="MARÍA PÉREZ TZOC",
        sort_name="PÉREZ TZOC, MARÍA",
        flags="shouted",
    )


def use(client, signature, name):
    path = f"{LIST}{signature.pk}/spelling/"
    return client.post(path, {"name": name}, follow=True).content.decode()


def test_a_spelling_is_suggested_and_taken_over_by_a_person(shouted, bob, as_user):
    client = as_user(bob)
    page = client.get(f"{LIST}{shouted.pk}/change/").content.decode()
    assert "María Pérez Tzoc" in page
    assert "Use this spelling" in page

    after = use(client, shouted, "María Pérez Tzoc")

    shouted.refresh_from_db()
    assert "printed in this spelling" in after
    assert shouted.name == "María Pérez Tzoc"
    assert shouted.sort_name == "Pérez Tzoc, María"
    assert shouted.flags == ""
    assert shouted.status == "approved"
    correction = Correction.objects.get()
    assert correction.old == {"name": "MARÍA PÉREZ TZOC"}
    assert (correction.proposed_by, correction.decided_by) == (bob, bob)


def test_only_what_was_suggested_is_taken_over(shouted, bob, as_user):
    page = use(as_user(bob), shouted, "Somebody Else")

    shouted.refresh_from_db()
    assert "changed meanwhile" in page
    assert shouted.name == "MARÍA PÉREZ TZOC"


def test_a_signers_own_wish_goes_first(shouted, bob, as_user):
    shouted.corrections.create(old={}, new={"name": "Mary Perez"})

    page = use(as_user(bob), shouted, "María Pérez Tzoc")

    shouted.refresh_from_db()
    assert "Decide on that one first" in page
    assert shouted.name == "MARÍA PÉREZ TZOC"


@pytest.mark.parametrize(
    "fields",
    [{"name": "María Pérez"}, {"publicity": "counted"}, {"status": "withdrawn"}],
)
def test_nothing_is_suggested_where_there_is_nothing_to_mend(
    campaign, bob, as_user, fields
):
    letter = make_letter(campaign=campaign)
    signature = make_signature(letter, **{"name": "MARÍA PÉREZ", **fields})

    page = as_user(bob).get(f"{LIST}{signature.pk}/change/").content.decode()

    assert "Use this spelling" not in page


def test_other_campaigns_spell_their_own_names(shouted, mallory, as_user):
    path = f"{LIST}{shouted.pk}/spelling/"

    response = as_user(mallory).post(path, {"name": "María Pérez Tzoc"})

    assert response.status_code == 404
