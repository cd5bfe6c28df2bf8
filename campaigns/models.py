from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from campaigns.colors import validate_accent_color
from core.addresses import validate_address
from core.formats import own_name
from core.localized import LocalizedField

RETENTION_DAYS_MAXIMUM = 3650


def default_languages() -> list[str]:
    return [code for code, _name in settings.LANGUAGES]


class Campaign(models.Model):
    """A coalition's effort: its team, partners, letters, languages and look."""

    slug = models.SlugField(_("short name in addresses"), unique=True)
    name = LocalizedField(_("name"), help_text=_("As it stands in the letterhead."))
    languages = models.JSONField(
        _("languages"),
        default=default_languages,
        help_text=_("The first one is the default."),
    )
    accent_color = models.CharField(
        _("accent color"),
        max_length=7,
        default="#1d4e89",
        validators=[validate_accent_color],
        help_text=_("Dark enough to be read on white: contrast 4.5 to 1 at least."),
    )
    logo = models.ImageField(_("logo"), upload_to="logos/", blank=True)
    privacy_contact = models.EmailField(
        _("contact for privacy requests"),
        validators=[validate_address],
        help_text=_("Printed in every mail to signers, who may write to it."),
    )
    retention_days = models.PositiveIntegerField(
        _("days that signers' data are kept after the letter closes"),
        validators=[MinValueValidator(1), MaxValueValidator(RETENTION_DAYS_MAXIMUM)],
    )

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(retention_days__range=(1, RETENTION_DAYS_MAXIMUM)),
                name="campaign_retention_is_positive",
            )
        ]

    def __str__(self) -> str:
        return str(self.name) or self.slug

    @property
    def language_choices(self) -> list[tuple[str, str]]:
        """Codes with the languages' own names."""
        return [(code, own_name(code)) for code in self.languages]

    @property
    def default_language(self) -> str:
        return self.languages[0]


class Membership(models.Model):
    """What a user may do in a campaign."""

    class Role(models.TextChoices):
        OWNER = "owner", _("Owner: everything, the team included")
        EDITOR = "editor", _("Editor: text, recipients, dates, documents")
        MODERATOR = "moderator", _("Moderator: signatures and their addresses")
        VIEWER = "viewer", _("Viewer: counts and public names")
        PARTNER = "partner", _("Partner: what its own link and its own box brought")

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=10, choices=Role)
    partner = models.ForeignKey(
        "Partner",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name=_("partner organization"),
    )

    class Meta:
        verbose_name = _("member of the team")
        verbose_name_plural = _("team")
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "user"], name="membership_one_per_campaign_and_user"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    role__in=["owner", "editor", "moderator", "viewer"],
                    partner__isnull=True,
                )
                | models.Q(role="partner", partner__isnull=False),
                name="membership_role_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"


# The coalition's own team; a partner's people see their own page and nothing else.
ANY_ROLE = frozenset(Membership.Role) - {Membership.Role.PARTNER}
PARTNERS = frozenset({Membership.Role.PARTNER})
OWNERS = frozenset({Membership.Role.OWNER})
EDITORS = OWNERS | {Membership.Role.EDITOR}
MODERATORS = OWNERS | {Membership.Role.MODERATOR}
# The delivered document names those who signed for the officials only.
DOCUMENT_READERS = EDITORS | MODERATORS


class Partner(models.Model):
    """An organization of the coalition, with its own link and consent box."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="partners")
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    code = models.SlugField(
        _("code"),
        max_length=30,
        help_text=_("Stands in this partner's link: ?partner=code"),
    )
    name = LocalizedField(_("name"))
    description = LocalizedField(
        _("description"), max_length=1000, multiline=True, blank=True
    )
    website = models.URLField(_("website"), blank=True)
    logo = models.ImageField(_("logo"), upload_to="logos/", blank=True)
    asks_consent = models.BooleanField(
        _("asks signers for permission to write to them"), default=True
    )

    class Meta:
        verbose_name = _("partner organization")
        verbose_name_plural = _("partner organizations")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "code"], name="partner_one_per_campaign_and_code"
            )
        ]

    def __str__(self) -> str:
        return str(self.name) or self.code


class AccessRecord(models.Model):
    """That somebody looked at or took data that few may see; rows are never changed."""

    class Kind(models.TextChoices):
        COUNTED_NAME = "counted", _("Looked at a name that is only counted")
        PARTNER_CONTACTS = "contacts", _("Downloaded a partner's contacts")
        PARTNER_ENDED = "ended", _("Downloaded the permissions that were taken back")

    campaign = models.ForeignKey(
        Campaign, models.CASCADE, related_name="access_records"
    )
    actor = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("who")
    )
    kind = models.CharField(_("what"), max_length=10, choices=Kind)
    # Numbers and codes, never a name or an address.
    subject = models.CharField(_("of"), max_length=100, blank=True)
    count = models.PositiveIntegerField(_("how many"), default=1)
    created_at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name = _("access record")
        verbose_name_plural = _("access records")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["counted", "contacts", "ended"]),
                name="access_record_kind_is_known",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.subject})"
