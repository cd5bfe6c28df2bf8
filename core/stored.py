"""Stored files that are what their rows say, or are not given to anybody."""

import hashlib

from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext as _

from core.errors import Refusal


def open_unchanged(file: FieldFile, sha256: str) -> FieldFile:
    """The file, open at its beginning; Refusal if it is gone, or another one by now."""
    try:
        stored = file.open("rb")
    except FileNotFoundError:
        raise Refusal(
            _("The file is missing. Ask the operator to restore it from a backup.")
        ) from None
    if hashlib.file_digest(stored, "sha256").hexdigest() != sha256:
        stored.close()
        raise Refusal(
            _(
                "The stored file has changed since it was made, so it is not given out."
                " Ask the operator to restore it from a backup."
            )
        )
    stored.seek(0)
    return stored
