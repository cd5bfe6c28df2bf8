from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.crypto import keyed_hash
from letters.models import Letter
from signatures.models.signature import Signature


class MailQuerySet(models.QuerySet["Mail"]):
    def due(self, now: datetime) -> Self:
        """Queued mail whose time has come, and claimed mail whose lease has run out."""
        return self.filter(
            Q(status=Mail.Status.QUEUED, due_at__lte=now)
            | Q(status=Mail.Status.CLAIMED, claimed_until__lte=now)
        ).order_by("due_at")


class Mail(models.Model):
    """A message owed to a signature; it holds no address, no token and no text."""

    class Kind(models.TextChoices):
        CONFIRM = "confirm", _("Confirmation link")
        SIGNED = "signed", _("You have signed already")
        RECEIPT = "receipt", _("Receipt")
        LAST_CALL = "last_call", _("Last call to confirm")
        ASK = "ask", _("The text was changed: keep or withdraw")
        LINK = "link", _("Link to the own signature")

    class Status(models.TextChoices):
        QUEUED = "queued", _("Queued")
        CLAIMED = "claimed", _("Being sent")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")
        SUPPRESSED = "suppressed", _("Not needed any more")

    signature = models.ForeignKey(
        Signature,
        models.CASCADE,
        related_name="mails",
        verbose_name=_("signature"),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    sequence = models.PositiveSmallIntegerField(_("number"), default=1)
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES
    )
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
        _("last answer of the mail server"), max_length=200, editable=False
    )
    created_at = models.DateTimeField(
        _("owed since"), default=timezone.now, editable=False
    )
    due_at = models.DateTimeField(_("due"), default=timezone.now, editable=False)
    claimed_until = models.DateTimeField(_("claimed until"), null=True, editable=False)
    sent_at = models.DateTimeField(_("sent"), null=True, editable=False)

    objects = MailQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        constraints = [
            models.UniqueConstraint(
                fields=["signature", "kind", "sequence"],
                name="mail_one_per_signature_kind_and_sequence",
            ),
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        "confirm",
                        "signed",
                        "receipt",
                        "last_call",
                        "ask",
                        "link",
                    ]
                ),
                name="mail_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(status="claimed", claimed_until__isnull=False)
                | Q(
                    status__in=["queued", "sent", "failed", "suppressed"],
                    claimed_until__isnull=True,
                ),
                name="mail_only_claimed_has_lease",
            ),
        ]
        indexes = [
            # The sweeper.
            models.Index(
                fields=["status", "due_at"],
                condition=Q(status__in=["queued", "claimed"]),
                name="mail_due",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.sequence}"

    @property
    def message_id(self) -> str:
        """The same for every attempt, so that a doubled message can be recognized."""
        host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("<> ")
        return f"<{keyed_hash('message-id', str(self.pk))[:32]}@{host}>"

    @classmethod
    def claim(cls, pk: int, now: datetime | None = None) -> "Mail | None":
        """Take a due mail for the length of a lease; of many workers, one gets it."""
        now = now or timezone.now()
        rows = cls.objects.due(now).order_by().filter(pk=pk)
        if not rows.update(
            status=cls.Status.CLAIMED,
            claimed_until=now + settings.MAIL_LEASE,
            attempts=models.F("attempts") + 1,
        ):
            return None
        # None, too, where its signature was erased at the same moment.
        claimed = cls.objects.select_related("signature__letter__campaign")
        return claimed.filter(pk=pk).first()

    def _settle(self, status: str, **changes: object) -> None:
        """Leave the claimed state, unless the lease ran out and another worker has it."""
        rows = Mail.objects.filter(
            pk=self.pk, status=self.Status.CLAIMED, claimed_until=self.claimed_until
        )
        rows.update(status=status, claimed_until=None, **changes)

    def mark_sent(self) -> None:
        self._settle(self.Status.SENT, sent_at=timezone.now(), error="")

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


class SuppressedAddress(models.Model):
    """An address, as its keyed hash, that gets no mail which its owner did not ask for."""

    class Reason(models.TextChoices):
        BOUNCED = "bounced", _("Mail cannot be delivered")
        COMPLAINED = "complained", _("Its owner complained")

    email_key = models.CharField(max_length=64, unique=True, editable=False)
    reason = models.CharField(_("reason"), max_length=10, choices=Reason)
    created_at = models.DateTimeField(_("since"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("suppressed address")
        verbose_name_plural = _("suppressed addresses")
        constraints = [
            models.CheckConstraint(
                condition=Q(reason__in=["bounced", "complained"]),
                name="suppressed_address_reason_is_known",
            )
        ]

    def __str__(self) -> str:
        return self.get_reason_display()


class LinkRequest(models.Model):
    """Somebody asked for the link to the signature of an address; gone when answered.

    There is a row whoever asks, so that neither answer nor time tells who has signed.
    """

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="+")
    email_key = models.CharField(max_length=64, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("lost link")
        verbose_name_plural = _("lost links")
        constraints = [
            models.UniqueConstraint(
                fields=["letter", "email_key"],
                name="link_request_one_per_letter_and_address",
            )
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
