"""Stored files that are what their rows say, or are not given to anybody."""

import hashlib
import uuid
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import PurePosixPath
from typing import Any

from django.core.files import File
from django.db.models import FileField, Model
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext as _

from core.errors import Refusal


def new_name(file: FieldFile, ending: str) -> str:
    """A name that says nothing: files are found through their rows only."""
    name = f"{uuid.uuid4().hex}.{ending}"
    return file.field.generate_filename(file.instance, name)


def save_whole(file: FieldFile, name: str, content: "File[Any]") -> str:
    """Store the content, all of it or nothing, and return its name, for the row."""
    try:
        return file.storage.save(name, content)
    except BaseException:
        file.storage.delete(name)
        raise


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


# Longer than any transaction that saves a file before the row that names it.
UNNAMED_AGE = timedelta(days=1)


def delete_unnamed(model: type[Model], now: datetime) -> None:
    """Delete what lies in the folder of the model's files and no row names.

    Whoever is killed between a file and its row leaves one, with names in it.
    """
    field = model._meta.get_field("file")
    assert isinstance(field, FileField)
    folder = PurePosixPath(str(field.upload_to))
    try:
        _folders, names = field.storage.listdir(str(folder))
    except FileNotFoundError:
        return  # nothing was ever saved
    rows = model._default_manager.exclude(file="")
    named = set(rows.values_list("file", flat=True))
    for name in (str(folder / name) for name in names):
        if name in named:
            continue
        with suppress(FileNotFoundError):  # whoever wrote it has deleted it
            if field.storage.get_modified_time(name) < now - UNNAMED_AGE:
                field.storage.delete(name)
