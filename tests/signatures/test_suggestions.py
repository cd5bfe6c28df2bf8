from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from signatures import merging, registry
from signatures.models import Organization
from tests.factories import make_campaign, make_letter, make_signature


@pytest.fixture
def letter(campaign):
    return make_letter(campaign=campaign)


def sign(letter, name, **fields):
    return make_signature(letter, kind="organization", name=name, **fields)


def ask(letter, typed, **data):
    path = f"/api/letters/{letter.slug}/organizations.json"
    response = Client().get(path, {"q": typed, **data})
    assert response.status_code == 200
    return response.json()["organizations"]


def test_organizations_that_signed_publicly_are_suggested_without_accents(letter):
    organization = sign(letter, "Casa Única del Alba").organization
    registry.add_name(organization, "Dawn House", "en")

    for typed in ("unica", "CASA  un", "alba cas", "dawn"):
        assert ask(letter, typed) == [
            {"name": "Casa Única del Alba", "names": {"en": "Dawn House"}}
        ]
    for typed in ("casa otra", "asa", "nica"):  # not the beginning of a word
        assert ask(letter, typed) == []


def test_an_organization_of_the_team_is_suggested_where_they_say_so(letter):
    own = registry.register_organization(letter.campaign, "Casa Nueva")
    assert ask(letter, "casa") == []

    Organization.objects.filter(pk=own.pk).update(is_suggested=True)

    assert [each["name"] for each in ask(letter, "casa")] == ["Casa Nueva"]


@pytest.mark.parametrize(
    "fields",
    [
        {"publicity": "officials"},
        {"publicity": "counted"},
        {"status": "confirmed"},
        {"status": "held"},
        {"status": "declined"},
        {"status": "withdrawn"},
    ],
)
def test_nobody_is_suggested_whose_name_is_not_public(letter, fields):
    sign(letter, "Casa Oculta", **fields)

    assert ask(letter, "casa") == []


@pytest.mark.parametrize(
    "fields",
    [
        {"list_from": timezone.now() + timedelta(days=1)},
        {"text_from": timezone.now() + timedelta(days=1)},
        {"access": "link"},
        {"status": "draft", "opened_at": None},
        {"opens_at": timezone.now() + timedelta(days=1)},
    ],
)
def test_nobody_is_suggested_whose_letter_does_not_show_names_yet(letter, fields):
    sign(make_letter(campaign=letter.campaign, **fields), "Casa Oculta")

    assert ask(letter, "casa") == []


def test_other_campaigns_organizations_are_not_suggested(letter):
    sign(make_letter(campaign=make_campaign()), "Casa Ajena")

    assert ask(letter, "casa") == []


def test_a_merged_organization_is_suggested_by_the_name_that_was_kept(letter, bob):
    kept, gone = sign(letter, "Casa del Alba"), sign(letter, "Hogar del Alba")
    merging.merge(gone.organization, kept.organization, actor=bob)

    assert [each["name"] for each in ask(letter, "hogar")] == ["Casa del Alba"]


def test_few_are_suggested_and_those_that_begin_so_first(letter):
    for number in range(9):
        sign(letter, f"Red Casa {number}")
    sign(letter, "Casa Primera")

    found = ask(letter, "casa")

    assert len(found) == 8
    assert found[0]["name"] == "Casa Primera"


@pytest.mark.parametrize("typed", ["", "c", " c ", "\u0301", "%", "x" * 5000])
def test_little_or_too_much_is_answered_by_nothing(letter, typed):
    sign(letter, "Casa")

    assert ask(letter, typed) == []


def test_secret_letters_answer_only_by_their_link(campaign):
    letter = make_letter(campaign=campaign, access="link")
    sign(make_letter(campaign=campaign), "Casa")
    path = f"/api/letters/{letter.slug}/organizations.json?q=casa"

    assert Client().get(path).status_code == 404
    response = Client().get(f"{path}&key={letter.key}")

    assert [each["name"] for each in response.json()["organizations"]] == ["Casa"]
    assert "no-store" in response["Cache-Control"]


def test_answers_are_open_without_cookie_and_need_few_queries(
    letter, django_assert_max_num_queries
):
    for number in range(30):
        sign(letter, f"Casa {number}")
    path = f"/api/letters/{letter.slug}/organizations.json?q=casa"

    with django_assert_max_num_queries(8):
        response = Client().get(path)

    assert response["Access-Control-Allow-Origin"] == "*"
    assert not response.cookies


def test_form_asks_for_suggestions_where_organizations_may_sign(letter):
    both = Client().get(f"/en/letters/{letter.slug}/").content.decode()
    letter.signers = "people"
    letter.save()
    people = Client().get(f"/en/letters/{letter.slug}/").content.decode()

    assert f'data-suggestions="/api/letters/{letter.slug}/organizations.json"' in both
    assert "suggest.js" in both
    assert "suggest" not in people


def test_pages_and_documents_name_it_in_their_language(letter):
    from tests.exports.test_roll import printed

    organization = sign(letter, "Casa del Alba").organization
    registry.add_name(organization, "Zebra House", "en")
    sign(letter, "Middle House")
    client = Client()

    english = client.get(f"/en/letters/{letter.slug}/signers/").content.decode()
    spanish = client.get(f"/es/letters/{letter.slug}/signers/").content.decode()
    found = client.get(f"/en/letters/{letter.slug}/signers/?q=zebra").content.decode()

    assert "Zebra House" in english
    assert "Casa del Alba" in spanish
    assert "Zebra House" not in spanish
    assert "Zebra House" in found
    names = {
        language: [entry.name for entry in printed(letter, language).entries]
        for language in ("en", "es")
    }
    assert names == {
        "en": ["Middle House", "Zebra House"],
        "es": ["Casa del Alba", "Middle House"],
    }
