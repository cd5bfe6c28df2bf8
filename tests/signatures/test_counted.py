import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.test import Client

from campaigns.models import AccessRecord
from signatures import registry
from signatures.corrections import propose
from signatures.models import Organization, Signature
from signatures.registry import find_organization, likely_twins
from signatures.reviewing import review_digest
from signatures.services import confirm_signature
from tests.factories import make_letter, make_member, make_signature
from tests.signatures import importing
from tests.signatures.conftest import link_in, press

LIST = "/admin/signatures/signature/"
REGISTRY = "/admin/signatures/organization/"
SECRETS = {
    "name": "Zoraida Escondida",
    "title": "Magistrada Oculta",
    "affiliation": "Parroquia Secreta",
    "city": "Ciudadela",
    "region": "Serrania",
    "email": "zoraida@hidden.example",
}


@pytest.fixture
def letter(campaign):
    return make_letter(campaign=campaign)


@pytest.fixture
def counted(letter):
    return make_signature(
        letter, publicity="counted", status="held", flags="joke", **SECRETS
    )


def page_of(client, path, **data):
    return client.get(path, data, follow=True).content.decode()


def reveal(client, signature):
    return client.post(f"{LIST}{signature.pk}/reveal/")


@pytest.mark.parametrize("role", ["owner", "moderator"])
def test_the_admin_shows_a_number_instead_of_a_name(role, counted, campaign, as_user):
    client = as_user(make_member(campaign, role))
    mail = counted.mails.create(kind="receipt", language="en")
    data = {"action": "decline", ACTION_CHECKBOX_NAME: [counted.pk]}
    pages = [
        page_of(client, LIST),
        page_of(client, f"{LIST}{counted.pk}/change/"),
        page_of(client, f"{LIST}{counted.pk}/history/"),
        page_of(client, LIST, q=counted.email),
        page_of(client, "/admin/signatures/mail/"),
        page_of(client, f"/admin/signatures/mail/{mail.pk}/change/"),
        client.post(LIST, data).content.decode(),
    ]

    for page in pages:
        assert f"#{counted.pk}" in page
        for field, secret in SECRETS.items():
            if field != "email" or page is not pages[3]:  # what was searched for
                assert secret not in page
    for shown in ("Only counted (#", "Guatemala", "Person", "joke or a test", "Held"):
        assert shown in pages[0]
        assert shown in pages[1]


@pytest.mark.parametrize("query", [*SECRETS.values(), "zoraida"])
def test_search_finds_a_counted_signer_by_the_whole_address_only(
    counted, bob, as_user, query
):
    page = page_of(as_user(bob), LIST, q=query)

    assert ("Only counted" in page) == (query == SECRETS["email"])


def test_order_of_names_tells_nothing(letter, counted, bob, as_user):
    make_signature(letter, publicity="counted", name="Aaron Oculto")
    make_signature(letter, name="Ana")

    keys = letter.signatures.filter(publicity="counted").values_list("sort_key")

    assert {bytes(key) for (key,) in keys} == {b""}


def test_an_owner_may_look_and_each_look_is_recorded(counted, alice, bob, as_user):
    client = as_user(alice)
    offered = page_of(client, f"{LIST}{counted.pk}/change/")

    response = reveal(client, counted)
    reveal(client, counted)

    page = response.content.decode()
    assert "Show the name (is recorded)" in offered
    for secret in SECRETS.values():
        assert secret in page
    assert "no-store" in response["Cache-Control"]
    records = AccessRecord.objects.values_list("actor", "kind", "subject", "campaign")
    expected = (alice.pk, "counted", f"#{counted.pk}", counted.letter.campaign_id)
    assert list(records) == [expected, expected]
    listed = page_of(client, "/admin/campaigns/accessrecord/")
    assert f"#{counted.pk}" in listed
    assert SECRETS["name"] not in listed


@pytest.mark.parametrize("role", ["viewer", "editor", "moderator"])
def test_nobody_else_may_look(role, counted, campaign, as_user):
    client = as_user(make_member(campaign, role))

    assert reveal(client, counted).status_code == 404
    assert client.get("/admin/campaigns/accessrecord/").status_code == 403
    assert "Show the name" not in page_of(client, f"{LIST}{counted.pk}/change/")

    assert not AccessRecord.objects.exists()


def test_owners_of_other_campaigns_may_not_look(counted, mallory, as_user):
    assert reveal(as_user(mallory), counted).status_code == 404
    assert not AccessRecord.objects.exists()


def test_looking_needs_a_button(counted, alice, as_user):
    assert as_user(alice).get(f"{LIST}{counted.pk}/reveal/").status_code == 405
    assert not AccessRecord.objects.exists()


def test_public_names_are_not_revealed_on_record(letter, alice, as_user):
    assert reveal(as_user(alice), make_signature(letter)).status_code == 404
    assert not AccessRecord.objects.exists()


def test_a_counted_signature_is_decided_on_without_its_name(counted, bob, as_user):
    data = {"action": "approve", ACTION_CHECKBOX_NAME: [counted.pk]}

    as_user(bob).post(LIST, data)

    counted.refresh_from_db()
    assert counted.status == "approved"


# Organizations known only because signers are only counted


@pytest.fixture
def hidden(letter):
    return make_signature(
        letter, kind="organization", name="Casa Oculta", publicity="counted"
    ).organization


def test_registry_does_not_show_who_is_only_counted(hidden, alice, bob, as_user):
    for user in (alice, bob):
        client = as_user(user)
        for path in (
            REGISTRY,
            f"{REGISTRY}?q=oculta",
            f"{REGISTRY}?todo=twins",
            f"{REGISTRY}twins/",
            f"{REGISTRY}{hidden.pk}/change/",
            f"{REGISTRY}{hidden.pk}/history/",
        ):
            assert "Casa Oculta" not in page_of(client, path)


def test_choices_do_not_offer_who_is_only_counted(letter, hidden, alice, as_user):
    other = make_signature(letter, kind="organization", name="Open House")

    page = page_of(as_user(alice), f"{LIST}{other.pk}/change/")

    assert "Open House" in page
    assert "Casa Oculta" not in page


def test_a_like_name_does_not_tell_who_is_only_counted(letter, hidden, bob, as_user):
    twin = make_signature(
        letter, kind="organization", name="La Casa Oculta"
    ).organization

    assert likely_twins(twin) == []
    assert "badge warn" not in page_of(as_user(bob), REGISTRY)


def test_what_was_erased_does_not_bring_the_name_to_light(hidden, bob, as_user):
    Signature.objects.all().delete()

    assert "Casa Oculta" not in page_of(as_user(bob), REGISTRY)


def test_organizations_that_the_team_entered_stay(hidden, bob, as_user):
    Organization.objects.filter(pk=hidden.pk).update(scope="local")

    assert "Casa Oculta" in page_of(as_user(bob), REGISTRY)


def test_one_public_signature_makes_the_organization_known(
    letter, hidden, bob, as_user
):
    other = make_letter(campaign=letter.campaign)
    make_signature(other, kind="organization", name="Casa Oculta")

    assert "Casa Oculta" in page_of(as_user(bob), REGISTRY)


def test_registering_a_name_tells_nobody_that_its_owner_is_counted(
    letter, hidden, bob, as_user
):
    data = {
        "campaign": letter.campaign_id,
        "name": "casa oculta",
        "scope": "local",
        "names-TOTAL_FORMS": 0,
        "names-INITIAL_FORMS": 0,
    }

    response = as_user(bob).post(f"{REGISTRY}add/", data)

    organization = Organization.objects.get()
    assert response.status_code == 302
    assert find_organization(letter.campaign, "Casa Oculta") == organization
    assert letter.signatures.get().organization == organization


def test_a_name_is_taken_over_with_what_signed_by_it_and_counts_once(letter, hidden):
    public = make_signature(letter, kind="organization", name="Open House")
    counted = letter.signatures.get(publicity="counted")

    registry.add_name(public.organization, "Casa Oculta", "es")

    counted.refresh_from_db()
    assert counted.organization == public.organization
    assert counted.status == "held"
    assert counted.reviews.get().new_status == "held"
    assert letter.signatures.all().counts().organizations == 1
    assert public.organization.names.get(language="es").name == "Casa Oculta"


def test_reports_of_imports_name_nobody_who_is_only_counted(letter, hidden):
    rows = [
        importing.row("The Casa Oculta", "a@example.org", "Organization"),
        importing.row("Aljibe Secreto", "b@example.org", "Organization", "count me"),
        importing.row("El Aljibe Secreto", "c@example.org", "Organization"),
        importing.row("Open House", "d@example.org", "Organization"),
        importing.row("The Open House", "e@example.org", "Organization", "count me"),
    ]

    report = importing.run(letter, importing.csv_of(rows))

    text = str(report)
    assert "Compare it with “row 3”" in text
    assert "A like name is known" in text
    for name in ("Casa Oculta", "Aljibe", "Open House"):
        assert name not in text
    assert report["rows"][0]["outcome"] == "accepted"


@pytest.mark.parametrize(
    ("publicity", "is_said"), [("public", True), ("counted", False)]
)
def test_who_is_only_counted_is_not_told_of_a_delivery_with_all_names(
    letter, sign, read_mail, publicity, is_said
):
    sign(letter, publicity=publicity)
    path = link_in(read_mail()[0])

    press(path, "confirm")
    page = Client().get(path).content.decode()

    assert "Your signature is confirmed" in page
    assert ("delivered with all its names" in page) is is_said


# An organization counts once; that it is counted already without its name stays unsaid


def waiting(letter, **fields):
    return make_signature(
        letter, kind="organization", name="Casa Oculta", status="confirmed", **fields
    )


@pytest.mark.parametrize("by", ["action", "page"])
def test_approving_a_name_tells_nobody_that_it_is_counted_already(
    by, letter, hidden, bob, as_user
):
    named, unseen = waiting(letter), letter.signatures.get(publicity="counted")
    data = {"action": "approve", ACTION_CHECKBOX_NAME: [named.pk]}
    address = LIST
    if by == "page":
        data = {"decision": "approved", "seen": review_digest(named)}
        address = f"{LIST}{named.pk}/decide/"

    page = as_user(bob).post(address, data, follow=True).content.decode()

    assert "Approved." in page
    assert "listed already" not in page
    assert letter.signatures.all().counts().organizations == 1
    unseen.refresh_from_db()
    assert unseen.status == "held"
    assert "listed already" not in page_of(as_user(bob), f"{LIST}{unseen.pk}/change/")


def test_of_two_at_once_the_named_one_is_approved(letter, bob, as_user):
    unseen, named = waiting(letter, publicity="counted"), waiting(letter)
    data = {"action": "approve", ACTION_CHECKBOX_NAME: [unseen.pk, named.pk]}

    page = as_user(bob).post(LIST, data, follow=True).content.decode()

    assert "1 signature: Approved." in page
    assert "it cannot be approved at present" in page
    assert list(letter.signatures.listed()) == [named]


def test_a_counted_signer_is_no_second_signature(letter, hidden):
    pending = make_signature(
        letter, kind="organization", name="Casa Oculta", status="pending"
    )

    other = make_signature(letter, kind="organization", name="Open House")

    assert propose(other, {"name": "Casa Oculta"}).flags == ""
    confirm_signature(pending)
    pending.refresh_from_db()
    assert pending.flags == ""
    assert propose(other, {"name": "Casa Oculta"}).flags == "second"


def test_comparisons_with_other_names_are_not_shown_of_who_is_only_counted(
    letter, bob, as_user
):
    waiting(letter, publicity="counted", flags="second twin")

    for query in ("", "?todo=flagged", "?flag=twin", "?flag=second"):
        page = page_of(as_user(bob), LIST + query)
        assert ("Only counted (#" in page) is (query == "")
        assert '<span class="badge warn">' not in page


def test_reports_of_imports_do_not_say_which_number_an_organization_is(letter, hidden):
    number = letter.signatures.get().pk
    rows = [importing.row("Casa Oculta", "a@example.org", "Organization")]

    report = importing.run(letter, importing.csv_of(rows))

    assert "See another signature, with another address" in str(report)
    assert f"signature {number}" not in str(report)


def test_choosing_an_organization_tells_nobody_that_it_is_counted(
    letter, hidden, bob, as_user
):
    Organization.objects.filter(pk=hidden.pk).update(scope="local")
    other = make_signature(letter, kind="organization", name="Open House")
    data = {"sort_name": "Open House", "organization": hidden.pk}
    for name in ("reviews", "mails"):
        data |= {f"{name}-TOTAL_FORMS": 0, f"{name}-INITIAL_FORMS": 0}

    answer = as_user(bob).post(f"{LIST}{other.pk}/change/", data)

    other.refresh_from_db()
    assert answer.status_code == 302
    assert other.organization == hidden
    assert letter.signatures.all().counts().organizations == 1
