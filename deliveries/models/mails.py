from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from deliveries.models.delivery import Delivery
from exports.models import Document, Edition
from signatures.models import Owed, Signature


class Dispatch(Owed):
    """One message to one recipient's office, as it was confirmed."""

    lease: ClassVar[timedelta] = settings.DISPATCH_LEASE
    needs: ClassVar[tuple[str, ...]] = (
        "delivery__edition__letter__campaign",
        "delivery__recipient",
        "document",
    )

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="dispatches")
    number = models.PositiveSmallIntegerField(_("number"), default=1)
    # It is there until the message is sent; when the campaign's data are deleted it goes.
    document = models.ForeignKey(Document, models.SET_NULL, null=True, related_name="+")
    # Of the document, when the message was confirmed.
    sha256 = models.CharField(max_length=64)
    subject = models.CharField(_("subject"), max_length=300)
    text = models.TextField(_("text"))

    class Meta(Owed.Meta):
        verbose_name = _("message to a recipient")
        verbose_name_plural = _("messages to recipients")
        ordering = ["pk"]
        constraints = [
            *Owed.Meta.constraints,
            models.UniqueConstraint(
                fields=["delivery", "number"], name="dispatch_number_is_unique"
            ),
            # Whatever is pressed, and however often: one message is on its way.
            models.UniqueConstraint(
                fields=["delivery"],
                condition=Q(status__in=["queued", "claimed", "sent"]),
                name="dispatch_one_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    def _settle(self, status: str, **changes: Any) -> bool:
        """Together with what it means for the delivery, so that none is left half sent."""
        outcomes: dict[str, dict[str, Any]] = {
            Owed.Status.SENT: {
                "status": Delivery.Status.DELIVERED,
                "delivered_at": timezone.now(),
                "sha256": self.sha256,
            },
            Owed.Status.FAILED: {"status": Delivery.Status.FAILED},
        }
        with transaction.atomic():
            is_ours = super()._settle(status, **changes)
            if is_ours and status in outcomes:
                Delivery.objects.filter(
                    pk=self.delivery_id, status=Delivery.Status.SENDING
                ).update(**outcomes[status])
        return is_ours


class DownloadLink(models.Model):
    """A link that was mailed instead of the document; only the hash of its token is kept."""

    dispatch = models.ForeignKey(Dispatch, models.CASCADE, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField(_("expires"))

    class Meta:
        verbose_name = _("download link")
        verbose_name_plural = _("download links")

    def __str__(self) -> str:
        return f"#{self.pk}"

    def is_expired(self, now: datetime | None = None) -> bool:
        return self.expires_at <= (now or timezone.now())


class Reminder(Owed):
    """That an editor is told once that no answer came by the day that was set."""

    needs: ClassVar[tuple[str, ...]] = ("delivery__edition__letter__campaign", "user")

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="reminders")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    day = models.DateField(_("day"))
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES
    )

    class Meta(Owed.Meta):
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        constraints = [
            *Owed.Meta.constraints,
            models.UniqueConstraint(
                fields=["delivery", "user", "day"],
                name="reminder_once_per_delivery_user_and_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.delivery_id}: {self.day}"


class Announcement(models.Model):
    """That an organizer wants the signers of an edition to be told of its delivery."""

    edition = models.OneToOneField(Edition, models.CASCADE, related_name="announcement")
    asked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    # When the last of its mails was owed.
    owed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")

    def __str__(self) -> str:
        return str(self.edition)


class Notice(Owed):
    """That a signer is told, once and for ever, that the letter was delivered."""

    needs: ClassVar[tuple[str, ...]] = (
        "signature__letter__campaign",
        "announcement__edition",
    )

    signature = models.OneToOneField(
        Signature, models.CASCADE, related_name="delivery_notice"
    )
    announcement = models.ForeignKey(
        Announcement, models.CASCADE, related_name="notices"
    )
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES
    )

    class Meta(Owed.Meta):
        verbose_name = _("notice of delivery")
        verbose_name_plural = _("notices of delivery")

    def __str__(self) -> str:
        return f"#{self.pk}"
