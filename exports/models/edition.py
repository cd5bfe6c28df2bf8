from operator import attrgetter
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import User
from core import formats
from exports.models.layout import Layout
from letters.models import Letter, Revision
from signatures.models import Counts, Signature


class Edition(models.Model):
    """A numbered state of a letter, frozen once and for ever.

    What is printed lies in files (`FrozenRoll`), of which each document is made; what
    stands here is what the verification page tells.
    """

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField(_("number"))
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="+")
    addendum_to = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="addenda"
    )
    people = models.PositiveIntegerField(_("people"))
    organizations = models.PositiveIntegerField(_("organizations"))
    countries = models.PositiveIntegerField(_("countries"))
    counted = models.PositiveIntegerField(_("signed without being named"))
    # How its documents look, and the recipients in the order in which they are printed.
    frozen_layout = models.JSONField(default=dict, editable=False)
    recipients = models.JSONField(default=list, editable=False)
    frozen_at = models.DateTimeField(_("frozen"), default=timezone.now)
    frozen_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    # The public copy names public signers only.
    published_at = models.DateTimeField(_("public copy published"), null=True)

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["letter", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["letter", "number"], name="edition_number_is_unique"
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1), name="edition_number_from_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter} {self.number}"

    @property
    def label(self) -> str:
        """What one chooses it by among several, in the language in use."""
        language, total = formats.language(), self.counts.total
        frozen_at = self.frozen_at.astimezone(ZoneInfo(self.letter.time_zone))
        words = {
            "number": self.number,
            "day": formats.long_date(frozen_at, language),
            "total": formats.number(total, language),
        }
        if self.addendum_to is None:
            return (
                ngettext(
                    "Edition %(number)s of %(day)s, %(total)s signature",
                    "Edition %(number)s of %(day)s, %(total)s signatures",
                    total,
                )
                % words
            )
        return ngettext(
            "Edition %(number)s of %(day)s, addendum to edition %(original)s,"
            " %(total)s signature",
            "Edition %(number)s of %(day)s, addendum to edition %(original)s,"
            " %(total)s signatures",
            total,
        ) % {**words, "original": self.addendum_to.number}

    @property
    def layout(self) -> Layout:
        """The letter's layout as it was, which is not saved."""
        return Layout(**self.frozen_layout)

    @property
    def languages(self) -> list[str]:
        """Those in which it was frozen, the campaign's first one first."""
        # Sorted here, so that pages with many files can fetch the rolls beforehand.
        rolls = sorted(self.rolls.all(), key=attrgetter("pk"))
        return [roll.language for roll in rolls]

    @property
    def counts(self) -> Counts:
        return Counts(
            total=self.people + self.organizations,
            people=self.people,
            organizations=self.organizations,
            countries=self.countries,
        )


class FrozenRoll(models.Model):
    """All that an edition prints in one language, as a file from which it can be printed again."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="rolls")
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES
    )
    file = models.FileField(upload_to="editions/")
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "language"], name="roll_per_language"
            )
        ]

    def __str__(self) -> str:
        return f"{self.edition} ({self.language})"


class Entrant(models.Model):
    """That a signature is on an edition: so addenda know who is new, and pages who has left."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="entrants")
    signature = models.ForeignKey(Signature, models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "signature"], name="entrant_once_per_edition"
            )
        ]

    def __str__(self) -> str:
        return f"{self.edition}: {self.signature_id}"


class Acceptance(models.Model):
    """That somebody froze an edition although a check before it had found something."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="acceptances")
    check_name = models.CharField(_("check"), max_length=30)
    found = models.PositiveIntegerField(_("found"))
    accepted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    accepted_at = models.DateTimeField(_("accepted"), default=timezone.now)

    class Meta:
        verbose_name = _("accepted finding")
        verbose_name_plural = _("accepted findings")
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "check_name"], name="acceptance_once_per_check"
            )
        ]

    def __str__(self) -> str:
        return f"{self.edition}: {self.check_name}"
