"""Mail that is owed: a row before it is a message, claimed by one worker at a time."""

from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.crypto import keyed_hash


class Owed(models.Model):
    """A message that is owed; it holds no address and no token."""

    class Status(models.TextChoices):
        QUEUED = "queued", _("Queued")
        CLAIMED = "claimed", _("Being sent")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")
        SUPPRESSED = "suppressed", _("Not needed any more")

    lease: ClassVar[timedelta] = settings.MAIL_LEASE
    # Paths for select_related: what is read to write and send the message.
    needs: ClassVar[tuple[str, ...]]

    status = models.CharField(
        _("status"),
        max_length=10,
        choices=Status,
        default=Status.QUEUED,
        editable=False,
    )
    attempts = models.PositiveSmallIntegerField(
        _("attempts"), default=0, editable=False
    )
    error = models.CharField(
        _("last answer of the mail server"),
        max_length=200,
        blank=True,
        editable=False,
    )
    created_at = models.DateTimeField(
        _("owed since"), default=timezone.now, editable=False
    )
    due_at = models.DateTimeField(_("due"), default=timezone.now, editable=False)
    claimed_until = models.DateTimeField(_("claimed until"), null=True, editable=False)
    sent_at = models.DateTimeField(_("sent"), null=True, editable=False)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(status="claimed", claimed_until__isnull=False)
                | Q(
                    status__in=["queued", "sent", "failed", "suppressed"],
                    claimed_until__isnull=True,
                ),
                name="%(class)s_only_claimed_has_lease",
            )
        ]
        indexes = [
            # The sweeper.
            models.Index(
                fields=["status", "due_at"],
                condition=Q(status__in=["queued", "claimed"]),
                name="%(class)s_due",
            )
        ]

    @property
    def message_id(self) -> str:
        """The same for every attempt, so that a doubled message can be recognized."""
        host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("<> ")
        purpose = f"message-id.{self._meta.label_lower}"
        return f"<{keyed_hash(purpose, str(self.pk))[:32]}@{host}>"

    @classmethod
    def due(cls, now: datetime) -> "models.QuerySet[Self]":
        """Queued mail whose time has come, and claimed mail whose lease has run out."""
        return cls._default_manager.filter(
            Q(status=cls.Status.QUEUED, due_at__lte=now)
            | Q(status=cls.Status.CLAIMED, claimed_until__lte=now)
        )

    @classmethod
    def claim(cls, pk: int, now: datetime | None = None) -> "Self | None":
        """Take a due mail for the length of a lease; of many workers, one gets it."""
        now = now or timezone.now()
        rows = cls.due(now).filter(pk=pk)
        if not rows.update(
            status=cls.Status.CLAIMED,
            claimed_until=now + cls.lease,
            attempts=F("attempts") + 1,
        ):
            return None
        # None, too, where what it belongs to was erased at the same moment.
        claimed = cls._default_manager.select_related(*cls.needs)
        return claimed.filter(pk=pk).first()

    def _settle(self, status: str, **changes: Any) -> bool:
        """Leave the claimed state, unless the lease ran out and another worker has it."""
        rows = type(self)._default_manager.filter(
            pk=self.pk, status=self.Status.CLAIMED, claimed_until=self.claimed_until
        )
        return bool(rows.update(status=status, claimed_until=None, **changes))

    def mark_sent(self) -> bool:
        return self._settle(self.Status.SENT, sent_at=timezone.now(), error="")

    def mark_failed(self, error: str) -> None:
        self._settle(self.Status.FAILED, error=error[:200])

    def mark_suppressed(self) -> None:
        self._settle(self.Status.SUPPRESSED)

    def requeue(self, error: str) -> None:
        """Try again later, doubling the pause up to an hour; give up after MAIL_RETRY_LIMIT."""
        now = timezone.now()
        if now - self.created_at > settings.MAIL_RETRY_LIMIT:
            self.mark_failed(error)
            return
        pause = min(
            timedelta(seconds=15) * 2 ** min(self.attempts, 10), timedelta(hours=1)
        )
        self._settle(self.Status.QUEUED, due_at=now + pause, error=error[:200])
