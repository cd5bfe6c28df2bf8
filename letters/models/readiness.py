"""What a letter lacks before it opens, in sentences for its editors."""

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from core.formats import language_name

if TYPE_CHECKING:
    from letters.models.letter import Letter


def missing_for_opening(letter: "Letter") -> list[str]:
    """One sentence for each thing that must be there before the letter opens."""
    return [
        *missing_recipients(letter),
        *missing_texts(letter),
        *missing_dates(letter),
    ]


def missing_recipients(letter: "Letter") -> list[str]:
    recipients = letter.recipients.all()
    if not recipients:
        return [_("Add at least one recipient.")]
    return [
        _("Write this of %(name)s in %(language)s, too: %(fields)s.")
        % {
            "name": recipient.name,
            "language": language_name(language),
            "fields": ", ".join(fields),
        }
        for recipient in recipients
        for language in letter.campaign.languages
        if (fields := recipient.fields_missing(language))
    ]


def missing_texts(letter: "Letter") -> list[str]:
    revision = letter.current_revision or letter.draft_revision
    if revision is None or not revision.translations.exists():
        return [_("Write the text in at least one language.")]
    return [*revision.missing_texts(), *revision.out_of_step()]


def missing_dates(letter: "Letter") -> list[str]:
    missing = []
    if letter.closes_at is None:
        missing.append(_("Set a deadline."))
    elif letter.closes_at <= timezone.now():
        missing.append(_("The deadline has passed; set a later one."))
    if letter.is_past_retention(timezone.now()):
        missing.append(_("The signers' data have been deleted, so it stays closed."))
    return missing
