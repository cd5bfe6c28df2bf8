"""Taking two entries of the registry for one organization, and taking that back."""

from itertools import combinations

from django.db import IntegrityError, transaction
from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from campaigns.models import Campaign
from core.errors import Refusal
from signatures import organizations, registry
from signatures.models import (
    Merge,
    NotTwins,
    Organization,
    OrganizationName,
    Review,
    Signature,
)
from signatures.reviewing import SAME_MOMENT


def likely_pairs(campaigns: "QuerySet[Campaign]") -> list[tuple[int, int]]:
    """Keys of organizations with like names that no person has decided on yet."""
    names = OrganizationName.objects.filter(
        organization__in=registry.readable().filter(campaign__in=campaigns).values("pk")
    )
    repeated = (
        names.order_by()
        .values("campaign", "twin_key")
        .annotate(count=Count("organization", distinct=True))
        .filter(count__gt=1)
    )
    groups: dict[tuple[int, str], set[int]] = {}
    keys = repeated.values("twin_key")
    rows = names.filter(twin_key__in=keys).order_by()
    for campaign, key, pk in rows.values_list("campaign", "twin_key", "organization"):
        groups.setdefault((campaign, key), set()).add(pk)
    pairs = {
        pair for group in groups.values() for pair in combinations(sorted(group), 2)
    }
    parted = NotTwins.objects.filter(first__campaign__in=campaigns)
    return sorted(pairs - set(parted.values_list("first", "second")))


@transaction.atomic
def part(first: Organization, second: Organization, *, actor: User) -> None:
    """Keep two organizations with like names as two, and never suggest them again."""
    _refuse_strangers(first, second)
    one, other = sorted([first.pk, second.pk])
    NotTwins.objects.get_or_create(
        first_id=one, second_id=other, defaults={"actor": actor}
    )


def merge(source: Organization, target: Organization, *, actor: User) -> Merge:
    """Take `source` for `target`: its names and signatures become those of `target`."""
    _refuse_strangers(source, target)
    try:
        with transaction.atomic():
            return _merge(source, target, actor)
    except IntegrityError as error:
        raise Refusal(SAME_MOMENT) from error


def _refuse_strangers(first: Organization, second: Organization) -> None:
    if first.pk == second.pk:
        raise Refusal(_("An organization cannot be merged with itself."))
    if first.campaign_id != second.campaign_id:
        raise Refusal(_("These organizations belong to different campaigns."))


def _merge(source: Organization, target: Organization, actor: User) -> Merge:
    rows = registry.lock(registry.both(source, target))
    if len([row for row in rows if row.merged_into_id is None]) < 2:
        raise Refusal(_("One of them has been merged already. Look again."))
    signatures = Signature.objects.filter(organization=source).locked()
    moved = list(signatures.values_list("pk", flat=True))
    held = _hold_the_later(source, target, actor)
    Signature.objects.filter(pk__in=moved).update(organization=target)
    names = _move_names(source, target)
    Organization.objects.filter(pk=source.pk).update(merged_into=target)
    return Merge.objects.create(
        source=source,
        target=target,
        actor=actor,
        moved={"signatures": moved, "names": names},
        held=held,
    )


def _hold_the_later(
    source: Organization, target: Organization, actor: User
) -> list[int]:
    """Where both are listed on one letter, the organization counts once: by the earlier."""
    listed: dict[int, list[Signature]] = {}
    approved = Signature.objects.filter(
        organization__in=[source, target], status=Signature.Status.APPROVED
    )
    for signature in approved.order_by("reviewed_at", "confirmed_at", "pk"):
        listed.setdefault(signature.letter_id, []).append(signature)
    later = [pair[1] for pair in listed.values() if len(pair) > 1]
    reason = _("Merged with another entry of the registry, which had signed, too.")
    for signature in later:
        flags = " ".join(sorted({*signature.flag_set, Signature.Flag.SECOND}))
        _decide(signature, Signature.Status.HELD, actor, reason, flags)
    return [signature.pk for signature in later]


def _decide(
    signature: Signature,
    status: Signature.Status,
    actor: User,
    reason: str,
    flags: str,
) -> None:
    rows = Signature.objects.filter(pk=signature.pk, status=signature.status)
    if not rows.update(status=status, flags=flags, reviewed_at=timezone.now()):
        raise Refusal(SAME_MOMENT)
    Review.objects.create(
        signature=signature,
        actor=actor,
        old_status=signature.status,
        new_status=status,
        reason=reason,
    )


def _move_names(source: Organization, target: Organization) -> dict[str, str]:
    """Move all names; return their keys with the languages that they had."""
    taken = set(target.names.exclude(language="").values_list("language", flat=True))
    had = {}
    for name in source.names.all():
        had[str(name.pk)] = name.language
        name.organization = target
        if name.language in taken:
            name.language = ""  # the target's own name in it stays
        name.save(update_fields=["organization", "language"])
    return had


@transaction.atomic
def undo_merge(merge: Merge, *, actor: User) -> None:
    """Part what was merged: each gets back its names, and the signatures that it had."""
    rows = Merge.objects.filter(pk=merge.pk, undone_at=None)
    if not rows.update(undone_at=timezone.now(), undone_by=actor):
        raise Refusal(_("This merge has been undone already."))
    merge.refresh_from_db()
    source = merge.source
    holder = _holder(source)
    registry.lock(registry.both(source, holder))
    Organization.objects.filter(pk=source.pk).update(merged_into=None)
    _return_names(merge, holder)
    returned = _signatures_of(merge, holder)
    # One that was held is approved again below; until then, two may not be.
    Signature.objects.filter(pk__in=returned).update(organization=source)
    for signature in Signature.objects.filter(pk__in=merge.held):
        _approve_again(signature, merge, actor)


def _holder(organization: Organization) -> Organization:
    """Who has its names and signatures now, after all merges."""
    while organization.merged_into:
        organization = organization.merged_into
    return organization


def _return_names(merge: Merge, holder: Organization) -> None:
    had: dict[str, str] = merge.moved.get("names", {})
    for name in holder.names.filter(pk__in=[int(key) for key in had]):
        name.organization = merge.source
        name.language = had[str(name.pk)]
        name.save(update_fields=["organization", "language"])


def _signatures_of(merge: Merge, holder: Organization) -> list[int]:
    """What was moved, and what has been signed since by a name that goes back."""
    moved = set(merge.moved.get("signatures", []))
    keys = set(merge.source.names.values_list("name_key", flat=True))
    since = holder.signatures.filter(confirmed_at__gte=merge.created_at)
    return [
        *holder.signatures.filter(pk__in=moved).values_list("pk", flat=True),
        *(
            signature.pk
            for signature in since.exclude(pk__in=moved)
            if organizations.name_key(signature.name) in keys
        ),
    ]


def _approve_again(signature: Signature, merge: Merge, actor: User) -> None:
    """Unless somebody has decided since, or the place has been taken."""
    last = signature.reviews.order_by("created_at", "pk").last()
    is_untouched = (
        signature.status == Signature.Status.HELD
        and last is not None
        and last.new_status == Signature.Status.HELD
        and last.created_at <= merge.created_at
    )
    others = Signature.objects.filter(
        letter=signature.letter_id, organization=signature.organization_id
    ).exclude(pk=signature.pk)
    is_free = not others.filter(status=Signature.Status.APPROVED).exists()
    if is_untouched and is_free:
        flags = signature.flag_set
        if not others.live().filter(confirmed_at__isnull=False).exists():
            flags -= {Signature.Flag.SECOND}
        _decide(
            signature,
            Signature.Status.APPROVED,
            actor,
            _("The merge was undone."),
            " ".join(sorted(flags)),
        )
