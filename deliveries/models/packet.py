import uuid
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from exports.models import Edition
from letters.models import Recipient

# Beat looks twice a minute for what no worker was told of.
PATIENCE = timedelta(seconds=45)


class PacketQuerySet(models.QuerySet["Packet"]):
    def due(self, now: datetime) -> Self:
        """Queued packets, and those whose worker did not come back."""
        return self.filter(
            Q(status=Packet.Status.QUEUED)
            | Q(status=Packet.Status.PACKING, claimed_until__lte=now)
        )

    def finished(self) -> Self:
        return self.filter(status__in=[Packet.Status.READY, Packet.Status.FAILED])

    def owe_again(self) -> None:
        """Have them made from the beginning; who is at work on one works in vain."""
        self.update(
            status=Packet.Status.QUEUED,
            error="",
            attempts=0,
            claim=None,
            claimed_until=None,
            requested_at=timezone.now(),
        )


class Packet(models.Model):
    """What somebody takes along to a recipient, as one ZIP file that a worker makes."""

    class Status(models.TextChoices):
        QUEUED = "queued", _("Queued")
        PACKING = "packing", _("Being packed")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Failed")

    ATTEMPTS_MAXIMUM = 3

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="packets")
    recipient = models.ForeignKey(Recipient, models.CASCADE, related_name="packets")
    language = models.CharField(max_length=10, choices=settings.LANGUAGES)
    status = models.CharField(max_length=7, choices=Status, default=Status.QUEUED)
    # Named before a byte of it is written, so that half a file can be cleared away.
    file = models.FileField(upload_to="packets/", blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    # Of the words on the cover letter.
    stamp = models.CharField(max_length=64, blank=True)
    error = models.CharField(max_length=500, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    # Whose the work is: another claim, or another wish, takes it away.
    claim = models.UUIDField(null=True, editable=False)
    claimed_until = models.DateTimeField(null=True)
    requested_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    requested_at = models.DateTimeField(default=timezone.now)
    ready_at = models.DateTimeField(null=True)

    objects = PacketQuerySet.as_manager()

    class Meta:
        verbose_name = _("packet")
        verbose_name_plural = _("packets")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "recipient", "language"],
                name="packet_one_per_edition_recipient_and_language",
            ),
            models.CheckConstraint(
                condition=~Q(status="ready")
                | (
                    ~Q(file="")
                    & ~Q(sha256="")
                    & ~Q(stamp="")
                    & Q(ready_at__isnull=False)
                ),
                name="packet_ready_has_file",
            ),
        ]

    def __str__(self) -> str:
        return _g("Packet of edition %(number)d for %(recipient)s") % {
            "number": self.edition.number,
            "recipient": self.recipient,
        }

    @property
    def name(self) -> str:
        """Of the file, and of the folder in it."""
        edition = self.edition
        return f"{edition.letter.slug}-{edition.number}-{self.recipient_id}-{self.language}"

    @property
    def is_finished(self) -> bool:
        return self.status in {self.Status.READY, self.Status.FAILED}

    @property
    def is_left_alone(self) -> bool:
        """Whether a worker should have begun with it by now, and none has."""
        since = self.claimed_until or self.requested_at
        return not self.is_finished and since + PATIENCE < timezone.now()

    @classmethod
    def take(cls, pk: int, now: datetime | None = None) -> "Packet | None":
        """Claim a due packet for the length of a lease; of many workers, one gets it."""
        now = now or timezone.now()
        due = cls.objects.due(now).filter(pk=pk)
        due.filter(attempts__gte=cls.ATTEMPTS_MAXIMUM).update(
            status=cls.Status.FAILED,
            claim=None,
            claimed_until=None,
            error=_g("The worker stopped several times. Ask the operator to look."),
        )
        claim = uuid.uuid4()
        if not due.update(
            status=cls.Status.PACKING,
            claim=claim,
            claimed_until=now + settings.DOCUMENT_LEASE,
            attempts=F("attempts") + 1,
        ):
            return None
        rows = cls.objects.select_related("edition__letter__campaign", "recipient")
        # Nothing, if it was asked for anew in this moment.
        return rows.filter(pk=pk, claim=claim).first()

    def announce_file(self, name: str) -> bool:
        """Say what will be written; whether the packet is still this worker's."""
        return bool(self._mine().update(file=name))

    def mark_ready(self, stamp: str, sha256: str) -> bool:
        """Whether the result was taken: not when other words are wanted by now."""
        return self._settle(
            status=self.Status.READY,
            stamp=stamp,
            sha256=sha256,
            ready_at=timezone.now(),
            error="",
        )

    def mark_failed(self, error: str) -> None:
        self._settle(status=self.Status.FAILED, error=error[:500])

    def requeue(self) -> None:
        """Give it back; the attempt stays counted."""
        self._settle(status=self.Status.QUEUED)

    def _settle(self, **changes: object) -> bool:
        return bool(self._mine().update(claim=None, claimed_until=None, **changes))

    def _mine(self) -> PacketQuerySet:
        return Packet.objects.filter(pk=self.pk, claim=self.claim)
