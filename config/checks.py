"""Whether the installation is sane: `manage.py check`, and more with `--deploy`."""

from collections.abc import Sequence
from importlib.metadata import version
from typing import Any
from urllib.parse import urlsplit

from cryptography.fernet import Fernet
from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.http.request import validate_host

from config import system
from exports import sealing

# 70.0 closes CVE-2026-55073: older versions read files that the letter names.
WEASYPRINT_MAJOR = 70

Apps = Sequence[AppConfig] | None


@register()
def check_site_url(app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    host = urlsplit(settings.SITE_URL).hostname or ""
    if host and validate_host(host, settings.ALLOWED_HOSTS):
        return []
    return [
        Error(
            f"SITE_URL ({settings.SITE_URL}) points to a host that ALLOWED_HOSTS refuses.",
            hint=f"Add {host or 'its host'} to ALLOWED_HOSTS, or correct SITE_URL.",
            id="config.E001",
        )
    ]


@register()
def check_field_keys(app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    return [
        Error(
            f"Key {number} of FIELD_KEYS is not a key.",
            hint="A key has 44 characters; docs/configuration.md says how to make one.",
            id="config.E002",
        )
        for number, key in enumerate(settings.FIELD_KEYS, start=1)
        if not is_key(key)
    ]


def is_key(text: str) -> bool:
    try:
        Fernet(text)
    except ValueError:
        return False
    return True


@register()
def check_weasyprint(app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    installed = version("weasyprint")
    if int(installed.partition(".")[0]) >= WEASYPRINT_MAJOR:
        return []
    return [
        Error(
            f"WeasyPrint {installed} is installed; it reads files that a letter names.",
            hint="Install requirements.txt, which asks for a version that does not.",
            id="config.E003",
        )
    ]


@register()
def check_libraries(app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    missing = system.missing_libraries()
    if not missing:
        return []
    return [
        Warning(
            f"PDFs cannot be made, because {', '.join(missing)} cannot be loaded.",
            hint=f"Debian: apt-get install {' '.join(system.LIBRARY_PACKAGES)}; "
            "macOS: brew install pango.",
            id="config.W001",
        )
    ]


@register()
def check_seal(app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    # Not the token: a process that has asked one cannot pass it on to its workers.
    return [] if settings.SEAL_PKCS11_MODULE else _seal_problems()


@register(deploy=True)
def check_token(app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    return _seal_problems() if settings.SEAL_PKCS11_MODULE else []


def _seal_problems() -> list[CheckMessage]:
    problem = sealing.problem()
    if not problem:
        return []
    hint = "docs/configuration.md says how the seal is set up."
    return [Error(problem, hint=hint, id="config.E004")]


@register(Tags.security, deploy=True)
def check_https(app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    if settings.IS_HTTPS:
        return []
    return [
        Warning(
            f"SITE_URL ({settings.SITE_URL}) does not begin with https://.",
            hint="Names and addresses would cross the network for everybody to read.",
            id="config.W002",
        )
    ]


@register(deploy=True)
def check_sender(app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("<> ")
    if host != "example.org":
        return []
    return [
        Warning(
            "DEFAULT_FROM_EMAIL is still an address under example.org.",
            hint="Set it to an address of yours; mail from others' domains is refused.",
            id="config.W003",
        )
    ]


@register(deploy=True)
def check_mail_server(app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    if settings.EMBEDDED or settings.EMAIL_BACKEND != "core.mailbox.MailboxBackend":
        return []
    return [
        Warning(
            "EMAIL_URL is not set, so that no mail leaves this installation.",
            hint="Set EMAIL_URL, as in smtp+tls://user:password@mail.example.org:587.",
            id="config.W004",
        )
    ]
