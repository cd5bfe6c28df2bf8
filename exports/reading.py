"""Reads what is listed now, by one query, so that no two numbers can disagree."""

from collections import Counter
from collections.abc import Sequence
from functools import cache
from itertools import groupby
from operator import attrgetter, itemgetter
from sys import intern
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.models import Campaign, Partner
from core.errors import Refusal
from core.images import data_uri
from exports import grouping
from exports.grouping import Rule
from exports.models import PrintedGroup
from exports.roll import Addressee, Entry, Group, Logo, Place, Roll, unnamed
from letters.models import Letter, Recipient, Translation
from letters.text import fill
from signatures import countries, places, sorting
from signatures.models import (
    Counts,
    OrganizationName,
    Signature,
    SignatureQuerySet,
)
from signatures.numbers import format_counts

READ = (
    "kind name title affiliation representative city region country language publicity"
    " signed_at"
).split()


def texts(letter: Letter) -> dict[str, Translation]:
    """The texts of the current revision, or of the draft before there is one."""
    revision = letter.current_revision or letter.draft_revision
    if revision is None:
        return {}
    return {text.language: text for text in revision.translations.all()}


def languages(letter: Letter) -> list[tuple[str, str]]:
    """Codes and names of the languages in which the letter can be printed."""
    written = texts(letter)
    return [(code, name) for code, name in settings.LANGUAGES if code in written]


def read_roll(
    letter: Letter,
    language: str,
    *,
    translation: Translation | None = None,
    limit: int | None = None,
    signatures: SignatureQuerySet | None = None,
    rules: list[Rule] | None = None,
    edition: int | None = None,
) -> Roll:
    """Read what is listed now. The headings are in the language in use.

    For a preview, another text may be given, how many lines of a kind are enough, and
    other rules; for an addendum, which of the listed signatures it is about.
    """
    translation = translation or texts(letter).get(language)
    if translation is None:
        raise Refusal(
            _("“%(letter)s” has no text in the language “%(language)s”.")
            % {"letter": letter.slug, "language": language}
        )
    if rules is None:
        rules = grouping.rules_of(letter)
    reading = _Reading(letter, language, grouping.complete(rules))
    reading.read(_rows(letter, signatures, limit))
    counts = reading.counts if limit is None else letter.signatures.all().counts()
    groups, counted = reading.groups(), reading.sorted_counted()
    for number, entry in enumerate(
        (entry for part in (*(g.entries for g in groups), counted) for entry in part), 1
    ):
        entry.number = number
    campaign, partners = letter.campaign, list(letter.campaign.partners.all())
    return Roll(
        slug=letter.slug,
        language=language,
        campaign=campaign.name.text(language),
        partners=[partner.name.text(language) for partner in partners],
        logos=_logos([campaign, *partners], language),
        accent=campaign.accent_color,
        addressees=[addressee(each, language) for each in letter.recipients.all()],
        title=translation.title,
        body=fill(translation.body, format_counts(counts, language)),
        closing=translation.closing,
        fingerprint=translation.fingerprint,
        parts=letter.printed,
        counts=counts,
        groups=groups,
        counted=counted,
        read_at=timezone.now().astimezone(ZoneInfo(letter.time_zone)),
        places=reading.places(),
        edition=str(edition or ""),
        edition_url=edition_url(letter, language, edition) if edition else "",
    )


def edition_url(letter: Letter, language: str, edition: int) -> str:
    """The page that says whether a file is genuine, unless only a secret leads there."""
    if letter.access == Letter.Access.LINK:
        return ""
    return f"{settings.SITE_URL}/{language}/letters/{letter.slug}/editions/{edition}/"


def addressee(recipient: Recipient, language: str) -> Addressee:
    return Addressee(
        recipient.full_name(language),
        recipient.office.text(language),
        [line.strip() for line in recipient.address.text(language).splitlines()],
        recipient.salutation.text(language),
    )


def _logos(owners: list[Campaign | Partner], language: str) -> list[Logo]:
    """The logos that there are."""
    return [
        Logo(
            owner.name.text(language),
            data_uri(owner.logo),
            is_partner=isinstance(owner, Partner),
        )
        for owner in owners
        if owner.logo
    ]


class _Reading:
    """The rows of a letter, sorted into groups while its numbers are counted."""

    def __init__(self, letter: Letter, language: str, rules: list[Rule]):
        self.language = language
        self._rules = rules
        self._zone = ZoneInfo(letter.time_zone)
        self._names = _organization_names(letter, language)
        self._ranked: list[tuple[int, bytes, bytes, int, Entry]] = []
        self._counted: list[Entry] = []
        # How many signed of each kind, country, region and publicity.
        self._signed: Counter[tuple[str, str, str, str]] = Counter()
        # The groups of those who are alike in all that rules ask.
        self._ranks: dict[tuple[str, str, str, bool], int] = {}

    def read(self, rows: QuerySet[Signature, tuple[Any, ...]]) -> None:
        for row in rows.iterator(chunk_size=2000):
            self._read(*row)

    def _read(
        self,
        pk: int,
        sort_name: str,
        is_organizer: bool,
        known: int | None,
        scope: str | None,
        *values: Any,
    ) -> None:
        entry = _entry(values, self.language, self._zone)
        self._signed[entry.kind, entry.country, entry.region, entry.publicity] += 1
        if entry.publicity == Signature.Publicity.COUNTED:
            self._counted.append(unnamed(entry))
            return
        entry.key = pk
        if known in self._names:
            entry.name = self._names[known]
            sort_name = sorting.sort_name(
                entry.name, kind=entry.kind, language=self.language
            )
        rank = self._rank(entry, scope or "", is_organizer=is_organizer)
        by_country = b""
        if self._rules[rank].order != PrintedGroup.Order.NAME:
            by_country = _country_key(entry.country_name, self.language)
        key = sorting.sort_key(sort_name, self.language)
        self._ranked.append((rank, by_country, key, pk, entry))

    def _rank(self, entry: Entry, scope: str, *, is_organizer: bool) -> int:
        alike = (entry.kind, scope, entry.country, is_organizer)
        if alike not in self._ranks:
            self._ranks[alike] = grouping.rank(
                self._rules, entry, scope=scope, is_organizer=is_organizer
            )
        return self._ranks[alike]

    @property
    def counts(self) -> Counts:
        kinds: Counter[str] = Counter()
        for (kind, *_rest), number in self._signed.items():
            kinds[kind] += number
        return Counts(
            total=kinds.total(),
            people=kinds[Signature.Kind.PERSON],
            organizations=kinds[Signature.Kind.ORGANIZATION],
            countries=len({country for _kind, country, *_rest in self._signed} - {""}),
        )

    def groups(self) -> list[Group]:
        self._ranked.sort(key=lambda row: row[:4])
        ranks = {rank for rank, *_rest in self._ranked}
        groups = []
        for rank, rows in groupby(self._ranked, key=itemgetter(0)):
            words = grouping.heading(self._rules, rank, ranks, self.language)
            entries = [entry for *_key, entry in rows]
            if self._rules[rank].order == PrintedGroup.Order.HEADED:
                groups += self._by_country(rank, words, entries)
            else:
                groups.append(Group(words, entries, rank))
        return groups

    def _by_country(self, rank: int, words: str, entries: list[Entry]) -> list[Group]:
        return [
            Group(
                grouping.country_heading(words, country, self.language),
                list(rows),
                grouping.country_rank(rank, country),
            )
            for country, rows in groupby(entries, key=attrgetter("country"))
        ]

    def sorted_counted(self) -> list[Entry]:
        # Not in the order of signing, which would tell who is who.
        return sorted(self._counted, key=lambda entry: (entry.kind, entry.language))

    def _regions(self) -> dict[str, dict[str, places.Group]]:
        """Who signed in each region of each country."""
        found: dict[str, dict[str, places.Group]] = {}
        for (_kind, country, region, publicity), number in self._signed.items():
            regions = found.setdefault(country, {})
            regions[region] = regions.get(region, places.NOBODY) + places.Group(
                number,
                number if publicity != Signature.Publicity.PUBLIC else 0,
                number if publicity == Signature.Publicity.COUNTED else 0,
            )
        return found

    def places(self) -> list[Place]:
        """The countries with their regions, as far as they may be told."""
        regions = self._regions()
        countries_ = {
            code: sum(groups.values(), places.NOBODY)
            for code, groups in regions.items()
        }
        shown, rest = places.withhold(countries_)
        for code, group in shown.items():
            if group.hidden < countries_[code].hidden:  # only its public ones are told
                regions[code] = {
                    name: each.public for name, each in regions[code].items()
                }
        told = [
            Place(
                countries.name(code, self.language),
                group.total,
                _told(*places.withhold(regions[code])),
            )
            for code, group in shown.items()
        ]
        return _with_rest(told, rest)


def _told(regions: dict[str, places.Group], rest: places.Group) -> list[Place]:
    told = [Place(region, group.total) for region, group in regions.items()]
    return _with_rest(told, rest)


def _with_rest(told: list[Place], rest: places.Group) -> list[Place]:
    told.sort(key=lambda place: (-place.count, place.name))
    if told and rest.total:
        told.append(Place(_("Elsewhere, or not told"), rest.total))
    return told


@cache
def _country_key(name: str, language: str) -> bytes:
    # Whoever told no country stands last.
    return sorting.sort_key(name, language) if name else b"\xff"


def _rows(
    letter: Letter, signatures: SignatureQuerySet | None, limit: int | None
) -> QuerySet[Signature, tuple[Any, ...]]:
    if signatures is None:
        signatures = Signature.objects.all()
    rows = signatures.listed().filter(letter=letter).order_by()
    if limit is not None:
        some = [
            rows.filter(kind=kind).order_by("sort_key", "pk").values("pk")[:limit]
            for kind in Signature.Kind.values
        ]
        rows = rows.filter(pk__in=[row["pk"] for kind in some for row in kind])
    return rows.values_list(
        "pk",
        "sort_name",
        "is_organizer",
        "organization",
        "organization__scope",
        *READ,
    )


def _organization_names(letter: Letter, language: str) -> dict[int | None, str]:
    """Names that the team gave organizations in the language."""
    names = OrganizationName.objects.filter(
        campaign=letter.campaign_id, language=language
    )
    return dict(names.values_list("organization", "name"))


def _entry(values: Sequence[Any], language: str, zone: ZoneInfo) -> Entry:
    """The entry of the values that READ names, by place, since there may be 100,000."""
    kind, name, title, affiliation, representative, *rest = values
    city, region, country, spoken, publicity, signed_at = rest
    # Interned, because they share a few hundred places.
    return Entry(
        0,
        intern(kind),
        name,
        title,
        affiliation,
        representative,
        intern(city),
        intern(region),
        intern(country),
        countries.name(country, language) if country else "",
        intern(spoken),
        intern(publicity),
        signed_at.astimezone(zone),
    )
