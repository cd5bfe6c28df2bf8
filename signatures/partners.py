"""What a partner organization learns: its own numbers, and who ticked its own box."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import models, transaction
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from accounts.models import User
from campaigns.models import AccessRecord, Partner
from letters.models import Letter
from signatures.models import Consent, Signature

# Signatures of people who meant it: neither waiting, nor held, declined or withdrawn.
SIGNED = [Signature.Status.CONFIRMED, Signature.Status.APPROVED]
Row = list[str]


@dataclass(frozen=True)
class Figures:
    people: int  # who confirmed having come by the partner's link
    organizations: int
    listed: int  # of them
    consents: int  # boxes of the partner that are ticked, however their signers came


def figures(partner: Partner, letter: Letter) -> Figures:
    came = letter.signatures.filter(partner=partner)
    kinds = came.filter(status__in=SIGNED).aggregate(
        people=Count("pk", filter=Q(kind="person")),
        organizations=Count("pk", filter=Q(kind="organization")),
    )
    return Figures(
        **kinds,
        listed=came.listed().count(),
        consents=_consents(partner, letter).count(),
    )


def _consents(partner: Partner, letter: Letter) -> models.QuerySet[Consent]:
    return Consent.objects.filter(
        partner=partner,
        ended_at=None,
        signature__letter=letter,
        signature__status__in=SIGNED,
    )


def _subject(partner: Partner, letter: Letter) -> str:
    return f"{partner.code} {letter.slug}"


def downloads(partner: Partner, letter: Letter) -> list[datetime]:
    """When the partner took its contacts of a letter, the latest first."""
    records = AccessRecord.objects.filter(
        campaign=partner.campaign_id,
        kind=AccessRecord.Kind.PARTNER_CONTACTS,
        subject=_subject(partner, letter),
    )
    return list(records.values_list("created_at", flat=True))


@transaction.atomic
def take_contacts(partner: Partner, letter: Letter, *, actor: User) -> list[Row]:
    """Those who ticked the partner's box, as rows with headings; that is recorded.

    Who is only counted let the partner write, and not know by which name they signed.
    """
    consents = _consents(partner, letter).select_related("signature")
    rows = [
        [
            "" if consent.signature.is_counted else consent.signature.name,
            consent.signature.email,
            consent.signature.language,
            consent.signature.country,
            _moment(consent.given_at, letter),
        ]
        for consent in consents.order_by("given_at", "pk")
        if consent.signature.email
    ]
    _record(partner, letter, actor, AccessRecord.Kind.PARTNER_CONTACTS, len(rows))
    headings = [_("name"), _("email"), _("language"), _("country"), _("agreed")]
    return [headings, *rows]


@transaction.atomic
def take_ended(partner: Partner, letter: Letter, *, actor: User) -> list[Row]:
    """Addresses that the partner was given and has to remove; that is recorded."""
    taken = downloads(partner, letter)
    consents = Consent.objects.filter(
        Q(ended_at__isnull=False) | Q(signature__status=Signature.Status.WITHDRAWN),
        partner=partner,
        signature__letter=letter,
    )
    rows = []
    for consent in consents.select_related("signature").order_by("pk"):
        signature = consent.signature
        ended_at = consent.ended_at or signature.ended_at
        if ended_at is None or not signature.email:
            continue
        if any(consent.given_at <= time <= ended_at for time in taken):
            rows.append([signature.email, _moment(ended_at, letter)])
    _record(partner, letter, actor, AccessRecord.Kind.PARTNER_ENDED, len(rows))
    return [[_("email"), _("taken back")], *rows]


def _moment(time: datetime, letter: Letter) -> str:
    return time.astimezone(ZoneInfo(letter.time_zone)).isoformat("T", "seconds")


def _record(
    partner: Partner, letter: Letter, actor: User, kind: AccessRecord.Kind, count: int
) -> None:
    AccessRecord.objects.create(
        campaign=partner.campaign,
        actor=actor,
        kind=kind,
        subject=_subject(partner, letter),
        count=count,
    )
