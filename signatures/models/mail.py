from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from letters.models import Letter
from signatures.models.owed import Owed
from signatures.models.signature import Signature


class Mail(Owed):
    """A message owed to a signature, which says all that is in it."""

    needs: ClassVar[tuple[str, ...]] = ("signature__letter__campaign",)

    class Kind(models.TextChoices):
        CONFIRM = "confirm", _("Confirmation link")
        SIGNED = "signed", _("You have signed already")
        RECEIPT = "receipt", _("Receipt")
        LAST_CALL = "last_call", _("Last call to confirm")
        ASK = "ask", _("The text was changed: keep or withdraw")
        LINK = "link", _("Link to the own signature")

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

    class Meta(Owed.Meta):
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        constraints = [
            *Owed.Meta.constraints,
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
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.sequence}"


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
