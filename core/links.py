"""Signed links: each serves one purpose, expires, and starts with the configured origin."""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import translation


def _signer(purpose: str) -> signing.TimestampSigner:
    # A dot, because mail programs cut links at a colon more often than at a dot.
    return signing.TimestampSigner(sep=".", salt=f"undersigned.links.{purpose}")


def make_token(purpose: str, value: str) -> str:
    return _signer(purpose).sign(value)


def read_token(purpose: str, token: str, *, max_age: timedelta | None = None) -> str:
    """Return the signed value; raise SignatureExpired or, for any other token, BadSignature."""
    return _signer(purpose).unsign(token, max_age=max_age)


def absolute_url(name: str, *args: str | int, language: str) -> str:
    """The URL of a view in a language, on SITE_URL and never on the request's host."""
    with translation.override(language):
        return settings.SITE_URL + reverse(name, args=args)
