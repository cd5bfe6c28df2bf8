"""A release in one language: every word that stands in it, read once for all formats."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core import clocks, formats
from core.links import absolute_url
from exports.models import Edition, Layout
from exports.reading import edition_url
from letters.text import fill
from press.models import Quote, Release, ReleaseText
from signatures.numbers import format_counts


@dataclass(frozen=True)
class Quotation:
    text: str
    speaker: str


@dataclass(frozen=True)
class About:
    name: str
    text: str


@dataclass(frozen=True)
class Address:
    """A page of ours, and what is read there."""

    words: str
    url: str


@dataclass(frozen=True)
class Content:
    language: str
    campaign: str
    logo: str  # its name in the storage; it is read where it is printed
    accent: str
    paper: str  # that of the letter's documents
    marking: str
    contacts_heading: str
    contacts: list[list[str]]
    headline: str
    dateline: str
    lead: str  # the Markdown subset of letters.text, as are body and about
    body: str
    quotations: list[Quotation]
    figures: str
    addresses: list[Address]
    partners: list[About]
    about_heading: str
    about: str
    more: str
    end_mark: str
    at: datetime


def compose(release: Release, language: str, now: datetime | None = None) -> Content:
    """Read the release as it is to be printed now: under embargo, or no longer."""
    now = now or timezone.now()
    text = release.texts.filter(language=language).first() or ReleaseText()
    campaign = release.letter.campaign
    numbers = _numbers(release.edition, language)
    with translation.override(language):
        return Content(
            language=language,
            campaign=campaign.name.text(language),
            logo=campaign.logo.name or "",
            accent=campaign.accent_color,
            paper=Layout.of(release.letter).paper,
            marking=_marking(release, now),
            contacts_heading=_("Press contacts"),
            contacts=[
                [part for part in (each.name, each.phone, each.email) if part]
                for each in release.contacts.filter(language=language)
            ],
            headline=_filled(text.headline, numbers),
            dateline=_dateline(release, text),
            lead=_filled(text.lead, numbers),
            body=_filled(text.body, numbers),
            quotations=[_quotation(each, language) for each in release.quotes.all()],
            figures=_figures(release, numbers),
            addresses=_addresses(release, language, now),
            partners=_partners(release, language),
            about_heading=_("About %(name)s") % {"name": campaign.name.text(language)},
            about=_filled(text.about, numbers),
            more=_("-more-"),
            end_mark=release.end_mark,
            at=now,
        )


def stamp(content: Content) -> str:
    """Names every word of it; when it was read is none."""
    words = {**asdict(content), "at": ""}
    return hashlib.sha256(json.dumps(words, sort_keys=True).encode()).hexdigest()


def embargo_end(release: Release) -> str:
    """Day, hour and zone, in the language in use."""
    assert release.embargo_until is not None
    return clocks.in_words(release.embargo_until, release.zone)


def _marking(release: Release, now: datetime) -> str:
    if release.is_embargoed(now):
        return _("EMBARGOED UNTIL %(moment)s") % {"moment": embargo_end(release)}
    return _("FOR IMMEDIATE RELEASE")


def _numbers(edition: Edition | None, language: str) -> dict[str, str]:
    return format_counts(edition.counts, language) if edition else {}


def _filled(text: str, numbers: dict[str, str]) -> str:
    """Without an edition no number is told: the braces stay, and readiness says so."""
    return fill(text, numbers) if numbers else text


def _dateline(release: Release, text: ReleaseText) -> str:
    parts = [text.place]
    if release.dated:
        locale = formats.LOCALES.get(text.language, text.language)
        parts.append(format_date(release.dated, "long", locale=locale))
    return ", ".join(part for part in parts if part)


def _quotation(quote: Quote, language: str) -> Quotation:
    words = _("“%(text)s”") % {"text": quote.text.text(language)}
    role = quote.role.text(language)
    return Quotation(words, f"{quote.speaker}, {role}" if role else quote.speaker)


def _figures(release: Release, numbers: dict[str, str]) -> str:
    edition = release.edition
    if edition is None:
        return ""
    return _(
        "Signatures: %(total)s · People: %(people)s · Organizations: %(organizations)s"
        " · Countries: %(countries)s (edition %(number)s of %(day)s)"
    ) % {
        **numbers,
        "number": edition.number,
        "day": formats.long_date(
            timezone.localtime(edition.frozen_at, ZoneInfo(release.zone)),
            formats.language(),
        ),
    }


def _addresses(release: Release, language: str, now: datetime) -> list[Address]:
    """Where the letter is read, if everybody may know that there is one."""
    letter, edition = release.letter, release.edition
    if not letter.is_announced(now):
        return []
    url = absolute_url("signatures:letter", letter.slug, language=language)
    addresses = [Address(_("The letter"), url)]
    if edition:
        words = _("Edition %(number)s, to check a copy against")
        url = edition_url(letter, language, edition.number)
        addresses.append(Address(words % {"number": edition.number}, url))
    return addresses


def _partners(release: Release, language: str) -> list[About]:
    rows = release.partners.select_related("partner")
    return [
        About(
            _("About %(name)s") % {"name": row.partner.name.text(language)},
            row.partner.description.text(language),
        )
        for row in rows
        if row.partner.description.text(language)
    ]
