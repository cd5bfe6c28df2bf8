import pytest
from django.core.checks import run_checks
from django.core.management import call_command

from config import checks, system


def ids(**kwargs) -> set[str]:
    return {
        message.id for message in run_checks(**kwargs) if message.id.startswith("conf")
    }


@pytest.fixture
def production(settings):
    """The settings of a sane installation."""
    settings.SITE_URL = "https://sign.example.net"
    settings.IS_HTTPS = True
    settings.ALLOWED_HOSTS = ["sign.example.net"]
    settings.DEFAULT_FROM_EMAIL = "Coalition <letters@sign.example.net>"
    settings.EMBEDDED = False
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.SECRET_KEY = "a long secret with many different characters 0123456789"
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    settings.SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    return settings


def test_a_sane_installation_has_nothing_to_complain_about(production, capsys):
    call_command("check", deploy=True, fail_level="WARNING")

    assert "no issues" in capsys.readouterr().out


def test_a_site_url_that_allowed_hosts_refuses_is_an_error(settings):
    settings.SITE_URL = "https://sign.example.net"

    assert ids() == {"config.E001"}


@pytest.mark.parametrize("keys", [[""], ["too short"], ["k" * 44, "ä"]])
def test_what_is_not_a_key_is_an_error(settings, keys):
    settings.FIELD_KEYS = keys

    assert ids() == {"config.E002"}


def test_a_weasyprint_that_reads_files_is_an_error(monkeypatch):
    monkeypatch.setattr(checks, "version", lambda name: "69.1")

    assert ids() == {"config.E003"}


def test_missing_libraries_are_a_warning_that_says_what_to_type(monkeypatch):
    monkeypatch.setattr(system, "LIBRARIES", {"Pango": ("libnowhere.so.0",)})

    assert ids() == {"config.W001"}
    assert "apt-get install libpango-1.0-0" in checks.check_libraries(None)[0].hint


@pytest.mark.parametrize(
    ("name", "value", "warning"),
    [
        ("IS_HTTPS", False, "config.W002"),
        ("DEFAULT_FROM_EMAIL", "Undersigned <letters@example.org>", "config.W003"),
        ("EMAIL_BACKEND", "core.mailbox.MailboxBackend", "config.W004"),
    ],
)
def test_what_an_installation_should_not_keep_is_a_warning(
    production, name, value, warning
):
    setattr(production, name, value)

    assert ids(include_deployment_checks=True) == {warning}
    assert ids() == set()


def test_debug_is_a_warning_of_django(production):
    production.DEBUG = True

    found = {message.id for message in run_checks(include_deployment_checks=True)}

    assert "security.W018" in found
