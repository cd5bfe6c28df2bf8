from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.localized import LocalizedField
from exports.designs import Look
from letters.models import Letter
from signatures.models import Organization


class Layout(models.Model):
    """How a letter's documents look; without a row, everything as its default says."""

    class Design(models.TextChoices):
        CLASSIC = "classic", _("Classic: one name a line")
        COLUMNS = "columns", _("Two columns")
        COMPACT = "compact", _("Compact: names in running text, for thousands")

    class Paper(models.TextChoices):
        LETTER = "letter", _("US Letter")
        A4 = "a4", _("A4")

    class Medium(models.TextChoices):
        PRINT = "print", _("Paper")
        SCREEN = "screen", _("Screens: larger type, narrow margins")

    class Languages(models.TextChoices):
        EACH = "each", _("One document for each language")
        TOGETHER = "together", _("One document with the text in every language")

    class Addressing(models.TextChoices):
        TOGETHER = "together", _("One letter to all recipients")
        EACH = "each", _("One addressed letter for each recipient")

    letter = models.OneToOneField(Letter, models.CASCADE, related_name="layout")
    design = models.CharField(
        _("design"), max_length=10, choices=Design, default=Design.CLASSIC
    )
    paper = models.CharField(
        _("paper"), max_length=10, choices=Paper, default=Paper.LETTER
    )
    medium = models.CharField(
        _("made for"), max_length=6, choices=Medium, default=Medium.PRINT
    )
    languages = models.CharField(
        _("languages"), max_length=10, choices=Languages, default=Languages.EACH
    )
    addressing = models.CharField(
        _("addressing"), max_length=10, choices=Addressing, default=Addressing.TOGETHER
    )
    has_cover = models.BooleanField(_("a cover page with the counts"), default=False)
    has_summary = models.BooleanField(
        _("a summary of who signed, and from where"),
        default=False,
        help_text=_("Places with fewer than five signers are not shown one by one."),
    )
    attaches_list = models.BooleanField(
        _("the list of names inside the PDF, for machines"),
        default=False,
        help_text=_("As a CSV file that PDF readers show as an attachment."),
    )

    class Meta:
        verbose_name = _("layout")
        verbose_name_plural = _("layouts")

    def __str__(self) -> str:
        return str(self.letter)

    @classmethod
    def of(cls, letter: Letter) -> "Layout":
        """What the organizers chose, or the defaults in a row that is not saved."""
        return cls.objects.filter(letter=letter).first() or cls(letter=letter)

    @property
    def is_addressed(self) -> bool:
        return self.addressing == self.Addressing.EACH

    @property
    def is_bilingual(self) -> bool:
        return self.languages == self.Languages.TOGETHER

    def languages_in_one(self, first: str, written: Iterable[str]) -> list[str]:
        """Those of a document that follows the layout, its own first."""
        if not self.is_bilingual:
            return [first]
        return [first, *(code for code in written if code != first)]

    @property
    def look(self) -> Look:
        return Look(
            design=self.design,
            paper=self.paper,
            medium=self.medium,
            has_cover=self.has_cover,
            has_summary=self.has_summary,
            attaches_list=self.attaches_list,
        )


class PrintedGroup(models.Model):
    """A rule for the printed list: whoever it fits, and no group before it, stands here."""

    class Who(models.TextChoices):
        ORGANIZERS = "organizers", _("Organizers")
        ORGANIZATIONS = "organizations", _("Organizations")
        PEOPLE = "people", _("People")
        EVERYONE = "everyone", _("Everyone")

    class Order(models.TextChoices):
        NAME = "name", _("by name")
        COUNTRY = "country", _("by country, then by name")
        HEADED = "headed", _("by country, with a heading for each")

    layout = models.ForeignKey(Layout, models.CASCADE, related_name="groups")
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    who = models.CharField(_("who"), max_length=13, choices=Who)
    scope = models.CharField(
        _("scope"), max_length=13, choices=Organization.Scope, blank=True
    )
    country = models.CharField(_("country"), max_length=2, blank=True)
    heading = LocalizedField(_("heading"), blank=True)
    order = models.CharField(
        _("order"), max_length=7, choices=Order, default=Order.NAME
    )

    class Meta:
        verbose_name = _("group of names")
        verbose_name_plural = _("groups of names")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return str(self.heading) or self.get_who_display()
