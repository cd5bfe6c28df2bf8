import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from campaigns.models import Campaign
from core.errors import Refusal
from letters.models import readiness
from letters.models.extension import Extension
from letters.models.queryset import LetterQuerySet

if TYPE_CHECKING:
    from letters.models.revision import Revision


# What stands behind a name, in the order in which it is printed.
PARTS = ("title", "affiliation", "city", "region", "country")
PUBLICITIES = ("public", "officials", "counted")


def new_key() -> str:
    """128 random bits as 22 characters."""
    return secrets.token_urlsafe(16)


def default_questions() -> dict[str, str]:
    return dict.fromkeys(PARTS, "optional")


def default_printed() -> list[str]:
    return list(PARTS)


def default_publicities() -> list[str]:
    return list(PUBLICITIES)


def validate_time_zone(name: str) -> None:
    if name not in available_timezones():
        raise ValidationError(_("Write a time zone like America/Guatemala."))


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

    class Access(models.TextChoices):
        PUBLIC = "public", _("Everybody")
        LINK = "link", _("Only those who have the secret link")

    campaign = models.ForeignKey(
        Campaign, models.PROTECT, related_name="letters", verbose_name=_("campaign")
    )
    slug = models.SlugField(_("short name in addresses"), unique=True)
    status = models.CharField(
        _("status"), max_length=10, choices=Status, default=Status.DRAFT, editable=False
    )
    access = models.CharField(
        _("who may see the page"), max_length=10, choices=Access, default=Access.PUBLIC
    )
    # Part of the secret link; whoever has it may read the letter, drafts included.
    key = models.CharField(max_length=22, default=new_key, editable=False)
    opened_at = models.DateTimeField(_("opened"), null=True, editable=False)
    closed_at = models.DateTimeField(_("closed"), null=True, editable=False)
    opens_at = models.DateTimeField(
        _("opens"),
        null=True,
        blank=True,
        help_text=_("Empty: as soon as you open the letter."),
    )
    soft_deadline_at = models.DateTimeField(
        _("deadline that is announced"),
        null=True,
        blank=True,
        help_text=_("Shown on the page. Empty: the last moment below is shown."),
    )
    closes_at = models.DateTimeField(
        _("last moment for signing"),
        null=True,
        blank=True,
        help_text=_("The letter closes by itself."),
    )
    time_zone = models.CharField(
        _("time zone"),
        max_length=50,
        default="UTC",
        validators=[validate_time_zone],
        help_text=_("All dates are of this zone, for instance America/Chicago."),
    )
    grace_hours = models.PositiveSmallIntegerField(
        _("hours after the last moment in which a signature may still be confirmed"),
        default=24,
        validators=[MaxValueValidator(24 * 90)],
    )
    last_call_hours = models.PositiveSmallIntegerField(
        _("hours before the deadline at which the unconfirmed are reminded, once"),
        default=48,
        validators=[MaxValueValidator(24 * 90)],
        help_text=_("0: nobody is reminded."),
    )
    text_from = models.DateTimeField(
        _("text is published"),
        null=True,
        blank=True,
        help_text=_("Until then only those with the secret link read and sign it."),
    )
    list_from = models.DateTimeField(
        _("names are published"),
        null=True,
        blank=True,
        help_text=_("Until then the page shows the number, and no name."),
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
    # What the form asks beside name and address: field to "no", "optional", "required".
    questions = models.JSONField(default=default_questions, editable=False)
    # Which answers stand behind a name, on the page and in documents.
    printed = models.JSONField(default=default_printed, editable=False)
    # What a signer may choose from, the most public first.
    publicities = models.JSONField(default=default_publicities, editable=False)
    preselects_safest = models.BooleanField(
        _("the safest choice is ticked already"),
        default=False,
        help_text=_("Otherwise each signer has to choose who may read the name."),
    )
    authoritative_language = models.CharField(
        _("authoritative language"),
        max_length=10,
        choices=settings.LANGUAGES,
        blank=True,
        help_text=_(
            "The others are translations. Empty: the campaign's first language."
        ),
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
            models.CheckConstraint(
                condition=models.Q(access__in=["public", "link"]),
                name="letter_access_is_known",
            ),
            models.CheckConstraint(
                condition=models.Q(review__in=["before", "after"]),
                name="letter_review_is_known",
            ),
            models.CheckConstraint(
                condition=models.Q(signers__in=["both", "people", "organizations"]),
                name="letter_signers_are_known",
            ),
            models.CheckConstraint(
                condition=models.Q(opens_at=None)
                | models.Q(closes_at=None)
                | models.Q(opens_at__lt=models.F("closes_at")),
                name="letter_opens_before_it_closes",
            ),
            models.CheckConstraint(
                condition=models.Q(soft_deadline_at=None)
                | models.Q(closes_at=None)
                | models.Q(soft_deadline_at__lte=models.F("closes_at")),
                name="letter_soft_deadline_is_not_after_the_hard_one",
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
    def published_revisions(self) -> "list[Revision]":
        """Newest first. Prefetched revisions are used where there are any."""
        published = [r for r in self.revisions.all() if r.published_at]
        return sorted(published, key=lambda revision: revision.number, reverse=True)

    @property
    def current_revision(self) -> "Revision | None":
        return next(iter(self.published_revisions), None)

    @property
    def draft_revision(self) -> "Revision | None":
        drafts = [r for r in self.revisions.all() if not r.published_at]
        return max(drafts, key=lambda revision: revision.number, default=None)

    @property
    def authoritative(self) -> str:
        """The code of the language whose text decides where translations differ."""
        return self.authoritative_language or self.campaign.default_language

    @property
    def announced_deadline(self) -> datetime | None:
        return self.soft_deadline_at or self.closes_at

    @property
    def last_call_at(self) -> datetime | None:
        """When those who have not confirmed are reminded, if they are."""
        if self.announced_deadline is None or not self.last_call_hours:
            return None
        return self.announced_deadline - timedelta(hours=self.last_call_hours)

    @property
    def sign_by(self) -> datetime | None:
        """The deadline that is announced, while it lies ahead of the last moment and now."""
        soft = self.soft_deadline_at
        if soft is None or soft == self.closes_at or soft <= timezone.now():
            return None
        return soft

    @property
    def ended_at(self) -> datetime | None:
        """The last moment for signing: by the clock, or by hand before it."""
        return self.closes_at and min(self.closes_at, self.closed_at or self.closes_at)

    @property
    def safest_publicity(self) -> str:
        return max(self.publicities, key=PUBLICITIES.index)

    def has_key(self, key: str) -> bool:
        return constant_time_compare(key, self.key)

    def has_begun(self, now: datetime | None = None) -> bool:
        """Whether it was opened, by a person and by the clock."""
        if self.status == self.Status.DRAFT:
            return False
        return self.opens_at is None or self.opens_at <= (now or timezone.now())

    def is_announced(self, now: datetime | None = None) -> bool:
        """announced() says the same of many letters."""
        return self.access == self.Access.PUBLIC and self.has_begun(now)

    def is_text_public(self, now: datetime | None = None) -> bool:
        return self.text_from is None or self.text_from <= (now or timezone.now())

    def is_list_public(self, now: datetime | None = None) -> bool:
        return self.list_from is None or self.list_from <= (now or timezone.now())

    def accepts_signatures(self, now: datetime | None = None) -> bool:
        now = now or timezone.now()
        return (
            self.status == self.Status.OPEN
            and self.has_begun(now)
            and self.closes_at is not None
            and now < self.closes_at
        )

    def accepts_confirmations(self, now: datetime | None = None) -> bool:
        """Whether a pending signature may still be confirmed: some hours past the deadline."""
        if self.status == self.Status.DRAFT or self.ended_at is None:
            return False
        grace = timedelta(hours=self.grace_hours)
        return (now or timezone.now()) < self.ended_at + grace

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
        return readiness.missing_for_opening(self)

    @transaction.atomic
    def open(self) -> None:
        """Open a draft or a closed letter, publishing the draft of its text."""
        # Nobody takes away its last recipient between the look and the step.
        self.refresh_from_db(from_queryset=Letter.objects.select_for_update())
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

    def replace_key(self) -> None:
        """Make the secret link that went round useless, and a new one."""
        self.key = new_key()
        self.save(update_fields=["key"])

    @transaction.atomic
    def extend(
        self, closes_at: datetime, *, reason: dict[str, str], author: User | None
    ) -> None:
        """Move the last moment of a letter that was opened, and open it again."""
        old = self.closes_at
        if self.status == self.Status.DRAFT or old is None:
            raise Refusal(gettext("A draft is not extended; set its dates."))
        if not any(reason.values()):
            raise Refusal(gettext("Write a reason: it is shown on the letter's page."))
        if closes_at <= max(old, timezone.now()):
            raise Refusal(gettext("The new deadline has to be later than the old one."))
        if self.is_past_retention(timezone.now()):
            raise Refusal(
                gettext("The signers' data have been deleted, so it stays closed.")
            )
        rows = Letter.objects.filter(pk=self.pk, closes_at=old).exclude(status="draft")
        if not rows.update(
            closes_at=closes_at, status=self.Status.OPEN, closed_at=None
        ):
            raise Refusal(gettext("Somebody else has just changed the deadline."))
        Extension.objects.create(
            letter=self,
            old_closes_at=old,
            closes_at=closes_at,
            reason=reason,
            author=author,
        )
        self.refresh_from_db()

    def close(self) -> None:
        rows = Letter.objects.filter(pk=self.pk, status=self.Status.OPEN)
        if not rows.update(status=self.Status.CLOSED, closed_at=timezone.now()):
            raise Refusal(gettext("Only an open letter can be closed."))
        self.refresh_from_db(fields=["status", "closed_at"])
