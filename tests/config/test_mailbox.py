import stat
from pathlib import Path

import pytest
from django.core.mail import EmailMultiAlternatives
from django.utils.html import escape

from core.mailbox import MailboxBackend

LINK = "http://127.0.0.1:8000/en/confirm/AAE.1abc-_x.Zk9/"


@pytest.fixture
def folder(settings, tmp_path) -> Path:
    settings.MAILBOX_DIR = tmp_path / "mail"
    settings.HAS_MAILBOX = True
    return settings.MAILBOX_DIR


@pytest.fixture
def send(folder):
    """Sends a mail through the mailbox and returns the name of its file."""

    def send_mail(subject: str = "Confirm your signature", html: str = "") -> str:
        message = EmailMultiAlternatives(
            subject, f"Please open\n{LINK}\nAdiós", to=["María <maria@example.org>"]
        )
        if html:
            message.attach_alternative(html, "text/html")
        before = set(folder.glob("*"))
        assert MailboxBackend().send_messages([message]) == 1
        (made,) = set(folder.glob("*")) - before
        return made.name

    return send_mail


def test_mail_is_a_file_for_its_owner_only(folder, send):
    path = folder / send()

    assert path.suffix == ".eml"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert LINK.encode() in path.read_bytes()


def test_a_full_disk_is_an_error_and_not_half_a_mail(folder, tmp_path, send):
    folder.write_text("a file where the folder should be")

    with pytest.raises(OSError, match="exist"):
        send()


def test_the_mailbox_lists_the_newest_first(client, folder, send):
    send("The first")
    send("The second")

    page = client.get("/mailbox/").content.decode()

    assert page.index("The second") < page.index("The first")
    assert "María &lt;maria@example.org&gt;" in page


def test_a_mail_shows_its_text_with_links(client, folder, send):
    name = send()

    response = client.get(f"/mailbox/{name}/")

    assert f'href="{LINK}"' in response.content.decode()
    assert "Adiós" in response.content.decode()
    assert "noindex" in response["X-Robots-Tag"]
    assert "iframe" not in response.content.decode()


def test_what_a_mail_says_is_not_run(client, folder, send):
    name = send("<script>alert(1)</script>")

    page = client.get(f"/mailbox/{name}/").content.decode()

    assert escape("<script>alert(1)</script>") in page
    assert "<script>alert(1)" not in page


def test_the_html_part_is_shown_in_a_frame_that_runs_nothing(client, folder, send):
    name = send(html="<html><head></head><p style='color:red'>Hola</p></html>")

    page = client.get(f"/mailbox/{name}/").content.decode()
    frame = client.get(f"/mailbox/{name}/html/")

    assert f'src="/mailbox/{name}/html/"' in page
    assert 'sandbox="allow-popups' in page
    policy = frame["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'self'" in policy
    assert "style-src 'unsafe-inline'" in policy
    assert "script-src" not in policy
    assert "Hola" in frame.content.decode()


def test_a_mail_without_html_has_no_frame(client, folder, send):
    assert client.get(f"/mailbox/{send()}/html/").status_code == 404


@pytest.mark.parametrize(
    "name",
    [
        "..%2Fsecrets%2Fsecret-key",
        "../secrets/secret-key",
        "20261121T000000.000000Z-00000000.eml",
        "secret.eml",
        ".eml",
    ],
)
@pytest.mark.parametrize("end", ["", "html/"])
def test_other_files_are_not_shown(client, folder, name, end, send):
    send()
    (folder.parent / "secrets").mkdir()
    (folder.parent / "secrets" / "secret-key").write_text("secret")
    (folder / "secret.eml").write_text("Subject: secret")

    assert client.get(f"/mailbox/{name}/{end}").status_code == 404


@pytest.mark.parametrize(
    "path", ["/mailbox/", "/mailbox/{name}/", "/mailbox/{name}/html/"]
)
def test_an_installation_with_a_mail_server_has_no_mailbox(
    client, folder, settings, path, send
):
    name = send(html="<p>Hola</p>")
    settings.HAS_MAILBOX = False

    assert client.get(path.format(name=name)).status_code == 404


def test_a_long_mailbox_has_pages(client, folder, send):
    for number in range(51):
        send(f"Message {number}.")

    first = client.get("/mailbox/").content.decode()
    second = client.get("/mailbox/?page=2").content.decode()

    assert "Message 50." in first
    assert "Message 0." not in first
    assert "Message 0." in second
