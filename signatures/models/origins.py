"""Where signatures come from: organizations, imports, paper sheets."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from campaigns.models import Campaign
from core.crypto import EncryptedTextField
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
    name = models.CharField(
        _("name"), max_length=200, help_text=_("As the organization signed.")
    )
    scope = models.CharField(
        _("scope"),
        max_length=15,
        choices=Scope,
        blank=True,
        help_text=_("Organizations are grouped by it in the document."),
    )
    country = models.CharField(_("country"), max_length=2, blank=True)
    domain = models.CharField(
        _("web domain"),
        max_length=253,
        blank=True,
        help_text=_(
            "For instance example.org. Mail from there is evidence, not proof."
        ),
    )
    notes = models.TextField(
        _("notes on who may sign"),
        max_length=2000,
        blank=True,
        help_text=_("Read by the team only."),
    )
    is_suggested = models.BooleanField(
        _("suggested on the form"),
        default=False,
        help_text=_(
            "Everybody may read its name. Those that signed publicly are suggested anyway."
        ),
    )
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="merged",
        editable=False,
        verbose_name=_("merged into"),
    )
    # Made by this import, and forgotten when the import is undone.
    batch = models.ForeignKey(
        "Batch",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="organizations",
        editable=False,
    )

    class Meta:
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    scope__in=["", "international", "national", "regional", "local"]
                ),
                name="organization_scope_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(merged_into=F("id")),
                name="organization_is_not_merged_into_itself",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class OrganizationName(models.Model):
    """A name by which an organization is known: its own, a translation, or an alias."""

    # Of the organization; here, so that a name is one organization's in a campaign.
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="+")
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="names")
    name = models.CharField(_("name"), max_length=200)
    language = models.CharField(
        _("language"),
        max_length=10,
        choices=settings.LANGUAGES,
        blank=True,
        help_text=_("Documents in this language print this name. Empty: an alias."),
    )
    name_key = models.CharField(max_length=600, editable=False)
    twin_key = models.CharField(max_length=600, editable=False)
    search_text = models.TextField(editable=False)

    class Meta:
        verbose_name = _("name of an organization")
        verbose_name_plural = _("names: translations and aliases")
        ordering = ["-language", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "name_key"],
                name="organization_name_one_per_campaign",
            ),
            models.UniqueConstraint(
                fields=["organization", "language"],
                condition=~Q(language=""),
                name="organization_name_one_per_language",
            ),
        ]
        indexes = [
            # Looking for likely twins when one signs or is imported.
            models.Index(fields=["campaign", "twin_key"], name="organization_twins")
        ]

    def __str__(self) -> str:
        return self.name


class Merge(models.Model):
    """One organization taken for another by a person, who may take that back."""

    source = models.ForeignKey(Organization, models.CASCADE, related_name="merges")
    target = models.ForeignKey(Organization, models.CASCADE, related_name="absorbed")
    actor = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("merged by")
    )
    # What to put back: keys of the signatures that moved, and of those it held.
    moved = models.JSONField(default=list, editable=False)
    held = models.JSONField(default=list, editable=False)
    created_at = models.DateTimeField(_("merged"), default=timezone.now, editable=False)
    undone_at = models.DateTimeField(_("undone"), null=True, editable=False)
    undone_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("undone by"),
    )

    class Meta:
        verbose_name = _("merge of organizations")
        verbose_name_plural = _("merges of organizations")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["source"],
                condition=Q(undone_at=None),
                name="merge_one_in_force_per_organization",
            )
        ]

    def __str__(self) -> str:
        return f"{self.source} → {self.target}"


class NotTwins(models.Model):
    """That a person looked at two likely twins and found that they are two."""

    first = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    second = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    actor = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("two organizations with like names")
        verbose_name_plural = _("organizations with like names")
        constraints = [
            models.UniqueConstraint(
                fields=["first", "second"], name="not_twins_one_per_pair"
            ),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")), name="not_twins_are_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} ≠ {self.second_id}"


class Batch(models.Model):
    """One import of a spreadsheet or a paper sheet, with what became of each row."""

    class Kind(models.TextChoices):
        SHEET = "sheet", _("Spreadsheet")
        PAPER = "paper", _("Paper sheet")

    kind = models.CharField(_("kind"), max_length=5, choices=Kind, default=Kind.SHEET)
    letter = models.ForeignKey(
        Letter,
        models.CASCADE,
        related_name="batches",
        verbose_name=_("letter"),
    )
    filename = models.CharField(_("file"), max_length=255, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    sheet_number = models.CharField(_("number of the sheet"), max_length=30, blank=True)
    collector = models.CharField(_("collected by"), max_length=200, blank=True)
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
    undone_at = models.DateTimeField(_("undone"), null=True, editable=False)
    undone_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("undone by"),
    )

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["letter", "sheet_number"],
                condition=Q(kind="paper", undone_at=None),
                name="batch_one_per_letter_and_paper_sheet",
            ),
            models.CheckConstraint(
                condition=Q(kind="sheet", sheet_number="", collector="")
                | (Q(kind="paper") & ~Q(sheet_number="")),
                name="batch_paper_has_number",
            ),
        ]

    def __str__(self) -> str:
        if self.kind == self.Kind.PAPER:
            return gettext("Paper sheet %(number)s") % {"number": self.sheet_number}
        return self.filename


class Upload(models.Model):
    """A spreadsheet between being sent and being imported; kept for a day, encrypted."""

    code = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    letter = models.ForeignKey(Letter, models.CASCADE, related_name="uploads")
    author = models.ForeignKey(User, models.CASCADE, related_name="+")
    filename = models.CharField(_("file"), max_length=255)
    content = EncryptedTextField()  # of the file, in base64
    # Field of ours to positions of columns; empty until a person has looked.
    mapping = models.JSONField(default=dict)
    language = models.CharField(_("language"), max_length=10, blank=True)
    is_confirmed = models.BooleanField(
        _("the organizers hold the signers' confirmation"), default=False
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("uploaded file")
        verbose_name_plural = _("uploaded files")

    def __str__(self) -> str:
        return self.filename


class ColumnMapping(models.Model):
    """What the columns of a sheet with these headings mean, as a campaign decided."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="+")
    headings_key = models.CharField(max_length=64)  # SHA-256 of the folded headings
    mapping = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("meaning of columns")
        verbose_name_plural = _("meanings of columns")
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "headings_key"],
                name="column_mapping_one_per_campaign_and_headings",
            )
        ]

    def __str__(self) -> str:
        return self.headings_key
