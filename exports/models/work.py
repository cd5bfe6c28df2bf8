"""Work that is owed to a worker, and done anew when it is wished again meanwhile."""

import uuid
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

# Beat looks twice a minute for what no worker was told of.
PATIENCE = timedelta(seconds=45)
Kind = TypeVar("Kind", bound="Work")


class WorkQuerySet(models.QuerySet[Kind]):
    def due(self, now: datetime) -> Self:
        """What is queued, and what a worker took and did not come back with."""
        return self.filter(
            Q(status="queued") | Q(status=self.model.in_hand, claimed_until__lte=now)
        )


class Work(models.Model):
    """What one worker at a time makes or does; its status begins with *queued*.

    A new wish takes the claim away, so that what was made of the earlier one is refused.
    """

    ATTEMPTS_MAXIMUM = 3
    in_hand: ClassVar[str]  # the status while a worker makes it
    # Paths for select_related: what is read to make it.
    needs: ClassVar[tuple[str, ...]]

    error = models.CharField(max_length=500, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    # Whose the work is: another claim, or another wish, takes it away.
    claim = models.UUIDField(null=True, editable=False)
    claimed_until = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    @classmethod
    def take(cls, pk: int, now: datetime | None = None) -> Self | None:
        """Claim what is due for the length of a lease; of many workers, one gets it."""
        now = now or timezone.now()
        rows: WorkQuerySet[Self] = WorkQuerySet(cls)
        due = rows.due(now).filter(pk=pk)
        due.filter(attempts__gte=cls.ATTEMPTS_MAXIMUM).update(
            status="failed",
            claim=None,
            claimed_until=None,
            error=_("The worker stopped several times. Ask the operator to look."),
        )
        claim = uuid.uuid4()
        if not due.update(
            status=cls.in_hand,
            claim=claim,
            claimed_until=now + settings.DOCUMENT_LEASE,
            attempts=F("attempts") + 1,
        ):
            return None
        # Nothing, if it was wished anew in this moment.
        claimed = cls._default_manager.select_related(*cls.needs)
        return claimed.filter(pk=pk, claim=claim).first()

    def renew_lease(self) -> bool:
        """Whether the work is still this worker's."""
        return bool(
            self._mine().update(claimed_until=timezone.now() + settings.DOCUMENT_LEASE)
        )

    def mark_failed(self, error: str) -> None:
        self._settle(status="failed", error=error[:500])

    def requeue(self) -> None:
        """Give it back; the attempt stays counted."""
        self._settle(status="queued")

    def _is_left_alone(self, since: datetime) -> bool:
        """Whether a worker should have begun with it by now, and none has."""
        return (self.claimed_until or since) + PATIENCE < timezone.now()

    def _settle(self, **changes: Any) -> bool:
        """Whether it was still this worker's, and is settled now."""
        return bool(self._mine().update(claim=None, claimed_until=None, **changes))

    def _mine(self) -> models.QuerySet[Self]:
        return type(self)._default_manager.filter(pk=self.pk, claim=self.claim)
