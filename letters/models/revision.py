from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.formats import language_name
from core.localized import LocalizedField
from letters import parity, text
from letters.models.letter import Letter


def place_name(pair: parity.Pair) -> str:
    """What the paragraph is called: title, paragraph 3, closing."""
    if pair.place == "title":
        return gettext("title")
    if pair.place == "closing":
        return gettext("closing")
    return gettext("paragraph %(number)d") % {"number": pair.number}


class Revision(models.Model):
    """One numbered state of the letter's text, in all its languages."""

    class Kind(models.TextChoices):
        SUBSTANCE = "substance", _("Substance: every earlier signer is asked again")
        WORDING = "wording", _("Wording: what is asked stays the same")
        TRANSLATION = "translation", _("Translation: the authoritative text stays")

    letter = models.ForeignKey(
        Letter,
        models.CASCADE,
        related_name="revisions",
        verbose_name=_("letter"),
    )
    number = models.PositiveSmallIntegerField(_("number"))
    # Empty for the first one, which changes nothing.
    kind = models.CharField(
        _("kind of change"), max_length=12, choices=Kind, blank=True
    )
    note = LocalizedField(
        _("what was changed, and why"), max_length=500, multiline=True, blank=True
    )
    answer_by = models.DateTimeField(
        _("earlier signers answer until"), null=True, blank=True
    )
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
            ),
            models.UniqueConstraint(
                fields=["letter"],
                condition=models.Q(published_at=None),
                name="revision_one_draft_per_letter",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    kind__in=["", "substance", "wording", "translation"]
                ),
                name="revision_kind_is_known",
            ),
            models.CheckConstraint(
                condition=models.Q(published_at=None)
                | ~models.Q(kind="substance")
                | models.Q(answer_by__isnull=False),
                name="revision_of_substance_has_deadline",
            ),
        ]

    def __str__(self) -> str:
        return gettext("Revision %(number)d of “%(letter)s”") % {
            "number": self.number,
            "letter": self.letter,
        }

    def texts(self) -> dict[str, "Translation"]:
        """The translations by language, in the campaign's order of languages."""
        written = {text.language: text for text in self.translations.all()}
        return {
            code: written[code]
            for code in self.letter.campaign.languages
            if code in written
        }

    @property
    def stamp(self) -> str:
        """Names a draft's state, so that nobody publishes what they have not seen."""
        texts = [f"{code}{each.version}" for code, each in self.texts().items()]
        return "-".join([str(self.number), *texts])

    def missing_texts(self) -> list[str]:
        """Sentences, one for each of the campaign's languages without a whole text."""
        written = self.texts()
        missing = []
        for code in self.letter.campaign.languages:
            if code not in written:
                sentence = gettext(
                    "Write the text in %(language)s, or take the language from the campaign."
                )
            elif not written[code].is_whole:
                sentence = gettext(
                    "Finish the text in %(language)s: it needs title, text and closing."
                )
            else:
                continue
            missing.append(sentence % {"language": language_name(code)})
        return missing

    def out_of_step(self) -> list[str]:
        """Sentences, one for each translation that does not follow the authoritative text."""
        texts = self.texts()
        source = texts.get(self.letter.authoritative)
        if source is None:
            return []
        return [
            gettext("The text in %(language)s is out of step: %(places)s.")
            % {
                "language": language_name(code),
                "places": ", ".join(place_name(pair) for pair in pairs),
            }
            for code, translation in texts.items()
            if code != source.language
            and (pairs := parity.out_of_step(source, translation))
        ]

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
    # Counts the savings, so that of two editors the second one is told.
    version = models.PositiveIntegerField(default=1, editable=False)
    # Which paragraph of the authoritative text each paragraph followed when it was
    # written: short hashes of both, see letters.parity.
    follows = models.JSONField(default=dict, editable=False)
    edited_at = models.DateTimeField(_("edited"), default=timezone.now, editable=False)
    edited_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )

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

    @property
    def is_whole(self) -> bool:
        """A draft may lack its end; what is published may not."""
        return all([self.title.strip(), self.body.strip(), self.closing.strip()])

    def clean(self) -> None:
        if problem := text.problem(self.body):
            raise ValidationError({"body": problem})


class UnsavedText(models.Model):
    """What an editor wrote while another text was saved first; kept until it is settled.

    Each page that the editor has open keeps one of its own for a language. A later one
    replaces it as a new row, so no page writes over what another one keeps.
    """

    revision = models.ForeignKey(Revision, models.CASCADE, related_name="unsaved_texts")
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES
    )
    author = models.ForeignKey(User, models.CASCADE, related_name="+")
    title = models.CharField(_("title"), max_length=200, blank=True)
    body = models.TextField(_("text"), max_length=text.BODY_MAXIMUM, blank=True)
    closing = models.CharField(_("closing"), max_length=200, blank=True)
    edited_at = models.DateTimeField(_("edited"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("unsaved text")
        verbose_name_plural = _("unsaved texts")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title
