import base64
import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from signatures.registry import add_name
from tests.factories import make_letter, make_signature
from tests.signatures.conftest import link_in, press


@pytest.fixture
def letter(db):
    letter = make_letter(review="before")
    make_signature(letter, name="Public Person", country="GT")
    make_signature(letter, name="Officials Person", publicity="officials", country="US")
    make_signature(letter, name="Counted Person", publicity="counted", country="MX")
    make_signature(letter, name="Waiting Person", status="confirmed")
    make_signature(letter, name="Held Person", status="held")
    make_signature(letter, name="Declined Person", status="declined")
    make_signature(letter, name="Withdrawn Person", status="withdrawn")
    make_signature(letter, name="Pending Person", status="pending")
    make_signature(letter, kind="organization", name="Public Parish")
    make_signature(letter, kind="organization", name="New Parish", status="confirmed")
    return letter


INFINITE = base64.urlsafe_b64encode(b'["person", "", Infinity]').decode()
PAGES = [
    "/en/",
    "/en/letters/{slug}/",
    "/es/letters/{slug}/signers/",
    "/en/letters/{slug}/signers/?q=person",
    "/api/letters/{slug}.json",
    "/api/letters/{slug}/signers.json",
]


@pytest.mark.parametrize("page", PAGES)
def test_only_public_names_are_public(letter, page):
    content = Client().get(page.format(slug=letter.slug)).content.decode()

    for name in "Officials Counted Waiting Held Declined Withdrawn Pending New".split():
        assert f"{name} P" not in content


def test_the_number_is_the_same_everywhere(letter):
    client = Client()

    counts = client.get(f"/api/letters/{letter.slug}.json").json()["counts"]

    assert counts == {"total": 4, "people": 3, "organizations": 1, "countries": 3}
    page = client.get(f"/en/letters/{letter.slug}/").content.decode()
    assert "<strong>4</strong>" in page
    assert "We, 4 neighbors" in page
    assert "4 signatures" in client.get("/en/").content.decode()
    spanish = client.get(f"/es/letters/{letter.slug}/signers/").content.decode()
    assert "4 " in spanish


def test_letter_that_reviews_afterwards_lists_confirmed_people_only(db):
    letter = make_letter(review="after")
    make_signature(letter, status="confirmed")
    make_signature(letter, status="held")
    make_signature(letter, kind="organization", name="Parish", status="confirmed")

    counts = Client().get(f"/api/letters/{letter.slug}.json").json()["counts"]

    assert counts["total"] == 1


def test_search_knows_no_accents_and_survives_anything(letter):
    make_signature(letter, name="Łukasz Żółć")
    make_signature(letter, name="Ana Ñandú")
    client = Client()
    url = f"/en/letters/{letter.slug}/signers/"

    assert "Ana Ñandú" in client.get(url, {"q": "nandu"}).content.decode()
    assert "Łukasz Żółć" in client.get(url, {"q": "LUKASZ zolc"}).content.decode()
    for query in ["%", "_", "'", '"><script>', "\u202e", "a" * 5000, "😀"]:
        assert client.get(url, {"q": query}).status_code == 200
    assert client.get(url, {"q": "a\x00b"}).status_code == 400
    for page in ["0", "-1", "x", "99999999999999999999"]:
        assert client.get(url, {"page": page}).status_code == 200


def test_json_list_is_paged_by_cursor_in_print_order(db):
    letter = make_letter()
    for number in range(150):
        make_signature(letter, name=f"Ana Ñ{number:03}")
    make_signature(letter, kind="organization", name="Parish")
    url = f"/api/letters/{letter.slug}/signers.json"

    first = Client().get(url)
    second = Client().get(url, {"cursor": first.json()["next"]}).json()

    names = [row["name"] for row in first.json()["signers"] + second["signers"]]
    assert names == ["Parish", *(f"Ana Ñ{number:03}" for number in range(150))]
    assert second["next"] is None
    assert first["Access-Control-Allow-Origin"] == "*"
    assert "email" not in first.content.decode()


@pytest.mark.parametrize(
    "cursor", ["x", "W10", "WzEsMiwzXQ", "é", "[" * 3000, "e30", INFINITE]
)
def test_made_up_cursor_is_refused(db, cursor):
    url = f"/api/letters/{make_letter().slug}/signers.json"

    response = Client().get(url, {"cursor": cursor})

    assert response.status_code == 400
    assert "cursor" in response.json()["error"]


def test_signer_sees_and_withdraws_a_signature_without_an_account(sign, read_mail):
    letter = make_letter(review="after")
    sign(letter)
    press(link_in(read_mail()[0]), "confirm")
    own = link_in(read_mail()[0])

    page = Client().get(own).content.decode()
    assert "María José Pérez Tzoc" in page
    assert letter.signatures.listed().count() == 1
    press(own, "withdraw")

    assert letter.signatures.listed().count() == 0
    assert "has been withdrawn" in Client().get(own).content.decode()


@pytest.mark.parametrize("page", ["", "signers/", "signers/?q=casa"])
def test_pages_need_as_many_queries_for_thirty_organizations_as_for_three(
    letter, page, django_assert_max_num_queries
):
    path = f"/es/letters/{letter.slug}/{page}"
    sign_as_organizations(letter, range(3))

    with CaptureQueriesContext(connection) as few:
        Client().get(path)
    sign_as_organizations(letter, range(3, 30))

    with django_assert_max_num_queries(min(len(few), 14)):
        Client().get(path)


def test_the_search_stays_on_every_page_of_names(letter):
    for number in range(101):
        make_signature(letter, name=f"Ana & Luz {number:03}")
    path = f"/en/letters/{letter.slug}/signers/"

    first = Client().get(path, {"q": "ana & luz"}).content.decode()

    (further,) = re.findall(r'rel="next" href="([^"]*)"', first)
    second = Client().get(path + unescape(further)).content.decode()
    assert "Ana &amp; Luz 100" in second
    assert "Public Person" not in second


def sign_as_organizations(letter, numbers):
    for number in numbers:
        signature = make_signature(letter, kind="organization", name=f"House {number}")
        add_name(signature.organization, f"Casa {number}", "es")


@pytest.mark.parametrize("page", ["", "signers/"])
def test_organizations_have_their_own_name_in_the_page_s_language(letter, page):
    parish = letter.signatures.get(name="Public Parish")
    add_name(parish.organization, "Parroquia Abierta", "es")

    spanish = Client().get(f"/es/letters/{letter.slug}/{page}").content.decode()
    english = Client().get(f"/en/letters/{letter.slug}/{page}").content.decode()

    assert "Parroquia Abierta" in spanish
    assert "Public Parish" not in spanish
    assert "Public Parish" in english


def test_letter_shows_the_twelve_names_that_came_last_newest_first(db):
    letter = make_letter()
    now = timezone.now()
    # Confirmed in another order than signed, and than the alphabet's.
    order = [3, 0, 7, 12, 1, 9, 4, 10, 2, 11, 5, 8, 6]
    for number in order:
        confirmed_at = now - timedelta(hours=number)
        make_signature(letter, name=f"Ana {number:02}", confirmed_at=confirmed_at)

    page = Client().get(f"/en/letters/{letter.slug}/").content.decode()

    recent = page.split("Signed most recently")[1]
    assert re.findall(r"Ana (\d+)", recent) == [f"{number:02}" for number in range(12)]


def test_representatives_are_not_found_by_strangers(letter, bob, as_user):
    make_signature(
        letter,
        kind="organization",
        name="Casa Abierta",
        representative="Judge Hidden",
        title="Directora",
    )
    client = Client()

    for query in ("hidden", "directora"):
        page = client.get(f"/en/letters/{letter.slug}/signers/", {"q": query})
        assert "Casa Abierta" not in page.content.decode()
    listed = client.get(f"/api/letters/{letter.slug}/signers.json").content.decode()
    assert "Directora" not in listed
    assert "Hidden" not in listed
