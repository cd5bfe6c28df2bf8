from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    from letters.models.letter import Letter  # noqa: F401  named in a string below


class LetterQuerySet(models.QuerySet["Letter"]):
    def announced(self, now: datetime) -> Self:
        """Letters that are named to everybody: opened, and without a secret link."""
        return self.filter(
            models.Q(opens_at=None) | models.Q(opens_at__lte=now),
            status__in=[self.model.Status.OPEN, self.model.Status.CLOSED],
            access=self.model.Access.PUBLIC,
        )

    def due_to_close(self, now: datetime) -> Self:
        return self.filter(status=self.model.Status.OPEN, closes_at__lte=now)
