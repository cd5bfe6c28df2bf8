from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from campaigns.models import Campaign
from letters.models import Letter


class Organization(models.Model):
    """An entry of the campaign's registry of organizations."""

    class Scope(models.TextChoices):
        INTERNATIONAL = "international", _("International")
        NATIONAL = "national", _("National")
        REGIONAL = "regional", _("Regional")
        LOCAL = "local", _("Local")

    campaign = models.ForeignKey(
        Campaign,
        models.CASCADE,
        related_name="organizations",
        verbose_name=_("campaign"),
    )
    name = models.CharField(_("name"), max_length=200)
    name_key = models.CharField(max_length=600, editable=False)
    twin_key = models.CharField(max_length=600, editable=False)
    scope = models.CharField(
        _("scope"),
        max_length=15,
        choices=Scope,
        blank=True,
        help_text=_("Organizations are grouped by it in the document."),
    )

    class Meta:
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "name_key"],
                name="organization_one_per_campaign_and_name",
            ),
            models.CheckConstraint(
                condition=Q(
                    scope__in=["", "international", "national", "regional", "local"]
                ),
                name="organization_scope_is_known",
            ),
        ]
        indexes = [
            # Looking for likely twins when one signs or is imported.
            models.Index(fields=["campaign", "twin_key"], name="organization_twins")
        ]

    def __str__(self) -> str:
        return self.name


class Batch(models.Model):
    """One import of a spreadsheet, with what became of each of its rows."""

    letter = models.ForeignKey(
        Letter,
        models.CASCADE,
        related_name="batches",
        verbose_name=_("letter"),
    )
    filename = models.CharField(_("file"), max_length=255)
    sha256 = models.CharField(max_length=64)
    language = models.CharField(_("language"), max_length=10)
    is_confirmed = models.BooleanField(
        _("the organizers hold the signers' confirmation"), default=False
    )
    author = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("imported by"),
    )
    report = models.JSONField(_("report"), default=dict)
    created_at = models.DateTimeField(_("imported"), auto_now_add=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.filename
