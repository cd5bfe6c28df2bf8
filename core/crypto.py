"""Encryption of single columns and keyed hashes, with keys that the database never sees."""

import hashlib
import hmac
from functools import cache
from typing import Any

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.db import models


@cache
def _cipher(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def encrypt(text: str) -> str:
    return _cipher(tuple(settings.FIELD_KEYS)).encrypt(text.encode()).decode()


def decrypt(text: str) -> str:
    return _cipher(tuple(settings.FIELD_KEYS)).decrypt(text.encode()).decode()


def keyed_hash(purpose: str, text: str) -> str:
    """Return 64 hexadecimal digits that only holders of the key can compute.

    The oldest of FIELD_KEYS is used, so that a newer encryption key, put before it,
    changes no hash and uniqueness holds across the rotation.
    """
    key = hmac.digest(settings.FIELD_KEYS[-1].encode(), purpose.encode(), "sha256")
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


class EncryptedTextField(models.TextField):
    """Text that is stored encrypted; it cannot be searched, only read back."""

    def get_prep_value(self, value: Any) -> Any:
        text = super().get_prep_value(value)
        return encrypt(text) if text else text

    def from_db_value(self, value: str | None, *args: Any) -> str | None:
        return decrypt(value) if value else value

    def get_lookup(self, lookup_name: str) -> Any:
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None
