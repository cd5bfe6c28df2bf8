"""The parts of a release; each counts its savings, as the release does."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.models import Partner
from core.addresses import validate_address
from core.characters import validate_line, validate_lines
from core.localized import LocalizedField
from exports.fonts import validate_drawable
from letters import text
from press.models.release import Release

BODY_MAXIMUM = 20_000


def validate_text(value: str) -> None:
    validate_lines(value)
    validate_drawable(value)
    if problem := text.problem(value):
        raise ValidationError(problem)


class ReleaseText(models.Model):
    """What a release says in one language."""

    release = models.ForeignKey(Release, models.CASCADE, related_name="texts")
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES
    )
    headline = models.CharField(
        _("headline"),
        max_length=200,
        blank=True,
        validators=[validate_line, validate_drawable],
    )
    place = models.CharField(
        _("place of the dateline"),
        max_length=100,
        blank=True,
        validators=[validate_line, validate_drawable],
        help_text=_("For instance: GUATEMALA CITY"),
    )
    lead = models.TextField(
        _("lead"),
        max_length=2000,
        blank=True,
        validators=[validate_text],
        help_text=_("Who, what, when, where and why, in one paragraph."),
    )
    body = models.TextField(
        _("text"), max_length=BODY_MAXIMUM, blank=True, validators=[validate_text]
    )
    about = models.TextField(
        _("about the campaign"),
        max_length=2000,
        blank=True,
        validators=[validate_text],
        help_text=_("The next release of the campaign begins with it."),
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("text of a press release")
        verbose_name_plural = _("texts of a press release")
        ordering = ["release", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["release", "language"], name="release_text_one_per_language"
            )
        ]

    def __str__(self) -> str:
        return self.headline or self.language

    @property
    def has_placeholder(self) -> bool:
        written = (self.headline, self.lead, self.body, self.about)
        return any(text.PLACEHOLDER.search(each) for each in written)


class Contact(models.Model):
    """Whom journalists call, for one language."""

    release = models.ForeignKey(Release, models.CASCADE, related_name="contacts")
    position = models.PositiveSmallIntegerField(default=0, editable=False)
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES
    )
    name = models.CharField(
        _("name"), max_length=200, validators=[validate_line, validate_drawable]
    )
    phone = models.CharField(
        _("phone"),
        max_length=50,
        blank=True,
        validators=[validate_line, validate_drawable],
    )
    email = models.EmailField(_("email"), blank=True, validators=[validate_address])
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("press contact")
        verbose_name_plural = _("press contacts")
        ordering = ["release", "position", "pk"]

    def __str__(self) -> str:
        return self.name


class Quote(models.Model):
    """What somebody says, in each language."""

    release = models.ForeignKey(Release, models.CASCADE, related_name="quotes")
    position = models.PositiveSmallIntegerField(default=0, editable=False)
    text = LocalizedField(
        _("quotation"),
        max_length=1500,
        multiline=True,
        validators=[validate_lines, validate_drawable],
        help_text=_("Without quotation marks."),
    )
    speaker = models.CharField(
        _("speaker"), max_length=200, validators=[validate_line, validate_drawable]
    )
    role = LocalizedField(
        _("speaker's role"), blank=True, validators=[validate_line, validate_drawable]
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("quotation")
        verbose_name_plural = _("quotations")
        ordering = ["release", "position", "pk"]

    def __str__(self) -> str:
        return self.speaker


class ReleasePartner(models.Model):
    """That a partner's own paragraph stands in the release, and where."""

    release = models.ForeignKey(Release, models.CASCADE, related_name="partners")
    position = models.PositiveSmallIntegerField(default=0, editable=False)
    partner = models.ForeignKey(Partner, models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("partner in a press release")
        verbose_name_plural = _("partners in a press release")
        ordering = ["release", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["release", "partner"], name="release_partner_stands_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.partner)
