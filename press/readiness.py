"""What a release lacks before journalists may see it, in sentences for its editors."""

from django.utils.translation import gettext as _

from core.characters import is_blank
from core.formats import language_name
from press.models import Release, ReleaseText


def missing(release: Release) -> list[str]:
    sentences = missing_in_all(release)
    for language in release.letter.campaign.languages:
        for sentence in missing_in(release, language):
            name = language_name(language)
            sentences.append(f"{name[:1].upper()}{name[1:]}: {sentence}")
    return sentences


def missing_in_all(release: Release) -> list[str]:
    """What is missing whatever the language."""
    sentences = []
    if release.dated is None:
        sentences.append(_("Set the date of the dateline."))
    texts = release.texts.filter(language__in=release.letter.campaign.languages)
    if release.edition is None and any(text.has_placeholder for text in texts):
        sentences.append(
            _(
                "The text has numbers in braces, and they come from a frozen edition: "
                "choose one."
            )
        )
    return sentences


def missing_in(release: Release, language: str) -> list[str]:
    """What is missing in one language."""
    text = release.texts.filter(language=language).first() or ReleaseText()
    sentences = []
    if is_blank(text.headline):
        sentences.append(_("Write the headline."))
    if is_blank(text.place):
        sentences.append(_("Write the place of the dateline."))
    if is_blank(text.lead):
        sentences.append(_("Write the lead."))
    contacts = release.contacts.filter(language=language)
    if all(is_blank(contact.name) for contact in contacts):
        sentences.append(_("Name a contact."))
    return [
        *sentences,
        *_missing_in_quotes(release, language),
        *_missing_of_partners(release, language),
    ]


def _missing_in_quotes(release: Release, language: str) -> list[str]:
    sentences = []
    for quote in release.quotes.all():
        if is_blank(quote.text.get(language, "")):
            sentence = _("Translate what %(speaker)s says.")
        elif any(quote.role.values()) and is_blank(quote.role.get(language, "")):
            sentence = _("Write the role of %(speaker)s.")
        else:
            continue
        sentences.append(sentence % {"speaker": quote.speaker})
    return sentences


def _missing_of_partners(release: Release, language: str) -> list[str]:
    """A partner may have no paragraph; but what one language has, the others need, too."""
    return [
        _("“%(partner)s” has a description in another language only.")
        % {"partner": row.partner.name.text(language)}
        for row in release.partners.select_related("partner")
        if any(row.partner.description.values())
        and not row.partner.description.get(language)
    ]


def warnings(release: Release) -> list[str]:
    """What works, and may not be what was meant."""
    letter, until = release.letter, release.embargo_until
    sentences = []
    if not letter.is_announced():
        sentences.append(
            _(
                "The letter itself is not public yet, so its press page is not either: "
                "only those who have the journalists' link read the release."
            )
        )
    elif letter.text_from and (until is None or letter.text_from > until):
        sentences.append(
            _(
                "The letter's text is published later than the release. Until then its "
                "press page shows the release without it."
            )
        )
    if release.edition is None:
        sentences.append(
            _(
                "No edition is chosen, so the release tells no numbers. Freeze an "
                "edition and choose it."
            )
        )
    return sentences
