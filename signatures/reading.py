"""Whose signature a mailed link is about."""

from django.conf import settings
from django.core.signing import BadSignature, SignatureExpired

from core.links import read_token
from signatures.models import Erasure, Signature


def read_link(purpose: str, token: str) -> tuple[Signature | None, str, bool]:
    """The signature of a link, the rest of its value, and whether it expired."""
    value, is_expired = _value(purpose, token)
    code, _dash, rest = value.partition("-")
    if not code:
        return None, "", False
    signatures = Signature.objects.select_related("letter__campaign", "revision")
    return signatures.filter(code=code).first(), rest, is_expired


def is_erased(purpose: str, token: str) -> bool:
    """Whether the signature of this link was erased on its signer's wish."""
    code = _value(purpose, token)[0].partition("-")[0]
    return bool(code) and Erasure.objects.filter(code=code).exists()


def _value(purpose: str, token: str) -> tuple[str, bool]:
    ages = {
        "confirm": settings.CONFIRMATION_LINK_AGE,
        "signature": settings.SELF_SERVICE_LINK_AGE,
        "unsubscribe": None,  # who wants no news is never told that it is too late
    }
    try:
        return read_token(purpose, token, max_age=ages[purpose]), False
    except SignatureExpired:
        return read_token(purpose, token), True
    except BadSignature:
        return "", False
