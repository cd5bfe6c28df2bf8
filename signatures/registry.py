"""The campaign's registry of organizations: one entry each, under all of its names."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.models import Campaign
from core.errors import Refusal
from letters.models import Letter
from signatures import organizations
from signatures.models import (
    NotTwins,
    Organization,
    OrganizationName,
    Review,
    Signature,
)
from signatures.searching import fold

WORDS_MAXIMUM = 100  # no name has more
TAKEN = gettext_lazy("An organization of this name is registered already.")


def find_organization(campaign: Campaign, name: str) -> Organization | None:
    """The organization that is known by this name, or the one it was merged into."""
    known = (
        OrganizationName.objects.select_related("organization__merged_into")
        .filter(campaign=campaign, name_key=organizations.name_key(name))
        .first()
    )
    if known is None:
        return None
    return known.organization.merged_into or known.organization


def register_organization(campaign: Campaign, name: str) -> Organization:
    """The registry's entry of this name, made if there is none."""
    if organization := find_organization(campaign, name):
        return organization
    try:
        with transaction.atomic():
            organization = Organization.objects.create(campaign=campaign, name=name)
            name_of(organization, name).save(force_insert=True)
            return organization
    except IntegrityError:
        # Somebody else registered it at the same moment.
        organization = find_organization(campaign, name)
        if organization is None:
            raise
        return organization


def held(campaign: Campaign, name: str) -> Organization:
    """The registry's entry of this name, as nobody merges or deletes it meanwhile."""
    while True:
        register_organization(campaign, name)
        key = organizations.name_key(name)
        if found := held_by_name(campaign, [key]).get(key):
            return found


def held_by_name(campaign: Campaign, keys: Collection[str]) -> dict[str, Organization]:
    """Organizations by the keys of their names, as nobody merges or deletes them meanwhile."""
    names = OrganizationName.objects.filter(campaign=campaign, name_key__in=keys)
    pk = Coalesce("organization__merged_into", "organization")
    rows = Organization.objects.select_for_update(no_key=True).order_by("pk")
    locked: dict[int, Organization] = {}
    while True:
        # While we waited for the lock, somebody may have moved the names.
        known = dict(names.values_list("name_key", pk))
        if not (others := set(known.values()) - set(locked)):
            return {key: locked[pk] for key, pk in known.items()}
        locked |= rows.in_bulk(others)


def lock(organizations: QuerySet[Organization]) -> list[Organization]:
    """Those that are still there, as nobody else uses or changes them meanwhile."""
    return list(organizations.select_for_update().order_by("pk"))


def both(one: Organization, other: Organization) -> QuerySet[Organization]:
    return Organization.objects.filter(pk__in=[one.pk, other.pk])


def name_of(
    organization: Organization, name: str, language: str = ""
) -> OrganizationName:
    """A name that is not saved yet, with the keys that follow from it."""
    made = OrganizationName(
        campaign=organization.campaign,
        organization=organization,
        name=name,
        language=language,
    )
    derive(made)
    return made


def derive(name: OrganizationName) -> None:
    """Set the columns that follow from the name."""
    name.name_key = organizations.name_key(name.name)
    name.twin_key = organizations.twin_key(name.name)
    name.search_text = fold(name.name)


def rename_organization(organization: Organization) -> None:
    """Keep an organization known by its present name; the earlier ones stay known, too."""
    add_name(organization, organization.name)


def add_name(
    organization: Organization, name: str, language: str | None = None
) -> OrganizationName:
    """Let an organization be known by one more name, or by a known one in a language."""
    try:
        with transaction.atomic():
            return _add_name(organization, name, language)
    except IntegrityError as error:  # somebody registered it at the same moment
        raise Refusal(TAKEN) from error


def _add_name(
    organization: Organization, name: str, language: str | None
) -> OrganizationName:
    known = _known(organization.campaign, name)
    if known is None:
        known = name_of(organization, name, language or "")
        known.save(force_insert=True)
        return known
    if known.organization_id != organization.pk:
        # Nobody signs for it, or imports a signature of it, until it is taken over.
        is_there = len(lock(both(known.organization, organization))) == 2
        if not is_there or not is_hidden(known.organization):
            raise Refusal(TAKEN)
        _take_over(known.organization, organization)
        known.organization = organization
    if language is not None:
        known.name, known.language = name, language
        derive(known)
        known.save()
    return known


def _known(campaign: Campaign, name: str) -> OrganizationName | None:
    names = OrganizationName.objects.select_related("organization")
    key = organizations.name_key(name)
    return names.filter(campaign=campaign, name_key=key).first()


def is_taken(campaign: Campaign, name: str, organization: Organization) -> bool:
    """Whether a name belongs to another organization that the team may read of."""
    known = _known(campaign, name)
    if known is None or known.organization_id == organization.pk:
        return False
    return not is_hidden(known.organization)


def is_hidden(organization: Organization) -> bool:
    return Organization.objects.filter(hidden(), pk=organization.pk).exists()


def _take_over(unseen: Organization, organization: Organization) -> None:
    """Let an organization have the names and signatures of one that nobody can see.

    To refuse the name would tell that a signer of this name is only counted.
    """
    approved = Signature.objects.filter(status=Signature.Status.APPROVED)
    taken = approved.filter(organization=organization).values("letter")
    own = Signature.objects.filter(organization=unseen)
    list(own.locked().values_list("pk"))
    for signature in own.filter(status=Signature.Status.APPROVED, letter__in=taken):
        Review.objects.create(
            signature=signature,
            old_status=signature.status,
            new_status=Signature.Status.HELD,
            reason=_("The organization is listed already."),
        )
        Signature.objects.filter(pk=signature.pk).update(status=Signature.Status.HELD)
    own.update(organization=organization)
    unseen.names.update(organization=organization, language="")
    Organization.objects.filter(merged_into=unseen).update(merged_into=organization)
    unseen.delete()


def hidden() -> Q:
    """Organizations that nobody may read of: known only because signers are only counted.

    What the team wrote about an organization says that it knew of it by itself.
    """
    others = OrganizationName.objects.filter(organization=OuterRef("pk"))
    named = Signature.objects.filter(organization=OuterRef("pk")).exclude(
        publicity=Signature.Publicity.COUNTED
    )
    return (
        Q(scope="", country="", domain="", notes="", is_suggested=False)
        & ~Exists(others.exclude(name=OuterRef("name")))
        & ~Exists(named)
    )


def readable() -> QuerySet[Organization]:
    """Organizations that the team may read of, without those taken for another one."""
    return Organization.objects.filter(~hidden(), merged_into=None)


def public(campaign: Campaign, now: datetime) -> QuerySet[Organization]:
    """Organizations whose names everybody may read."""
    letters = Letter.objects.announced(now).filter(
        Q(text_from=None) | Q(text_from__lte=now),
        Q(list_from=None) | Q(list_from__lte=now),
    )
    listed = Signature.objects.public().filter(
        organization=OuterRef("pk"), letter__in=letters
    )
    return Organization.objects.filter(
        Q(is_suggested=True) | Exists(listed), campaign=campaign, merged_into=None
    )


def suggestions(
    campaign: Campaign, typed: str, *, maximum: int
) -> list[dict[str, Any]]:
    """Public organizations with a name that has words which begin as the typed ones."""
    names = OrganizationName.objects.filter(
        campaign=campaign,
        organization__in=public(campaign, timezone.now()).values("pk"),
    )
    found = matching(names, typed)
    best = sorted(found, key=lambda pk: found[pk])[:maximum]
    organizations = Organization.objects.prefetch_related("names").in_bulk(best)
    return [_suggestion(organizations[pk]) for pk in best]


def known_as(campaign: Campaign, typed: str, language: str) -> list[int]:
    """Keys of organizations whose own name in the language has words that begin so."""
    names = OrganizationName.objects.filter(campaign=campaign, language=language)
    return list(matching(names, typed))


def matching(
    names: QuerySet[OrganizationName], typed: str
) -> dict[int, tuple[bool, str]]:
    """Keys of the organizations with such a name, and a rank: the smaller the better."""
    # PostgreSQL takes no NUL, and no name has one.
    words = fold(typed.replace("\0", " ")).split()[:WORDS_MAXIMUM]
    if not words:
        return {}
    for word in words:
        names = names.filter(
            Q(search_text__startswith=word) | Q(search_text__contains=f" {word}")
        )
    found: dict[int, tuple[bool, str]] = {}
    for pk, folded in names.values_list("organization", "search_text"):
        rank = (not folded.startswith(words[0]), folded)
        found[pk] = min(rank, found.get(pk, rank))
    return found


def _suggestion(organization: Organization) -> dict[str, Any]:
    names = {x.language: x.name for x in organization.names.all() if x.language}
    return {"name": organization.name, "names": names}


def likely_twins(organization: Organization) -> list[Organization]:
    """Organizations with a name like one of this one's, which no person has parted yet."""
    keys = organization.names.values("twin_key")
    parted = NotTwins.objects.filter(
        Q(first=organization, second=OuterRef("pk"))
        | Q(second=organization, first=OuterRef("pk"))
    )
    others = (
        readable()
        .filter(
            ~Exists(parted),
            campaign=organization.campaign_id,
            names__twin_key__in=keys,
        )
        .exclude(pk=organization.pk)
        .distinct()
    )
    return list(others.order_by("name", "pk"))
