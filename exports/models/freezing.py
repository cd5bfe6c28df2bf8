from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from exports.models.edition import Edition
from exports.models.work import Work, WorkQuerySet
from letters.models import Letter


class FreezingQuerySet(WorkQuerySet["Freezing"]):
    def unfinished(self) -> Self:
        return self.filter(
            status__in=[Freezing.Status.QUEUED, Freezing.Status.FREEZING]
        )

    def finished(self) -> Self:
        return self.filter(status__in=[Freezing.Status.FROZEN, Freezing.Status.FAILED])


class Freezing(Work):
    """That somebody has looked and wants an edition, until a worker has frozen it."""

    class Status(models.TextChoices):
        QUEUED = "queued", _("Queued")
        FREEZING = "freezing", _("Being frozen")
        FROZEN = "frozen", _("Frozen")
        FAILED = "failed", _("Failed")

    in_hand: ClassVar[str] = Status.FREEZING.value
    needs: ClassVar[tuple[str, ...]] = (
        "letter__campaign",
        "addendum_to",
        "requested_by",
    )

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="freezings")
    # The number that the edition will have.
    number = models.PositiveIntegerField()
    addendum_to = models.ForeignKey(
        Edition, models.CASCADE, null=True, related_name="+"
    )
    # Of whoever asked: findings are sentences, and what is accepted names them.
    language = models.CharField(max_length=10, choices=settings.LANGUAGES)
    # By check, the mark of the finding that was seen and accepted.
    accepted = models.JSONField(default=dict)
    requested_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    requested_at = models.DateTimeField(default=timezone.now)
    status = models.CharField(max_length=8, choices=Status, default=Status.QUEUED)

    objects = FreezingQuerySet.as_manager()

    class Meta:
        verbose_name = _("freezing of an edition")
        verbose_name_plural = _("freezings of editions")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["letter"],
                condition=Q(status__in=["queued", "freezing"]),
                name="freezing_one_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.letter} {self.number}"

    @property
    def is_finished(self) -> bool:
        return self.status in {self.Status.FROZEN, self.Status.FAILED}

    @property
    def is_left_alone(self) -> bool:
        return not self.is_finished and self._is_left_alone(self.requested_at)

    def mark_frozen(self) -> bool:
        """Whether it was still this worker's, and is settled now."""
        return self._settle(status=self.Status.FROZEN, error="")
