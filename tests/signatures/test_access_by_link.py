"""Letters that circulate before they are published: only their secret link shows them."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from letters.models import Letter
from signatures.emails import self_service_token
from tests.factories import make_letter, make_signature
from tests.signatures.conftest import VALUES

PAGES = ["", "check-your-mail/", "signers/"]


@pytest.fixture
def letter(db):
    letter = make_letter(slug="border", access="link")
    make_signature(letter, name="Ana Example")
    return letter


def get(letter, page="", *, key=None, language="en"):
    query = {"key": key} if key is not None else {}
    return Client().get(f"/{language}/letters/{letter.slug}/{page}", query)


def post(letter, key):
    path = f"/es/letters/{letter.slug}/?key={key}"
    return Client().post(path, VALUES, headers={"Origin": "http://testserver"})


@pytest.mark.parametrize("page", PAGES)
def test_link_shows_the_letter_to_nobody_but_those_who_have_it(letter, page):
    response = get(letter, page, key=letter.key)

    assert response.status_code == 200
    assert response["X-Robots-Tag"] == "noindex"
    assert "no-store" in response["Cache-Control"]
    html = response.content.decode()
    assert '<meta name="robots" content="noindex">' in html
    assert 'rel="canonical"' not in html
    assert not response.cookies


@pytest.mark.parametrize("page", PAGES)
def test_every_way_on_keeps_the_key(letter, page):
    html = get(letter, page, key=letter.key).content.decode()

    ways = re.findall(r'(?:href|action)="(/(?:en|es)/letters/[^"]*)"', html)
    assert ways
    assert all(f"?key={letter.key}" in way for way in ways)
    assert any(way.startswith("/es/letters/border/") for way in ways)


def test_search_and_pages_of_the_names_keep_the_key(letter):
    for number in range(100):
        make_signature(letter, name=f"Signer {number:03}")

    html = get(letter, "signers/", key=letter.key).content.decode()

    assert f'<input type="hidden" name="key" value="{letter.key}">' in html
    assert f"?key={letter.key}&amp;page=2" in html


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("key", [None, "", "wrong", "ключ"])
def test_wrong_key_answers_like_a_letter_that_does_not_exist(letter, page, key):
    unknown = Letter(slug="unknown")

    response, nothing = get(letter, page, key=key), get(unknown, page, key=key)

    assert response.status_code == nothing.status_code == 404
    assert response.content == nothing.content.replace(b"unknown", b"border")
    assert response.headers == nothing.headers


def test_replaced_key_leads_nowhere(letter):
    old = letter.key

    letter.replace_key()

    assert get(letter, key=old).status_code == 404
    assert post(letter, old).status_code == 404
    assert get(letter, key=letter.key).status_code == 200


def test_letter_by_link_is_not_listed(letter):
    shown = make_letter(slug="shown")

    home = Client().get("/en/").content.decode()

    assert f"/letters/{shown.slug}/" in home
    assert f"/letters/{letter.slug}/" not in home


@pytest.mark.parametrize("path", ["border.json", "border/signers.json"])
def test_json_needs_the_key(letter, path):
    without = Client().get(f"/api/letters/{path}")
    with_key = Client().get(f"/api/letters/{path}", {"key": letter.key})

    assert without.status_code == 404
    assert with_key.status_code == 200
    assert "no-store" in with_key["Cache-Control"]


def test_form_behind_the_link_signs_and_stays_behind_it(letter):
    response = post(letter, letter.key)

    assert response.status_code == 303
    assert response.url == f"/es/letters/border/check-your-mail/?key={letter.key}"
    assert Client().get(response.url).status_code == 200
    assert letter.signatures.filter(status="pending").count() == 1


def test_form_without_the_key_signs_nothing(letter):
    assert post(letter, "").status_code == 404
    assert not letter.signatures.filter(status="pending").exists()


def test_refused_form_is_kept_by_nobody_and_keeps_the_key(letter):
    path = f"/en/letters/border/?key={letter.key}"

    response = Client().post(path, {**VALUES, "agree": ""})

    assert response.status_code == 422
    assert response["X-Robots-Tag"] == "noindex"
    assert "no-store" in response["Cache-Control"]
    assert f'action="{path}"' in response.content.decode()


def test_refused_form_of_a_public_letter_is_kept_by_nobody_either(db):
    response = post(make_letter(slug="shown", opens_at=None), "")
    refused = Client().post("/en/letters/shown/", {**VALUES, "agree": ""})

    assert response.status_code == 303
    assert refused.status_code == 422
    assert "no-store" in refused["Cache-Control"]


def test_mail_about_a_letter_by_link_carries_its_key(letter, read_mail):
    post(letter, letter.key)
    signature = letter.signatures.get(status="pending")

    [message] = read_mail()
    confirm = re.search(r"/es/confirm/[^\s]+/", message.body).group()
    page = Client().get(confirm).content.decode()
    Client().post(
        confirm,
        {"action": "confirm", "seen": re.search(r'name="seen" value="(.*?)"', page)[1]},
    )
    [receipt] = read_mail()

    signature.refresh_from_db()
    assert signature.is_confirmed
    assert "key=" not in confirm
    for text in (receipt.body, Client().get(confirm).content.decode()):
        links = re.findall(r"/(?:en|es)/letters/border/[^\s\"<]*", text)
        assert links
        assert all(f"key={letter.key}" in link for link in links)


def test_mail_about_a_public_letter_carries_no_key(db, sign, read_mail):
    letter = make_letter()
    sign(letter)

    [message] = read_mail()

    assert letter.key not in message.body
    assert letter.key not in message.alternatives[0][0]


def test_page_asks_those_who_have_the_link_not_to_publish_it(letter):
    html = get(letter, key=letter.key).content.decode()

    assert "You see this page because you have its link." in html
    assert "This is a draft" not in html


def test_link_of_a_letter_that_everybody_sees_asks_for_nothing(db):
    letter = make_letter()

    html = get(letter, key=letter.key).content.decode()

    assert "You see this page because you have its link." not in html


def test_draft_is_read_by_link_and_not_signed(db):
    letter = make_letter(status="draft", opened_at=None)

    html = get(letter, key=letter.key).content.decode()
    refused = post(letter, letter.key)

    assert "This is a draft: its text may still change" in html
    assert "We, 0 neighbors" in html
    assert 'name="email"' not in html
    assert refused.status_code == 422
    assert not letter.signatures.exists()
    assert get(letter).status_code == 404


def test_letter_that_waits_for_its_hour_is_read_by_link(db):
    letter = make_letter(
        time_zone="America/Guatemala",
        opens_at=timezone.now() + timedelta(days=1),
    )

    html = get(letter, key=letter.key).content.decode()

    assert "Opens for signature on" in html
    assert "(Central Standard Time)" in html
    assert 'name="email"' not in html
    assert get(letter).status_code == 404
    assert post(letter, letter.key).status_code == 422


def test_key_of_one_letter_opens_no_other(letter):
    other = make_letter(access="link")

    assert get(other, key=letter.key).status_code == 404


@pytest.mark.parametrize(
    ("status", "is_told"), [("approved", True), ("withdrawn", False)]
)
def test_own_page_tells_the_key_to_nobody_who_has_withdrawn(letter, status, is_told):
    signature = make_signature(letter, status=status)

    page = Client().get(f"/en/signature/{self_service_token(signature)}/")

    assert (letter.key in page.content.decode()) == is_told
