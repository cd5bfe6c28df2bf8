"""Partners are shown to everybody; each sees its own numbers, and takes its own contacts."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from campaigns.models import AccessRecord, Partner
from signatures import own
from signatures.models import Consent, ErasedConsent, Signature
from signatures.services import confirm_signature
from tests.factories import make_campaign, make_letter, make_member, make_partner
from tests.factories import make_signature as sign_off

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter(campaign):
    return make_letter(campaign=campaign)


@pytest.fixture
def caritas(campaign):
    return make_partner(
        campaign,
        code="caritas",
        name={"en": "Caritas", "es": "Cáritas"},
        description={"en": "Shelter and food.", "es": "Techo y comida."},
        website="https://caritas.example.org/",
    )


@pytest.fixture
def kino(campaign):
    return make_partner(campaign, code="kino", name={"en": "Kino"})


@pytest.fixture
def paula(campaign, caritas):
    """Logs in for Caritas."""
    return make_member(campaign, "partner", partner=caritas, email="paula@example.org")


@pytest.fixture
def client(paula, as_user):
    return as_user(paula)


def agree(letter, partner, **fields):
    """A signature whose signer ticked the partner's box."""
    signature = sign_off(letter, **fields)
    return Consent.objects.create(signature=signature, partner=partner)


def contacts_path(letter, partner, file="contacts"):
    return f"/organize/partner/{partner.pk}/letters/{letter.slug}/{file}/"


def rows_of(answer):
    text = answer.content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))[1:]


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ["Caritas", "Shelter and food."]), ("es", ["Cáritas", "Techo y comida."])],
)
def test_partners_are_described_in_both_languages(language, words, letter, caritas):
    answer = Client().get(f"/{language}/letters/{letter.slug}/partners/")

    page = answer.content.decode()
    assert all(word in page for word in words)
    assert "https://caritas.example.org/" in page
    assert not answer.cookies


def test_the_letter_leads_to_its_partners_by_the_same_link(letter, caritas):
    letter.access = "link"
    letter.save()
    path = f"/en/letters/{letter.slug}/"
    key = f"?key={letter.key}"

    assert Client().get(f"{path}partners/").status_code == 404
    assert f"{path}partners/{key}" in Client().get(path + key).content.decode()
    assert Client().get(f"{path}partners/{key}").status_code == 200


def test_a_signature_never_depends_on_a_tick(letter, caritas, kino, sign):
    for number, ticks in enumerate([{}, {"consent-caritas": "on"}]):
        answer = sign(letter, email=f"a{number}@example.org", **ticks)
        assert answer.status_code == 303

    assert Signature.objects.count() == 2
    assert Consent.objects.get().partner == caritas


@pytest.mark.parametrize("partner", ["unknown", "CARITAS", "'", ""])
def test_an_unknown_partner_costs_nobody_the_signature(letter, caritas, sign, partner):
    assert sign(letter, partner=partner).status_code == 303

    assert Signature.objects.get().partner is None


def test_boxes_are_not_ticked_beforehand_whoever_s_link_it_is(letter, caritas):
    page = Client().get(f"/en/letters/{letter.slug}/?partner=caritas").text

    (box,) = re.findall(r'<input[^>]*name="consent-caritas"[^>]*>', page)
    assert "checked" not in box


def test_a_partner_s_login_sees_its_own_numbers(letter, caritas, kino, client):
    by_link = {"partner": caritas, "source": "partner"}
    sign_off(letter, **by_link)
    sign_off(letter, status="confirmed", **by_link)
    for status in ("pending", "held", "declined", "withdrawn"):
        sign_off(letter, status=status, **by_link)
    for _other in range(3):
        sign_off(letter, partner=kino, source="partner")
    agree(letter, caritas)
    agree(letter, kino)

    (section,) = client.get("/organize/partner/").context["sections"]

    (row,) = section["letters"]
    figures = row["figures"]
    assert (figures.people, figures.organizations) == (2, 0)
    assert (figures.listed, figures.consents) == (1, 1)


def test_the_page_names_nobody_and_no_other_partner(letter, caritas, kino, client):
    agree(letter, caritas, name="Ana Ruiz", email="ana@example.org")

    page = client.get("/organize/partner/").content.decode()

    assert "Ana Ruiz" not in page
    assert "ana@example.org" not in page
    assert "Kino" not in page
    assert f"/es/letters/{letter.slug}/?partner=caritas" in page


def test_only_those_who_ticked_its_box_are_downloaded(letter, caritas, kino, client):
    agree(letter, caritas, name="Ana Ruiz", email="ana@example.org")
    agree(letter, caritas, name="Eva", email="eva@example.org", publicity="counted")
    agree(letter, kino, name="Luz Tum", email="luz@example.org")
    sign_off(letter, partner=caritas, source="partner", email="came@example.org")
    for status in ("pending", "held", "declined", "withdrawn", "lapsed"):
        agree(letter, caritas, status=status, email=f"{status}@example.org")
    ended = agree(letter, caritas, email="ended@example.org")
    Consent.objects.filter(pk=ended.pk).update(ended_at=timezone.now())

    answer = client.post(contacts_path(letter, caritas))

    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert "attachment" in answer["Content-Disposition"]
    assert [row[:4] for row in rows_of(answer)] == [
        ["Ana Ruiz", "ana@example.org", "en", "GT"],
        # Only counted: the partner may write, and is not told the name.
        ["", "eva@example.org", "en", "GT"],
    ]


def test_cells_are_no_formulas(letter, caritas, client):
    agree(letter, caritas, name="=1+1", email="ana@example.org")

    (row,) = rows_of(client.post(contacts_path(letter, caritas)))

    assert row[0] == "'=1+1"


def test_every_download_is_recorded(letter, caritas, paula, client):
    agree(letter, caritas)

    client.post(contacts_path(letter, caritas))
    client.post(contacts_path(letter, caritas, "ended"))

    ended, taken = AccessRecord.objects.all()
    assert (taken.actor, taken.kind, taken.count) == (paula, "contacts", 1)
    assert taken.subject == f"caritas {letter.slug}"
    assert (ended.kind, ended.count) == ("ended", 0)


def test_nothing_is_downloaded_by_a_link(letter, caritas, client):
    assert client.get(contacts_path(letter, caritas)).status_code == 405
    assert not AccessRecord.objects.exists()


def test_a_permission_taken_back_after_a_download_is_told(letter, caritas, client):
    stays = agree(letter, caritas, email="stays@example.org")
    never_given = agree(letter, caritas, email="never@example.org")
    goes = agree(letter, caritas, email="goes@example.org")
    withdraws = agree(letter, caritas, email="withdraws@example.org")
    never_given.ended_at = timezone.now()
    never_given.save()
    client.post(contacts_path(letter, caritas))
    goes.ended_at = timezone.now() + timedelta(seconds=1)
    goes.save()
    withdraws.signature.withdraw()

    rows = rows_of(client.post(contacts_path(letter, caritas, "ended")))

    assert [row[0] for row in rows] == ["goes@example.org", "withdraws@example.org"]
    assert stays.signature.email not in str(rows)


def test_an_address_that_was_given_and_erased_is_told_without_naming_it(
    letter, caritas, kino, client
):
    given = agree(letter, caritas, email="given@example.org").signature
    Consent.objects.create(signature=given, partner=kino)  # it took no file
    client.post(contacts_path(letter, caritas))
    never_given = agree(letter, caritas, email="never@example.org").signature

    own.erase(given)
    own.erase(never_given)

    (row,) = rows_of(client.post(contacts_path(letter, caritas, "ended")))
    assert row[0] == ""
    assert row[1]
    assert "Download the contacts again" in row[2]
    assert ErasedConsent.objects.get().partner == caritas


def test_what_was_taken_back_and_then_erased_is_told(letter, caritas, client):
    consent = agree(letter, caritas)
    client.post(contacts_path(letter, caritas))
    own.withdraw(consent.signature)
    own.erase(consent.signature)

    assert len(rows_of(client.post(contacts_path(letter, caritas, "ended")))) == 1


def test_who_took_the_contacts_again_is_told_of_no_erased_ones(letter, caritas, client):
    given = agree(letter, caritas).signature
    client.post(contacts_path(letter, caritas))
    own.erase(given)
    client.post(contacts_path(letter, caritas))

    assert rows_of(client.post(contacts_path(letter, caritas, "ended"))) == []


def test_a_partner_s_people_get_nothing_of_another(letter, caritas, kino, client):
    agree(letter, kino)

    for file in ("contacts", "ended"):
        assert client.post(contacts_path(letter, kino, file)).status_code == 404
    assert client.get(f"/organize/partner/{kino.pk}/").status_code == 404


def test_owners_look_and_take_nothing(letter, caritas, alice, bob, as_user):
    path = f"/organize/partner/{caritas.pk}/"

    page = as_user(alice).get(path)

    assert page.status_code == 200
    assert "Download the contacts" not in page.content.decode()
    assert as_user(alice).post(contacts_path(letter, caritas)).status_code == 404
    assert as_user(alice).get("/organize/partner/").status_code == 404
    assert as_user(bob).get(path).status_code == 404


def test_who_is_a_partner_in_two_campaigns_sees_both(letter, caritas, paula, client):
    other = make_partner(make_campaign(), name={"en": "Scalabrini"})
    other.memberships.create(campaign=other.campaign, user=paula, role="partner")

    sections = client.get("/organize/partner/").context["sections"]

    assert [section["partner"] for section in sections] == [caritas, other]


def test_drafts_are_no_partner_s_business(campaign, caritas, client):
    draft = make_letter(campaign=campaign, status="draft", opened_at=None)

    assert client.get("/organize/partner/").context["sections"][0]["letters"] == []
    assert client.post(contacts_path(draft, caritas)).status_code == 404


def test_confirming_by_the_partner_s_link_counts_for_it(letter, caritas, sign, client):
    sign(letter, partner="caritas")
    confirm_signature(Signature.objects.get())

    (section,) = client.get("/organize/partner/").context["sections"]

    assert section["letters"][0]["figures"].people == 1
    assert Partner.objects.get().signatures.count() == 1


def test_who_looks_for_it_in_the_admin_is_led_there(letter, caritas, client):
    answer = client.get("/admin/", follow=True)

    assert answer.redirect_chain[-1][0] == "/organize/partner/"
    assert answer.status_code == 200
