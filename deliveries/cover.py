"""What stands above the document: the text of the mail, and a page of its own on paper."""

import re
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from core import formats
from deliveries.models import CoverLetter
from exports import wording
from exports.models import Document, Edition
from exports.reading import edition_url
from letters.models import Letter, Recipient
from signatures.numbers import format_counts

PLACEHOLDER = re.compile(r"\{(\w*)\}")
PLACEHOLDERS = {
    "recipient": _("the recipient's name"),
    "salutation": _("the recipient's salutation"),
    "title": _("the letter's title"),
    "campaign": _("the campaign's name"),
    "contact": _(
        "where answers to the mail go, or else the campaign's contact address"
    ),
    "total": _("signatures"),
    "people": _("people"),
    "organizations": _("organizations"),
    "countries": _("countries"),
    "edition": _("the number of the edition"),
    "date": _("the day on which the edition was frozen"),
    "original": _("the number of the edition to which an addendum belongs"),
    "original_date": _("the day on which that edition was frozen"),
    "all": _("signatures of an addendum together with those before it"),
}
# What stands there where the organizers have written nothing else.
USUAL = {
    "subject": _("{campaign}: “{title}”"),
    "text": _(
        "{salutation}\n\n"
        "We hand over to you the letter “{title}”. This is "
        "edition {edition} of {date}, signed by {total} in all (people: {people}; "
        "organizations: {organizations}; countries: {countries}).\n\n"
        "The fingerprint of the file (SHA-256), which is given with it, shows "
        "whether a copy is genuine.\n\n"
        "We look forward to your answer.\n\n"
        "{campaign}\n{contact}"
    ),
    "addendum_subject": _("{campaign}: addendum to “{title}”"),
    "addendum_text": _(
        "{salutation}\n\n"
        "We hand over to you an addendum to edition {original} "
        "of {original_date} of the letter “{title}”. Signatures that have come since: "
        "{total} (people: {people}; organizations: {organizations}); with them, {all} "
        "in all. The addendum is edition {edition} of {date}.\n\n"
        "The fingerprint of the file (SHA-256), which is given with it, shows "
        "whether a copy is genuine.\n\n"
        "We look forward to your answer.\n\n"
        "{campaign}\n{contact}"
    ),
}


@dataclass(frozen=True)
class Cover:
    subject: str
    text: str


def usual(name: str, language: str) -> str:
    with translation.override(language):
        return str(USUAL[name])


def unknown_placeholders(text: str) -> list[str]:
    names = (match[1] for match in PLACEHOLDER.finditer(text))
    return [f"{{{name}}}" for name in names if name not in PLACEHOLDERS]


def cover(
    edition: Edition, recipient: Recipient, language: str, reply_to: str = ""
) -> Cover:
    """The organizers' words, or the usual ones, with everything filled in."""
    letter = edition.letter
    own = CoverLetter.objects.filter(letter=letter).first()
    whole = edition.addendum_to or edition
    name = recipient.full_name(language)
    values = {
        "recipient": name,
        "salutation": recipient.salutation.get(language) or name,
        "title": title(edition, language),
        "campaign": letter.campaign.name.text(language),
        "contact": reply_to or letter.campaign.privacy_contact,
        "edition": str(edition.number),
        "date": _frozen_on(edition, letter, language),
        "original": str(whole.number),
        "original_date": _frozen_on(whole, letter, language),
        "all": formats.number(_total_so_far(whole, edition), language),
        **format_counts(edition.counts, language),
    }

    def fill(name: str) -> str:
        field = f"addendum_{name}" if edition.addendum_to_id else name
        words = (own and getattr(own, field).get(language)) or usual(field, language)
        return PLACEHOLDER.sub(lambda match: values.get(match[1], match[0]), words)

    return Cover(" ".join(fill("subject").split())[:300], fill("text").strip())


def _frozen_on(edition: Edition, letter: Letter, language: str) -> str:
    frozen_at = edition.frozen_at.astimezone(ZoneInfo(letter.time_zone))
    return formats.long_date(frozen_at, language)


def _total_so_far(whole: Edition, part: Edition) -> int:
    """How many stand on an edition and its addenda, as far as this part of it."""
    if part == whole:
        return whole.counts.total
    parts = Edition.objects.filter(
        Q(pk=whole.pk) | Q(addendum_to=whole), number__lte=part.number
    )
    return sum(each.counts.total for each in parts)


def title(edition: Edition, language: str) -> str:
    """The title of the edition's text, which may not be the letter's of today."""
    written = edition.revision.in_language(language)
    return written.title if written else edition.letter.slug


def written_on(edition: Edition, language: str) -> str:
    now = timezone.now().astimezone(ZoneInfo(edition.letter.time_zone))
    return formats.long_date(now, language)


def proof(document: Document) -> list[str]:
    """The lines by which an office can tell whether its file is genuine."""
    edition = document.edition
    assert edition
    url = edition_url(edition.letter, document.language, edition.number)
    with translation.override(document.language):
        said = wording.verification_at(url)
    return [f"SHA-256: {document.sha256}", *([said] if said else [])]
