import uuid
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from press.models.release import Release


class ReleaseFileQuerySet(models.QuerySet["ReleaseFile"]):
    def due(self, now: datetime) -> Self:
        """Queued files, and those whose worker did not come back."""
        return self.filter(
            Q(status=ReleaseFile.Status.QUEUED)
            | Q(status=ReleaseFile.Status.RENDERING, claimed_until__lte=now)
        )

    def outlived(self, now: datetime) -> Self:
        """Files that speak of an embargo which is over."""
        return self.filter(
            status=ReleaseFile.Status.READY,
            release__embargo_until__lte=now,
            made_at__lt=F("release__embargo_until"),
        )


class ReleaseFile(models.Model):
    """A release as a file that a worker makes, and makes anew after each change."""

    class Format(models.TextChoices):
        PDF = "pdf", "PDF"
        DOCX = "docx", "Word (DOCX)"

    class Status(models.TextChoices):
        QUEUED = "queued", _("Queued")
        RENDERING = "rendering", _("Being rendered")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Failed")

    ATTEMPTS_MAXIMUM = 3

    release = models.ForeignKey(Release, models.CASCADE, related_name="files")
    language = models.CharField(max_length=10, choices=settings.LANGUAGES)
    format = models.CharField(max_length=4, choices=Format)
    status = models.CharField(max_length=10, choices=Status, default=Status.QUEUED)
    # What can be taken: the last one of this text, while a newer one is made.
    file = models.FileField(upload_to="press/", blank=True)
    error = models.CharField(max_length=500, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    # Whose the work is: another claim, or a change of the text, takes it away.
    claim = models.UUIDField(null=True, editable=False)
    claimed_until = models.DateTimeField(null=True)
    made_at = models.DateTimeField(null=True)

    objects = ReleaseFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of a press release")
        verbose_name_plural = _("files of a press release")
        ordering = ["release", "language", "format"]
        constraints = [
            models.UniqueConstraint(
                fields=["release", "language", "format"],
                name="release_file_one_per_language_and_format",
            ),
            models.CheckConstraint(
                condition=~Q(status="ready") | (~Q(file="") & Q(made_at__isnull=False)),
                name="release_file_ready_has_file",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.language}.{self.format}"

    @classmethod
    def take(cls, pk: int, now: datetime | None = None) -> "ReleaseFile | None":
        """Claim a due file for the length of a lease; of many workers, one gets it."""
        now = now or timezone.now()
        due = cls.objects.due(now).filter(pk=pk)
        due.filter(attempts__gte=cls.ATTEMPTS_MAXIMUM).update(
            status=cls.Status.FAILED,
            claimed_until=None,
            error=_("The worker stopped several times. Ask the operator to look."),
        )
        claim = uuid.uuid4()
        if not due.update(
            status=cls.Status.RENDERING,
            claim=claim,
            claimed_until=now + settings.DOCUMENT_LEASE,
            attempts=F("attempts") + 1,
        ):
            return None
        # Nothing, if the text has changed in this moment: then it is to be made anew.
        mine = cls.objects.filter(pk=pk, claim=claim)
        return mine.select_related("release__letter__campaign").first()

    def mark_ready(self, name: str, made_at: datetime) -> bool:
        """Whether the result was taken: not when the text has changed meanwhile."""
        return self._settle(
            status=self.Status.READY, file=name, made_at=made_at, error=""
        )

    def mark_failed(self, error: str) -> None:
        self._settle(status=self.Status.FAILED, error=error[:500])

    def requeue(self) -> None:
        """Give it back; the attempt stays counted."""
        self._settle(status=self.Status.QUEUED)

    def _settle(self, **changes: object) -> bool:
        mine = ReleaseFile.objects.filter(pk=self.pk, claim=self.claim)
        return bool(mine.update(claim=None, claimed_until=None, **changes))
