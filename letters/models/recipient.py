from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.localized import LocalizedField
from letters.models.letter import Letter


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
    address = LocalizedField(
        _("postal address"), max_length=500, multiline=True, blank=True
    )
    salutation = LocalizedField(
        _("salutation"), blank=True, help_text=_("For instance: Dear Mr. President:")
    )

    # Empty: the campaign's default.
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES, blank=True
    )

    class Meta:
        verbose_name = _("recipient")
        verbose_name_plural = _("recipients")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def languages(self) -> list[str]:
        """The campaign's, the one in which they read first."""
        codes = self.letter.campaign.languages
        return sorted(codes, key=lambda code: code != self.language)

    def full_name(self, language: str) -> str:
        """With the honorific, as letters address them."""
        return " ".join(filter(None, [self.honorific.text(language), self.name]))

    def fields_missing(self, language: str) -> list[str]:
        """What another language says of the recipient, and this one does not."""
        texts = {
            gettext("honorific"): self.honorific,
            gettext("office"): self.office,
            gettext("salutation"): self.salutation,
        }
        return [name for name, text in texts.items() if text and not text.get(language)]
