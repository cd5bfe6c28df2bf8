from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from exports.models import Edition, Work, WorkQuerySet
from letters.models import Recipient

SLUG_MAXIMUM = 40  # characters


def _slug(name: str) -> str:
    """As much of it as fits in whole words."""
    slug = slugify(name)
    if len(slug) <= SLUG_MAXIMUM:
        return slug
    return slug[: SLUG_MAXIMUM + 1].rpartition("-")[0] or slug[:SLUG_MAXIMUM]


class PacketQuerySet(WorkQuerySet["Packet"]):
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


class Packet(Work):
    """What somebody takes along to a recipient, as one ZIP file that a worker makes."""

    class Status(models.TextChoices):
        QUEUED = "queued", _("Queued")
        PACKING = "packing", _("Being packed")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Failed")

    in_hand: ClassVar[str] = Status.PACKING.value
    needs: ClassVar[tuple[str, ...]] = (
        "edition__letter__campaign",
        "recipient",
    )

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="packets")
    recipient = models.ForeignKey(Recipient, models.CASCADE, related_name="packets")
    language = models.CharField(max_length=10, choices=settings.LANGUAGES)
    status = models.CharField(max_length=7, choices=Status, default=Status.QUEUED)
    # Named before a byte of it is written, so that half a file can be cleared away.
    file = models.FileField(upload_to="packets/", blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    # Of the words on the cover letter.
    stamp = models.CharField(max_length=64, blank=True)
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
        return gettext("Packet of edition %(number)d for %(recipient)s") % {
            "number": self.edition.number,
            "recipient": self.recipient,
        }

    @property
    def name(self) -> str:
        """Of the file, and of the folder in it."""
        with translation.override(self.language):
            edition = slugify(
                gettext("edition %(number)d") % {"number": self.edition.number}
            )
        return f"{self.edition.letter.slug}-{edition}-{self._addressee}-{self.language}"

    @property
    def _addressee(self) -> str:
        """The recipient's name in letters that any disk knows; the id where it says too little."""
        slug = _slug(self.recipient.name)
        others = self.edition.letter.recipients.exclude(pk=self.recipient_id)
        names = others.values_list("name", flat=True)
        if slug and slug not in map(_slug, names):
            return slug
        return f"{slug}-{self.recipient_id}".strip("-")

    @property
    def is_finished(self) -> bool:
        return self.status in {self.Status.READY, self.Status.FAILED}

    @property
    def is_left_alone(self) -> bool:
        """Whether a worker should have begun with it by now, and none has."""
        return not self.is_finished and self._is_left_alone(self.requested_at)

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
