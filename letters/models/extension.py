from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.localized import LocalizedField


class Extension(models.Model):
    """One move of a letter's last moment, with the reason that its page gives."""

    letter = models.ForeignKey(
        "letters.Letter", models.CASCADE, related_name="extensions"
    )
    old_closes_at = models.DateTimeField(_("from"))
    closes_at = models.DateTimeField(_("to"))
    reason = LocalizedField(_("reason"), max_length=500)
    author = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(_("time"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("extension")
        verbose_name_plural = _("extensions")
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return f"{self.old_closes_at} → {self.closes_at}"
