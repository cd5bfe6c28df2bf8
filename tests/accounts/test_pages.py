import re

import pytest
from django.template.loader import render_to_string

LOGGED_OUT = ["/accounts/login/", "/accounts/signup/", "/accounts/password/reset/"]
LOGGED_IN = [
    "/accounts/logout/",
    "/accounts/password/change/",
    "/accounts/2fa/",
    "/accounts/reauthenticate/",
]


@pytest.mark.parametrize("path", LOGGED_OUT)
def test_pages_for_logging_in_look_like_ours_and_offer_no_signup(db, client, path):
    html = client.get(path, headers={"accept-language": "es"}).content.decode()

    assert '<html lang="es" dir="ltr">' in html
    assert html.count("<h1>") == 1
    assert "components.css" in html
    assert "/accounts/signup/" not in html


@pytest.mark.parametrize("path", LOGGED_IN)
def test_account_pages_look_like_ours_and_keep_the_second_factor_near(
    alice, as_user, path
):
    response = as_user(alice).get(path, follow=True)

    html = response.content.decode()
    assert response.status_code == 200
    assert html.count("<h1>") == 1
    assert 'href="/accounts/2fa/"' in html
    assert 'action="/accounts/logout/"' in html


def test_an_organizer_may_set_up_a_second_factor(db, client, alice):
    password = {"password": "a long password"}
    client.post("/accounts/login/", {"login": alice.email, **password})

    response = client.post(
        "/accounts/reauthenticate/",
        {"next": "/accounts/2fa/totp/activate/", **password},
        follow=True,
    )

    assert response.status_code == 200
    assert 'class="qr"' in response.content.decode()


def test_a_wrong_password_is_said_in_a_summary(db, client):
    response = client.post(
        "/accounts/login/", {"login": "nobody@example.org", "password": "wrong"}
    )

    html = response.content.decode()
    assert html.count('id="error-summary"') == 1
    assert "There is a problem" in html


def test_an_unknown_page_speaks_the_language_of_its_visitor(db, client):
    response = client.get("/es/nothing/here/")

    assert response.status_code == 404
    assert '<html lang="es"' in response.content.decode()
    assert not response.cookies


def test_the_page_of_an_error_needs_nothing_that_may_be_broken():
    html = render_to_string("500.html")

    assert "Something went wrong" in html
    assert "Algo falló" in html
    assert re.findall(r'href="(/static/css/[^"]+)"', html)
    assert "{#" not in html
