from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from campaigns.models import Partner
from letters.models import Letter
from signatures.models.signature import Signature


class Consent(models.Model):
    """A signer's permission to one partner to write to them."""

    signature = models.ForeignKey(Signature, models.CASCADE, related_name="consents")
    partner = models.ForeignKey(Partner, models.CASCADE, related_name="consents")
    given_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_at = models.DateTimeField(_("taken back"), null=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["signature", "partner"],
                name="consent_one_per_signature_and_partner",
            )
        ]

    def __str__(self) -> str:
        return f"{self.signature_id} → {self.partner_id}"


class ErasedConsent(models.Model):
    """That one of the addresses a partner was given is erased; nobody knows whose."""

    partner = models.ForeignKey(Partner, models.CASCADE, related_name="erased_consents")
    letter = models.ForeignKey(Letter, models.CASCADE, related_name="+")
    ended_at = models.DateTimeField(_("taken back"))

    def __str__(self) -> str:
        return f"#{self.pk}"


class Review(models.Model):
    """A decision on a signature, kept as long as the signature: rows are never changed."""

    signature = models.ForeignKey(Signature, models.CASCADE, related_name="reviews")
    actor = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    old_status = models.CharField(_("from"), max_length=10, choices=Signature.Status)
    new_status = models.CharField(_("to"), max_length=10, choices=Signature.Status)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    bulk = models.UUIDField(
        null=True, editable=False, help_text=_("Shared by all decisions of one action.")
    )
    created_at = models.DateTimeField(_("time"), auto_now_add=True)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_old_status_display()} → {self.get_new_status_display()}"


class Correction(models.Model):
    """A change of an approved line; until a person accepts it, the old line is printed."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        SUPERSEDED = "superseded", _("Replaced by a later one")

    signature = models.ForeignKey(
        Signature,
        models.CASCADE,
        related_name="corrections",
        verbose_name=_("signature"),
    )
    status = models.CharField(
        _("status"), max_length=10, choices=Status, default=Status.WAITING
    )
    # Name of the field to its text, of the fields that differ.
    old = models.JSONField(_("from"), default=dict)
    new = models.JSONField(_("to"), default=dict)
    flags = models.CharField(_("flags"), max_length=200, blank=True)
    # Empty where the signer asked for it.
    proposed_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("proposed by"),
    )
    decided_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("asked for"), default=timezone.now)
    decided_at = models.DateTimeField(_("decided"), null=True)

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["signature"],
                condition=Q(status="waiting"),
                name="correction_one_waiting_per_signature",
            ),
            models.CheckConstraint(
                condition=Q(status="waiting", decided_at__isnull=True)
                | Q(
                    status__in=["accepted", "declined", "superseded"],
                    decided_at__isnull=False,
                ),
                name="correction_decided_has_date",
            ),
        ]
        indexes = [
            # How many wait, on the organizers' first page.
            models.Index(fields=["status"], name="correction_by_status")
        ]

    def __str__(self) -> str:
        return f"#{self.signature_id}"


class Erasure(models.Model):
    """That a signature was erased: its random code, so that a backup brings nothing back."""

    code = models.UUIDField(unique=True)
    erased_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")

    def __str__(self) -> str:
        return str(self.code)
