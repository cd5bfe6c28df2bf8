"""The registry of organizations, as moderators keep it."""

import pytest

from signatures import registry
from signatures.models import Organization
from signatures.registry import find_organization
from tests.factories import make_letter, make_member, make_signature

LIST = "/admin/signatures/organization/"


@pytest.fixture
def letter(campaign):
    return make_letter(campaign=campaign)


def sign(letter, name, **fields):
    return make_signature(
        letter, kind="organization", name=name, representative="Ana", **fields
    )


def names_form(organization=None, *rows, **fields):
    """What the page of an organization posts; rows of names are (name, language)."""
    known = list(organization.names.order_by("-language", "pk")) if organization else []
    data = {
        "name": organization.name if organization else "",
        "scope": "local",
        "country": "",
        "domain": "",
        "notes": "",
        "names-TOTAL_FORMS": len(known) + len(rows),
        "names-INITIAL_FORMS": len(known),
    }
    if organization is None:
        data["names-TOTAL_FORMS"] = len(rows)
    for number, row in enumerate([*((n.name, n.language) for n in known), *rows]):
        data[f"names-{number}-name"], data[f"names-{number}-language"] = row
    for number, name in enumerate(known):
        data[f"names-{number}-id"] = name.pk
        data[f"names-{number}-organization"] = organization.pk
    return {**data, **fields}


def test_a_moderator_registers_an_organization_with_its_names(campaign, bob, as_user):
    data = names_form(
        None,
        ("Migrant House", "en"),
        ("La Casa", ""),
        campaign=campaign.pk,
        name="Casa del Migrante",
        country="GT",
        domain="https://www.Casa.example/nosotros",
        is_suggested="on",
        notes="Only the director signs.",
    )

    response = as_user(bob).post(f"{LIST}add/", data)

    assert response.status_code == 302
    organization = Organization.objects.get()
    assert organization.domain == "casa.example"
    for name in ("casa del migrante", "Migrant house", "la casa"):
        assert find_organization(campaign, name) == organization


@pytest.mark.parametrize(
    ("rows", "fields", "sentence"),
    [
        ([("Taken House", "")], {}, "registered already"),
        ([], {"name": "taken house"}, "registered already"),
        ([("A", ""), ("a.", "")], {}, "another row already"),
        ([("A", "en"), ("B", "en")], {}, "each language"),
        ([], {"domain": "not a domain"}, "Write a domain like example.org."),
        ([], {"domain": "gmail.com"}, "own domain"),
        ([], {"scope": ""}, "required"),
        ([], {"name": "\u200b"}, "The name is empty."),
    ],
)
def test_names_and_domains_are_refused_in_words(
    letter, bob, as_user, rows, fields, sentence
):
    sign(letter, "Taken House")
    data = names_form(None, *rows, campaign=letter.campaign_id, name="New House")

    response = as_user(bob).post(f"{LIST}add/", {**data, **fields})

    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert Organization.objects.count() == 1


def test_renaming_keeps_the_earlier_name(letter, bob, as_user):
    organization = sign(letter, "Casa del Alba").organization
    data = names_form(organization, ("Dawn House", "en"), name="La Casa del Alba")

    as_user(bob).post(f"{LIST}{organization.pk}/change/", data)

    organization.refresh_from_db()
    assert organization.name == "La Casa del Alba"
    assert {name.name for name in organization.names.all()} == {
        "Casa del Alba",
        "La Casa del Alba",
        "Dawn House",
    }


def test_registry_is_searched_by_every_name_without_accents(letter, bob, as_user):
    registry.add_name(sign(letter, "Casa Única").organization, "Sole House", "en")
    client = as_user(bob)

    for query in ("unica", "SOLE", "casa unica"):
        assert "Casa Única" in client.get(LIST, {"q": query}).content.decode()
    assert "Casa Única" not in client.get(LIST, {"q": "other"}).content.decode()


def test_viewers_read_no_notes_and_no_aliases(letter, campaign, as_user):
    organization = sign(letter, "Casa del Alba").organization
    Organization.objects.update(notes="Only the director signs.")
    registry.add_name(organization, "Secret Alias")
    client = as_user(make_member(campaign, "viewer"))

    page = client.get(f"{LIST}{organization.pk}/change/").content.decode()

    assert "Casa del Alba" in page
    assert "director" not in page
    assert "Secret Alias" not in page


def test_registry_needs_as_many_queries_for_sixty_rows_as_for_three(
    letter, bob, as_user, django_assert_max_num_queries
):
    client = as_user(bob)
    for number in range(30):
        sign(letter, f"House {number}")
        sign(letter, f"The House {number}")

    with django_assert_max_num_queries(16):
        client.get(LIST)
    with django_assert_max_num_queries(16):
        client.get(f"{LIST}twins/")


# Evidence


@pytest.mark.parametrize(
    ("domain", "address", "sentence"),
    [
        ("casa.example", "ana@casa.example", "Matches casa.example: evidence"),
        ("casa.example", "ana@mail.CASA.example", "Matches casa.example: evidence"),
        ("casa.example", "ana@notcasa.example", "Another domain (notcasa.example)"),
        ("casa.example", "ana@gmail.com", "A free mail provider (gmail.com)"),
        ("", "ana@casa.example", "no web domain is known"),
    ],
)
def test_mail_domain_is_shown_as_evidence(
    letter, bob, as_user, domain, address, sentence
):
    signature = sign(letter, "Casa", email=address, authority="I, Ana, am authorized")
    Organization.objects.update(domain=domain)

    page = as_user(bob).get(f"/admin/signatures/signature/{signature.pk}/change/")

    assert sentence in page.content.decode()
    assert "I, Ana, am authorized" in page.content.decode()
