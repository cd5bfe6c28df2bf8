"""What stands above the document: the text of the mail, and a page of its own on paper."""

import re
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import formats
from deliveries.models import CoverLetter
from exports import wording
from exports.models import Document, Edition
from exports.reading import edition_url
from letters.models import Recipient
from signatures.numbers import format_counts

PLACEHOLDER = re.compile(r"\{(\w*)\}")
PLACEHOLDERS = {
    "recipient": gettext_lazy("the recipient's name"),
    "salutation": gettext_lazy("the recipient's salutation"),
    "title": gettext_lazy("the letter's title"),
    "campaign": gettext_lazy("the campaign's name"),
    "total": gettext_lazy("signatures"),
    "people": gettext_lazy("people"),
    "organizations": gettext_lazy("organizations"),
    "countries": gettext_lazy("countries"),
    "edition": gettext_lazy("the number of the edition"),
    "date": gettext_lazy("the day on which the edition was frozen"),
}


@dataclass(frozen=True)
class Cover:
    subject: str
    text: str


def usual_subject(language: str) -> str:
    with translation.override(language):
        return _("{campaign}: “{title}”")


def usual_text(language: str) -> str:
    with translation.override(language):
        return _(
            "{salutation}\n\n"
            "On behalf of {campaign} we hand over to you the letter “{title}”. This is "
            "edition {edition} of {date}, signed by {total} in all (people: {people}; "
            "organizations: {organizations}; countries: {countries}).\n\n"
            "The fingerprint of the file (SHA-256), which is given with it, shows "
            "whether a copy is genuine.\n\n"
            "We look forward to your answer.\n\n"
            "{campaign}"
        )


def unknown_placeholders(text: str) -> list[str]:
    names = (match[1] for match in PLACEHOLDER.finditer(text))
    return [f"{{{name}}}" for name in names if name not in PLACEHOLDERS]


def cover(edition: Edition, recipient: Recipient, language: str) -> Cover:
    """The organizers' words, or the usual ones, with everything filled in."""
    letter = edition.letter
    own = CoverLetter.objects.filter(letter=letter).first()
    subject = (own and own.subject.get(language)) or usual_subject(language)
    text = (own and own.text.get(language)) or usual_text(language)
    name = recipient.full_name(language)
    frozen_at = edition.frozen_at.astimezone(ZoneInfo(letter.time_zone))
    values = {
        "recipient": name,
        "salutation": recipient.salutation.get(language) or name,
        "title": title(edition, language),
        "campaign": letter.campaign.name.text(language),
        "edition": str(edition.number),
        "date": formats.long_date(frozen_at, language),
        **format_counts(edition.counts, language),
    }

    def fill(words: str) -> str:
        return PLACEHOLDER.sub(lambda match: values.get(match[1], match[0]), words)

    return Cover(" ".join(fill(subject).split())[:300], fill(text).strip())


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
