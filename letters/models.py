from datetime import datetime, timedelta
from typing import Any, Self
from zoneinfo import available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models, transaction
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from campaigns.models import Campaign
from core.errors import Refusal
from core.localized import LocalizedField
from letters import text


def validate_time_zone(name: str) -> None:
    if name not in available_timezones():
        raise ValidationError(_("Write a time zone like America/Guatemala."))


class LetterQuerySet(models.QuerySet["Letter"]):
    def public(self) -> Self:
        """Letters that anybody may read."""
        return self.filter(status__in=[Letter.Status.OPEN, Letter.Status.CLOSED])

    def due_to_close(self, now: datetime) -> Self:
        return self.filter(status=Letter.Status.OPEN, closes_at__lte=now)


class Letter(models.Model):
    """What is signed: dates and rules; the text is in its revisions."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        OPEN = "open", _("Open for signature")
        CLOSED = "closed", _("Closed")

    class Review(models.TextChoices):
        BEFORE = "before", _("Before a name appears")
        AFTER = "after", _("After a name has appeared")

    class Signers(models.TextChoices):
        BOTH = "both", _("People and organizations")
        PEOPLE = "people", _("People only")
        ORGANIZATIONS = "organizations", _("Organizations only")

    campaign = models.ForeignKey(
        Campaign, models.PROTECT, related_name="letters", verbose_name=_("campaign")
    )
    slug = models.SlugField(_("short name in addresses"), unique=True)
    status = models.CharField(
        _("status"), max_length=10, choices=Status, default=Status.DRAFT, editable=False
    )
    opened_at = models.DateTimeField(_("opened"), null=True, editable=False)
    closed_at = models.DateTimeField(_("closed"), null=True, editable=False)
    closes_at = models.DateTimeField(_("deadline"), null=True, blank=True)
    time_zone = models.CharField(
        _("time zone"),
        max_length=50,
        default="UTC",
        validators=[validate_time_zone],
        help_text=_(
            "The deadline is shown in this zone, for instance America/Chicago."
        ),
    )
    grace_hours = models.PositiveSmallIntegerField(
        _("hours after the deadline in which a signature may still be confirmed"),
        default=24,
    )
    review = models.CharField(
        _("names are reviewed"),
        max_length=10,
        choices=Review,
        default=Review.BEFORE,
        help_text=_("Organizations are always reviewed before they appear."),
    )
    signers = models.CharField(
        _("who may sign"), max_length=15, choices=Signers, default="both"
    )
    goal = models.PositiveIntegerField(
        _("goal"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status="draft")
                | models.Q(
                    status__in=["open", "closed"],
                    opened_at__isnull=False,
                    closes_at__isnull=False,
                ),
                name="letter_open_has_dates",
            ),
            models.CheckConstraint(
                condition=models.Q(status="closed", closed_at__isnull=False)
                | models.Q(status__in=["draft", "open"], closed_at__isnull=True),
                name="letter_closed_has_date",
            ),
        ]

    def __str__(self) -> str:
        return self.title(get_language()) or self.slug

    def get_absolute_url(self) -> str:
        return reverse("signatures:letter", args=[self.slug])

    def title(self, language: str | None = None) -> str:
        """The title in a language, else in the campaign's default, else in any."""
        titles = self.titles()
        wanted = titles.get(language or "") or titles.get(
            self.campaign.default_language
        )
        return wanted or next(iter(titles.values()), "")

    def titles(self) -> dict[str, str]:
        """Titles by language, of the published revision or else of the draft."""
        revision = self.current_revision or self.draft_revision
        if revision is None:
            return {}
        return {t.language: t.title for t in revision.translations.all()}

    @property
    def current_revision(self) -> "Revision | None":
        """The newest published revision. Prefetched revisions are used where there are any."""
        published = [r for r in self.revisions.all() if r.published_at]
        return max(published, key=lambda revision: revision.number, default=None)

    @property
    def draft_revision(self) -> "Revision | None":
        drafts = [r for r in self.revisions.all() if not r.published_at]
        return max(drafts, key=lambda revision: revision.number, default=None)

    def accepts_signatures(self, now: datetime | None = None) -> bool:
        return (
            self.status == self.Status.OPEN
            and self.closes_at is not None
            and (now or timezone.now()) < self.closes_at
        )

    def accepts_confirmations(self, now: datetime | None = None) -> bool:
        """Whether a pending signature may still be confirmed: some hours past the deadline."""
        if self.status == self.Status.DRAFT or self.closes_at is None:
            return False
        ended_at = min(self.closes_at, self.closed_at or self.closes_at)
        return (now or timezone.now()) < ended_at + timedelta(hours=self.grace_hours)

    def is_past_retention(self, now: datetime) -> bool:
        """Whether what the campaign may keep of its signers has to be forgotten."""
        days = timedelta(days=self.campaign.retention_days)
        return self.closed_at is not None and self.closed_at + days <= now

    def accepts_kind(self, kind: str) -> bool:
        other = {
            "person": self.Signers.ORGANIZATIONS,
            "organization": self.Signers.PEOPLE,
        }
        return self.signers != other[kind]

    def missing_for_opening(self) -> list[str]:
        """Sentences, one for each thing that must be there before the letter opens."""
        missing: list[Any] = []
        revision = self.current_revision or self.draft_revision
        if revision is None or not revision.translations.exists():
            missing.append(_("Write the text in at least one language."))
        else:
            missing += [
                _(
                    "Write the text in %(language)s, or take the language from the campaign."
                )
                % {"language": dict(settings.LANGUAGES).get(language, language)}
                for language in self.campaign.languages
                if language not in {t.language for t in revision.translations.all()}
            ]
        recipients = self.recipients.all()
        if not recipients:
            missing.append(_("Add at least one recipient."))
        missing += [
            _(
                "Write honorific, office and salutation of %(name)s in %(language)s, too."
            )
            % {"name": recipient.name, "language": dict(settings.LANGUAGES)[language]}
            for recipient in recipients
            for language in recipient.languages_missing(self.campaign.languages)
        ]
        if self.closes_at is None:
            missing.append(_("Set a deadline."))
        elif self.closes_at <= timezone.now():
            missing.append(_("The deadline has passed; set a later one."))
        return [str(sentence) for sentence in missing]

    @transaction.atomic
    def open(self) -> None:
        """Open a draft or a closed letter, publishing the draft of its text."""
        if missing := self.missing_for_opening():
            raise Refusal(" ".join(missing))
        now = timezone.now()
        rows = Letter.objects.filter(pk=self.pk, status__in=["draft", "closed"])
        if not rows.update(
            status=self.Status.OPEN,
            opened_at=Coalesce("opened_at", models.Value(now)),
            closed_at=None,
        ):
            raise Refusal(gettext("This letter is open already."))
        if not self.current_revision:
            self.revisions.filter(published_at=None).update(published_at=now)
        self.refresh_from_db()

    def close(self) -> None:
        rows = Letter.objects.filter(pk=self.pk, status=self.Status.OPEN)
        if not rows.update(status=self.Status.CLOSED, closed_at=timezone.now()):
            raise Refusal(gettext("Only an open letter can be closed."))
        self.refresh_from_db(fields=["status", "closed_at"])


class Revision(models.Model):
    """One numbered state of the letter's text, in all its languages."""

    letter = models.ForeignKey(
        Letter,
        models.CASCADE,
        related_name="revisions",
        verbose_name=_("letter"),
    )
    number = models.PositiveSmallIntegerField(_("number"))
    author = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField(_("published"), null=True, editable=False)

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["letter", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["letter", "number"], name="revision_one_per_letter_and_number"
            )
        ]

    def __str__(self) -> str:
        return gettext("Revision %(number)d of “%(letter)s”") % {
            "number": self.number,
            "letter": self.letter,
        }

    def in_language(self, language: str) -> "Translation | None":
        """The translation into a language, or into the campaign's first that has one."""
        by_language = {t.language: t for t in self.translations.all()}
        for code in (language, *self.letter.campaign.languages, *by_language):
            if code in by_language:
                return by_language[code]
        return None


class Translation(models.Model):
    """The text of a revision in one language."""

    revision = models.ForeignKey(Revision, models.CASCADE, related_name="translations")
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES
    )
    title = models.CharField(_("title"), max_length=200)
    body = models.TextField(
        _("text"),
        max_length=text.BODY_MAXIMUM,
        help_text=_(
            "Markdown: **bold**, *italic*, lists, quotations, links. {people}, {organizations},"
            " {total} and {countries} are replaced by the numbers of the day."
        ),
    )
    closing = models.CharField(
        _("closing"),
        max_length=200,
        help_text=_("For instance: Respectfully, the undersigned"),
    )
    fingerprint = models.CharField(max_length=64, editable=False)

    class Meta:
        verbose_name = _("text")
        verbose_name_plural = _("texts")
        ordering = ["revision", "language"]
        constraints = [
            models.UniqueConstraint(
                fields=["revision", "language"],
                name="translation_one_per_revision_and_language",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.fingerprint = text.fingerprint(
            self.language, self.title, self.body, self.closing
        )
        super().save(*args, **kwargs)

    def clean(self) -> None:
        if problem := text.problem(self.body):
            raise ValidationError({"body": problem})


class Recipient(models.Model):
    """An official to whom the letter is addressed."""

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="recipients")
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    name = models.CharField(_("name"), max_length=200)
    honorific = LocalizedField(
        _("honorific"), blank=True, help_text=_("For instance: The Honorable")
    )
    office = LocalizedField(
        _("office"), blank=True, help_text=_("For instance: President of the Republic")
    )
    salutation = LocalizedField(
        _("salutation"), blank=True, help_text=_("For instance: Dear Mr. President:")
    )

    class Meta:
        verbose_name = _("recipient")
        verbose_name_plural = _("recipients")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name

    def languages_missing(self, languages: list[str]) -> list[str]:
        """Languages in which a text is empty that another language has."""
        texts = [
            text for text in (self.honorific, self.office, self.salutation) if text
        ]
        return [code for code in languages if not all(text.get(code) for text in texts)]
