"""What a partner organization learns: its own numbers, and who ticked its own box."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import models, transaction
from django.db.models import Count, Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from campaigns.models import AccessRecord, Partner
from letters.models import Letter
from signatures.models import Consent, ErasedConsent, Signature

# Signatures of people who meant it: neither waiting, nor held, declined or withdrawn.
SIGNED = [Signature.Status.CONFIRMED, Signature.Status.APPROVED]
Row = list[str]
ERASED = gettext_lazy(
    "Deleted everything, the address, too. Download the contacts again, and write to"
    " nobody who is not among them."
)


@dataclass(frozen=True)
class Figures:
    people: int  # who confirmed having come by the partner's link
    organizations: int
    listed: int  # of them
    consents: int  # boxes of the partner that are ticked, however their signers came


def figures(partner: Partner, letters: Sequence[Letter]) -> dict[int, Figures]:
    """The partner's numbers by the letters' keys, with as many queries for any number."""
    came = Signature.objects.filter(letter__in=letters, partner=partner)
    signed = came.filter(status__in=SIGNED)
    people = signed.filter(kind=Signature.Kind.PERSON).by_letter()
    organizations = signed.filter(kind=Signature.Kind.ORGANIZATION).by_letter()
    listed = came.listed().by_letter()
    ticked = _consents(partner).filter(signature__letter__in=letters)
    counted = ticked.values_list("signature__letter").annotate(Count("pk"))
    consents = dict(counted)
    return {
        letter.pk: Figures(
            people=people.get(letter.pk, 0),
            organizations=organizations.get(letter.pk, 0),
            listed=listed.get(letter.pk, 0),
            consents=consents.get(letter.pk, 0),
        )
        for letter in letters
    }


def _consents(partner: Partner) -> models.QuerySet[Consent]:
    return Consent.objects.filter(
        partner=partner, ended_at=None, signature__status__in=SIGNED
    )


def _subject(partner: Partner, letter: Letter) -> str:
    return f"{partner.code} {letter.slug}"


def _downloads(
    partner: Partner, letters: Sequence[Letter]
) -> models.QuerySet[AccessRecord]:
    return AccessRecord.objects.filter(
        campaign=partner.campaign_id,
        kind=AccessRecord.Kind.PARTNER_CONTACTS,
        subject__in=[_subject(partner, letter) for letter in letters],
    )


def last_downloads(
    partner: Partner, letters: Sequence[Letter]
) -> dict[int, datetime | None]:
    """When the partner last took its contacts, by the letters' keys."""
    rows = _downloads(partner, letters).order_by().values_list("subject")
    times = dict(rows.annotate(Max("created_at")))
    return {letter.pk: times.get(_subject(partner, letter)) for letter in letters}


@transaction.atomic
def take_contacts(partner: Partner, letter: Letter, *, actor: User) -> list[Row]:
    """Those who ticked the partner's box, as rows with headings; that is recorded.

    Who is only counted let the partner write, and not know by which name they signed.
    """
    consents = _consents(partner).filter(signature__letter=letter)
    rows = [
        [
            "" if consent.signature.is_counted else consent.signature.name,
            consent.signature.email,
            consent.signature.language,
            consent.signature.country,
            _moment(consent.given_at, letter),
        ]
        for consent in consents.select_related("signature").order_by("given_at", "pk")
        if consent.signature.email
    ]
    _record(partner, letter, actor, AccessRecord.Kind.PARTNER_CONTACTS, len(rows))
    headings = [_("name"), _("email"), _("language"), _("country"), _("agreed")]
    return [headings, *rows]


@transaction.atomic
def take_ended(partner: Partner, letter: Letter, *, actor: User) -> list[Row]:
    """Addresses that the partner was given and has to remove; that is recorded."""
    times = list(_downloads(partner, [letter]).values_list("created_at", flat=True))
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
        if _was_given(consent, ended_at, times):
            rows.append([signature.email, _moment(ended_at, letter), ""])
    rows += [
        ["", _moment(time, letter), str(ERASED)]
        for time in _erased(partner, letter, times)
    ]
    _record(partner, letter, actor, AccessRecord.Kind.PARTNER_ENDED, len(rows))
    return [[_("email"), _("taken back"), _("note")], *rows]


def _was_given(consent: Consent, ended_at: datetime, times: list[datetime]) -> bool:
    """Whether the partner took its contacts at one of these times while this was one."""
    return any(consent.given_at <= time <= ended_at for time in times)


def _erased(partner: Partner, letter: Letter, times: list[datetime]) -> list[datetime]:
    """When addresses were erased that are in the partner's latest file, or an older one."""
    if not times:
        return []
    erased = ErasedConsent.objects.filter(
        partner=partner, letter=letter, ended_at__gt=max(times)
    )
    return list(erased.order_by("ended_at").values_list("ended_at", flat=True))


def note_erasing(signature: Signature) -> None:
    """Keep that an address is erased, and not which, for each partner that has it."""
    letter, now = signature.letter, timezone.now()
    for consent in signature.consents.select_related("partner"):
        times = _downloads(consent.partner, [letter]).values_list(
            "created_at", flat=True
        )
        ended_at = consent.ended_at or signature.ended_at or now
        if _was_given(consent, ended_at, list(times)):
            ErasedConsent.objects.create(
                partner=consent.partner, letter=letter, ended_at=now
            )


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
