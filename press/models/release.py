from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import formats
from core.localized import Localized
from exports.models import Edition
from letters.models import Letter, validate_time_zone
from letters.models.letter import new_key
from letters.text import fill
from signatures.numbers import format_counts


class ReleaseQuerySet(models.QuerySet["Release"]):
    def public(self, now: datetime) -> Self:
        """Those of announced letters that everybody may read; each letter says if it is one."""
        return self.filter(
            Q(embargo_until=None) | Q(embargo_until__lte=now), is_published=True
        )


class Release(models.Model):
    """What a coalition tells journalists about a letter, at once or under embargo.

    Its numbers are those of the edition, so that they agree with the delivered letter.
    """

    class EndMark(models.TextChoices):
        HASHES = "###", "###"
        THIRTY = "-30-", "-30-"

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="releases")
    edition = models.ForeignKey(
        Edition,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="releases",
        verbose_name=_("edition"),
        help_text=_(
            "Its numbers fill {people}, {organizations}, {total}, {countries}."
        ),
    )
    dated = models.DateField(_("date of the dateline"), null=True, blank=True)
    embargo_until = models.DateTimeField(
        _("embargo until"),
        null=True,
        blank=True,
        help_text=_("Empty: for immediate release, as soon as it is published."),
    )
    time_zone = models.CharField(
        _("time zone of the embargo"),
        max_length=50,
        blank=True,
        validators=[validate_time_zone],
        help_text=_("Empty: the letter's."),
    )
    end_mark = models.CharField(
        _("end mark"), max_length=4, choices=EndMark, default=EndMark.HASHES
    )
    # Part of the journalists' link: whoever has it reads the release before its hour.
    key = models.CharField(max_length=22, unique=True, default=new_key, editable=False)
    is_published = models.BooleanField(_("published"), default=False, editable=False)
    # Counts the savings, so that of two editors the second one is told.
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", editable=False
    )

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("press release")
        verbose_name_plural = _("press releases")
        ordering = ["letter", "-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end_mark__in=["###", "-30-"]),
                name="release_end_mark_is_known",
            )
        ]

    def __str__(self) -> str:
        """The headline in the language in use, with the edition's numbers."""
        written = {text.language: text.headline for text in self.texts.all()}
        headline = Localized(written).text()
        if self.edition:
            numbers = format_counts(self.edition.counts, formats.language())
            headline = fill(headline, numbers)
        return headline or str(_("Press release"))

    @property
    def zone(self) -> str:
        return self.time_zone or self.letter.time_zone

    def is_embargoed(self, now: datetime | None = None) -> bool:
        until = self.embargo_until
        return until is not None and (now or timezone.now()) < until

    def replace_key(self) -> None:
        """Make the link that went round useless, and a new one."""
        self.key = new_key()
        self.save(update_fields=["key"])
