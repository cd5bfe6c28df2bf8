"""Times in the lists and on the pages of the admin, by the clock that people go by."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.utils import timezone

from core import clocks


def moment_of(model: type[models.Model], field: str, *, letter: str = "") -> Any:
    """A column with a time by the clock of the row's letter, or of the organizer's.

    `letter` is the lookup path from the row to the letter.
    """
    label = model._meta.get_field(field).verbose_name  # type: ignore[union-attr]

    @admin.display(description=label, ordering=field)
    def column(row: Any) -> str:
        at = getattr(row, field)
        if at is None:
            return "–"
        if not letter:
            return clocks.in_words(at, timezone.get_current_timezone_name())
        for name in letter.split("__"):
            row = getattr(row, name)
        return clocks.in_words(at, row.time_zone)

    column.__name__ = field
    return column
