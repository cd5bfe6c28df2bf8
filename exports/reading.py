"""Reads what is listed now, by one query, so that no two numbers can disagree."""

import base64
from itertools import groupby
from mimetypes import guess_type
from sys import intern
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import QuerySet
from django.db.models.fields.files import FieldFile
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.models import Campaign, Partner
from core.errors import Refusal
from exports.roll import Addressee, Entry, Group, Logo, Roll
from letters.models import Letter, Translation
from letters.text import fill
from signatures import countries, sorting
from signatures.models import (
    Counts,
    Organization,
    OrganizationName,
    Signature,
    SignatureQuerySet,
)
from signatures.numbers import format_counts

# The order of the groups: marked organizers, organizations by scope, people.
ORGANIZERS = 0
SCOPES: list[str] = [*Organization.Scope.values, ""]
PEOPLE = len(SCOPES) + 1
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
) -> Roll:
    """Read what is listed now. The headings are in the language in use.

    For a preview, another text may be given, and how many lines are enough; for an
    edition, which signatures of the listed ones.
    """
    translation = translation or texts(letter).get(language)
    if translation is None:
        raise Refusal(
            _("“%(letter)s” has no text in the language “%(language)s”.")
            % {"letter": letter.slug, "language": language}
        )
    if signatures is None:
        signatures = letter.signatures.all()
    ranked, counted, counts = _read(letter, language, signatures.listed(), limit)
    if limit is not None:
        counts = letter.signatures.all().counts()
    groups = _group(ranked)
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
        addressees=_addressees(letter, language),
        title=translation.title,
        body=fill(translation.body, format_counts(counts, language)),
        closing=translation.closing,
        fingerprint=translation.fingerprint,
        parts=letter.printed,
        counts=counts,
        groups=groups,
        counted=counted,
        read_at=timezone.now().astimezone(ZoneInfo(letter.time_zone)),
    )


def _addressees(letter: Letter, language: str) -> list[Addressee]:
    return [
        Addressee(
            " ".join(
                filter(None, [recipient.honorific.text(language), recipient.name])
            ),
            recipient.office.text(language),
            [line.strip() for line in recipient.address.text(language).splitlines()],
            recipient.salutation.text(language),
        )
        for recipient in letter.recipients.all()
    ]


def _logos(owners: list[Campaign | Partner], language: str) -> list[Logo]:
    """The logos that there are."""
    return [
        Logo(
            owner.name.text(language),
            _data_uri(owner.logo),
            is_partner=isinstance(owner, Partner),
        )
        for owner in owners
        if owner.logo
    ]


def _data_uri(image: FieldFile) -> str:
    kind = guess_type(image.name or "")[0] or "image/png"
    with image.open("rb") as file:
        return f"data:{kind};base64,{base64.b64encode(file.read()).decode()}"


Ranked = tuple[int, bytes, int, Entry]


def _read(
    letter: Letter, language: str, signatures: SignatureQuerySet, limit: int | None
) -> tuple[list[Ranked], list[Entry], Counts]:
    names = _organization_names(letter, language)
    zone = ZoneInfo(letter.time_zone)
    ranked: list[Ranked] = []
    counted: list[Entry] = []
    kinds = dict.fromkeys(Signature.Kind.values, 0)
    places: set[str] = set()
    rows = _rows(signatures, limit).iterator(chunk_size=2000)
    for pk, sort_name, is_organizer, known, scope, *values in rows:
        entry = _entry(dict(zip(READ, values, strict=True)), language, zone)
        kinds[entry.kind] += 1
        places.add(entry.country)
        if entry.publicity == Signature.Publicity.COUNTED:
            counted.append(_anonymous(entry))
            continue
        if known in names:
            entry.name = names[known]
            sort_name = sorting.sort_name(
                entry.name, kind=entry.kind, language=language
            )
        rank = _rank(entry.kind, scope=scope or "", is_organizer=is_organizer)
        ranked.append((rank, sorting.sort_key(sort_name, language), pk, entry))
    ranked.sort(key=lambda row: row[:3])
    # Not in the order of signing, which would tell who is who.
    counted.sort(key=lambda entry: (entry.kind, entry.language))
    counts = Counts(
        total=sum(kinds.values()),
        people=kinds[Signature.Kind.PERSON],
        organizations=kinds[Signature.Kind.ORGANIZATION],
        countries=len(places - {""}),
    )
    return ranked, counted, counts


def _rows(
    signatures: SignatureQuerySet, limit: int | None
) -> QuerySet[Signature, tuple[Any, ...]]:
    rows = signatures.order_by().values_list(
        "pk",
        "sort_name",
        "is_organizer",
        "organization",
        "organization__scope",
        *READ,
    )
    if limit is not None:
        rows = rows.order_by("kind", "sort_key", "pk")[:limit]
    return rows


def _organization_names(letter: Letter, language: str) -> dict[int, str]:
    """Names that the team gave organizations in the language."""
    names = OrganizationName.objects.filter(
        campaign=letter.campaign_id, language=language
    )
    return dict(names.values_list("organization", "name"))


def _entry(row: dict[str, Any], language: str, zone: ZoneInfo) -> Entry:
    # Interned, because 100,000 signers share a few hundred places.
    for field in ("kind", "city", "region", "country", "language", "publicity"):
        row[field] = intern(row[field])
    code = row["country"]
    row["country_name"] = countries.name(code, language) if code else ""
    row["signed_at"] = row["signed_at"].astimezone(zone)
    return Entry(number=0, **row)


def _anonymous(entry: Entry) -> Entry:
    return Entry(
        number=0,
        kind=entry.kind,
        name="",
        title="",
        affiliation="",
        representative="",
        city="",
        region="",
        country="",
        country_name="",
        language=entry.language,
        publicity=entry.publicity,
        signed_at=None,
    )


def _rank(kind: str, *, scope: str, is_organizer: bool) -> int:
    if is_organizer:
        return ORGANIZERS
    if kind == Signature.Kind.PERSON:
        return PEOPLE
    return SCOPES.index(scope) + 1


def _group(ranked: list[Ranked]) -> list[Group]:
    ranks = {rank for rank, *_rest in ranked}
    has_scopes = any(ORGANIZERS < rank < len(SCOPES) for rank in ranks)
    return [
        Group(_heading(rank, has_scopes=has_scopes), [entry for *_key, entry in rows])
        for rank, rows in groupby(ranked, key=lambda row: row[0])
    ]


def _heading(rank: int, *, has_scopes: bool) -> str:
    other = _("Other organizations") if has_scopes else _("Organizations")
    return [
        _("Organizers"),
        _("International organizations"),
        _("National organizations"),
        _("Regional organizations"),
        _("Local organizations"),
        other,
        _("People"),
    ][rank]
