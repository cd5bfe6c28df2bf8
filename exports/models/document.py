import uuid
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from exports.models.edition import Edition
from letters.models import Letter, Recipient


class LeaseLost(Exception):
    """The document went to another worker, or somewhere else, while it was rendered."""


class DocumentQuerySet(models.QuerySet["Document"]):
    def due(self, now: datetime) -> Self:
        """Queued documents, and those whose worker did not come back."""
        return self.filter(
            Q(status=Document.Status.QUEUED)
            | Q(status=Document.Status.RENDERING, claimed_until__lte=now)
        ).order_by("created_at")

    def unfinished(self) -> Self:
        return self.filter(
            status__in=[Document.Status.QUEUED, Document.Status.RENDERING]
        )


class Document(models.Model):
    """One file of a letter with the names that were listed when it was rendered."""

    class Format(models.TextChoices):
        PDF = "pdf", "PDF"
        DOCX = "docx", "Word (DOCX)"
        HTML = "html", "HTML"
        TXT = "txt", _("Plain text")
        CSV = "csv", "CSV"
        XLSX = "xlsx", "Excel (XLSX)"
        JSONL = "jsonl", _("JSON lines")

        @property
        def follows_layout(self) -> bool:
            """Whether it has the cover, the summary and the languages of the layout."""
            return self in {self.PDF, self.DOCX, self.HTML}

    class Audience(models.TextChoices):
        """Whose names are in it: *officials* read those who chose so, too."""

        OFFICIALS = "officials", _("Recipients")
        PUBLIC = "public", _("Everyone")
        PRESS = "press", _("Press: names only")

    class Status(models.TextChoices):
        QUEUED = "queued", _("Queued")
        RENDERING = "rendering", _("Being rendered")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Failed")
        # Its hash stays, so that a copy elsewhere can still be known.
        ERASED = "erased", _("Deleted")

    ATTEMPTS_MAXIMUM = 3

    code = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    letter = models.ForeignKey(Letter, models.CASCADE, related_name="documents")
    # Without an edition, what is listed when it is rendered.
    edition = models.ForeignKey(
        Edition, models.CASCADE, null=True, related_name="documents"
    )
    audience = models.CharField(
        _("for"), max_length=9, choices=Audience, default=Audience.OFFICIALS
    )
    # One addressed letter: without it, all recipients stand above the text.
    recipient = models.ForeignKey(
        Recipient, models.CASCADE, null=True, related_name="documents"
    )
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES
    )
    format = models.CharField(_("format"), max_length=5, choices=Format)
    status = models.CharField(
        _("status"), max_length=10, choices=Status, default=Status.QUEUED
    )
    progress = models.PositiveSmallIntegerField(_("progress in percent"), default=0)
    error = models.CharField(_("error"), max_length=500, blank=True)
    warning = models.TextField(_("warning"), blank=True)
    file = models.FileField(_("file"), upload_to="documents/", blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(_("size in bytes"), null=True)
    pages = models.PositiveIntegerField(_("pages"), null=True)
    names = models.PositiveIntegerField(_("signatures"), null=True)
    # Pages of a PDF on which names begin, each with the number of its first name.
    first_names = models.JSONField(default=list, editable=False)
    # As the certificate of the digital seal names its owner.
    sealed_by = models.CharField(_("sealed by"), max_length=200, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_until = models.DateTimeField(null=True)
    requested_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(_("requested"), default=timezone.now)
    ready_at = models.DateTimeField(_("ready"), null=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="ready") | (~Q(file="") & ~Q(sha256="")),
                name="document_ready_has_file",
            ),
            models.CheckConstraint(
                condition=~Q(status="erased") | (Q(file="") & ~Q(sha256="")),
                name="document_erased_has_hash",
            ),
        ]
        indexes = [
            # The sweeper.
            models.Index(
                fields=["status", "created_at"],
                condition=Q(status__in=["queued", "rendering"]),
                name="document_due",
            )
        ]

    def __str__(self) -> str:
        return f"{self.letter} ({self.get_format_display()}, {self.get_language_display()})"

    @classmethod
    def claim(cls, pk: int, now: datetime | None = None) -> "Document | None":
        """Take a due document for the length of a lease; of many workers, one gets it.

        Attempts are counted here, because a document that kills its worker comes back
        from the broker for ever.
        """
        now = now or timezone.now()
        due = cls.objects.due(now).order_by().filter(pk=pk)
        if spent := due.filter(attempts__gte=cls.ATTEMPTS_MAXIMUM).first():
            spent.file.delete(save=False)  # half of one, maybe
            due.update(
                status=cls.Status.FAILED,
                claimed_until=None,
                file="",
                error=_(
                    "The worker stopped several times while rendering. Ask the operator"
                    " to look."
                ),
            )
            return None
        if not due.update(
            status=cls.Status.RENDERING,
            progress=0,
            claimed_until=now + settings.DOCUMENT_LEASE,
            attempts=F("attempts") + 1,
        ):
            return None
        return cls.objects.select_related("letter__campaign", "edition").get(pk=pk)

    def cancel(self) -> bool:
        """Whether it could still be stopped; its worker learns of it at its next report."""
        unfinished = Document.objects.unfinished().filter(pk=self.pk)
        return bool(
            unfinished.update(
                status=self.Status.FAILED,
                claimed_until=None,
                error=_("It was canceled before it was ready."),
            )
        )

    def save_progress(self, percent: int) -> None:
        """Say how far it is, which renews the lease; LeaseLost if another worker has it."""
        if not self._renew(progress=percent):
            raise LeaseLost

    def announce_file(self, name: str) -> None:
        """Say what will be written, so that whoever comes next can clear it away."""
        if not self._renew(file=name):
            raise LeaseLost

    def forget_file(self, name: str) -> None:
        """Delete what was written, unless the document is ready with it."""
        self.file.storage.delete(name)
        left = Document.objects.filter(pk=self.pk, file=name)
        left.exclude(status=self.Status.READY).update(file="")

    def renew_lease(self) -> bool:
        """Whether the document is still this worker's."""
        return self._renew()

    def _renew(self, **changes: object) -> bool:
        until = timezone.now() + settings.DOCUMENT_LEASE
        return bool(self._rendering().update(claimed_until=until, **changes))

    def mark_ready(self, **changes: object) -> bool:
        """Whether the result was taken: not when the lease ran out and another worker has it."""
        changes |= {"status": self.Status.READY, "progress": 100, "error": ""}
        return self._settle(ready_at=timezone.now(), **changes)

    def mark_failed(self, error: str) -> None:
        self._settle(status=self.Status.FAILED, error=error[:500])

    def requeue(self) -> None:
        """Give the document back; the attempt stays counted."""
        self._settle(status=self.Status.QUEUED)

    def _settle(self, **changes: object) -> bool:
        return bool(self._rendering().update(claimed_until=None, **changes))

    def _rendering(self) -> "DocumentQuerySet":
        # Each claim counts an attempt, so the number tells whose the claim is.
        return Document.objects.filter(
            pk=self.pk, status=self.Status.RENDERING, attempts=self.attempts
        )

    @property
    def is_finished(self) -> bool:
        return self.status not in {self.Status.QUEUED, self.Status.RENDERING}

    @property
    def download_name(self) -> str:
        parts = [self.letter.slug, self.language]
        if self.edition:
            parts.insert(1, f"edition-{self.edition.number}")
        if self.recipient_id:
            parts.append(f"to-{self.recipient_id}")
        if self.audience != self.Audience.OFFICIALS:
            parts.append(self.audience)
        return f"{'-'.join(parts)}.{self.format}"
