from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exports.models import Work, WorkQuerySet
from press.models.release import Release


class ReleaseFileQuerySet(WorkQuerySet["ReleaseFile"]):
    def outlived(self, now: datetime) -> Self:
        """Files that speak of an embargo which is over."""
        return self.filter(
            status=ReleaseFile.Status.READY,
            release__embargo_until__lte=now,
            made_at__lt=F("release__embargo_until"),
        )


class ReleaseFile(Work):
    """A release as a file that a worker makes, and makes anew after each change."""

    class Format(models.TextChoices):
        PDF = "pdf", "PDF"
        DOCX = "docx", "Word (DOCX)"

    class Status(models.TextChoices):
        QUEUED = "queued", _("Queued")
        RENDERING = "rendering", _("Being rendered")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Failed")

    in_hand: ClassVar[str] = Status.RENDERING.value
    needs: ClassVar[tuple[str, ...]] = ("release__letter__campaign",)

    release = models.ForeignKey(Release, models.CASCADE, related_name="files")
    language = models.CharField(max_length=10, choices=settings.LANGUAGES)
    format = models.CharField(max_length=4, choices=Format)
    status = models.CharField(max_length=10, choices=Status, default=Status.QUEUED)
    # What can be taken: the last one of this text, while a newer one is made.
    file = models.FileField(upload_to="press/", blank=True)
    made_at = models.DateTimeField(null=True)
    # Of the words in it.
    stamp = models.CharField(max_length=64, blank=True)

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

    def is_outlived(self, now: datetime | None = None) -> bool:
        """Whether it speaks of an embargo which is over."""
        until = self.release.embargo_until
        if self.made_at is None or until is None:
            return False
        return self.made_at < until <= (now or timezone.now())

    @property
    def can_be_taken(self) -> bool:
        return bool(self.file) and not self.is_outlived()

    @property
    def is_being_made(self) -> bool:
        """Whether it will be there in a moment, and is not yet."""
        return not self.can_be_taken and self.status != self.Status.FAILED

    def mark_ready(self, name: str, made_at: datetime, stamp: str) -> bool:
        """Whether the result was taken: not when the text has changed meanwhile."""
        return self._settle(
            status=self.Status.READY, file=name, made_at=made_at, stamp=stamp, error=""
        )
