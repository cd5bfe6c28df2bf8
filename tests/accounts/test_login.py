import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client


def log_in(client, email="alice@example.org", password="a long password", **data):
    return client.post(
        "/accounts/login/", {"login": email, "password": password, **data}
    )


def test_admin_sends_to_the_login_by_address(db):
    client = Client()

    response = client.get("/admin/signatures/signature/", follow=True)

    assert response.redirect_chain[-1][0].startswith("/accounts/login/?next=")
    assert b'name="login"' in response.content


def test_organizer_logs_in_by_address_whatever_its_case(alice):
    client = Client()

    response = log_in(client, email="Alice@Example.org")

    assert response.status_code == 302
    assert client.get("/admin/").status_code == 200


def test_account_without_a_campaign_is_told_so(stranger, as_user):
    response = as_user(stranger).get("/admin/", follow=True)

    assert response.status_code == 403
    assert "Traceback" not in response.content.decode()


def test_wrong_password_does_not_say_whether_the_account_exists(alice):
    known = log_in(Client(), password="wrong").content.decode()
    unknown = log_in(Client(), email="nobody@example.org", password="wrong")

    assert "alice" not in unknown.content.decode()
    assert known.count("errorlist") == unknown.content.decode().count("errorlist")


def test_guessing_is_slowed_down(alice):
    client = Client()

    answers = [log_in(client, password=f"guess {n}").content.decode() for n in range(8)]
    right = log_in(client)

    assert any("Too many" in answer for answer in answers)
    assert right.status_code != 302


def test_login_does_not_lead_to_another_site(alice):
    response = log_in(Client(), next="https://evil.example/")

    assert response.url == "/organize/"


def test_nobody_signs_up(db):
    response = Client().post(
        "/accounts/signup/",
        {"email": "new@example.org", "password1": "a long password 1"},
    )

    assert "by invitation" in response.content.decode()


def test_nobody_takes_another_address(mallory, as_user):
    data = {"email": "director@example.com", "action_add": "", "action_primary": ""}

    assert as_user(mallory).post("/accounts/email/", data).status_code == 404


def test_mail_server_that_is_down_does_not_say_who_has_an_account(alice, monkeypatch):
    def send_messages(self, messages):
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailBackend, "send_messages", send_messages)
    url = "/accounts/password/reset/"

    known = Client().post(url, {"email": "alice@example.org"})
    unknown = Client().post(url, {"email": "nobody@example.org"})

    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)


@pytest.mark.parametrize("path", ["/accounts/login/", "/admin/", "/accounts/2fa/"])
def test_organizers_pages_are_kept_by_nobody(alice, as_user, path):
    assert "no-store" in as_user(alice).get(path)["Cache-Control"]
