"""What is known of those who stand in a sheet, looked up by their keys."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from signatures import organizations, registry
from signatures.matching import Import, key_of
from signatures.models import OrganizationName, Signature
from signatures.rows import Clean

CHUNK = 500  # keys in one query; SQLite takes no great number


def look_up(work: Import, cleans: Sequence[Clean]) -> None:
    """Load what place() needs for these rows, and nothing of anybody else."""
    names = {
        clean.fields["name"]
        for clean in cleans
        if clean.fields["kind"] == Signature.Kind.ORGANIZATION
    }
    _load_registry(work, names)
    _load_signed(work)
    addresses = {key_of(clean)[0] for clean in cleans if clean.fields["email"]}
    _load_signatures(work, addresses)


def _chunks(keys: set[str]) -> Iterator[list[str]]:
    ordered = sorted(keys)
    for start in range(0, len(ordered), CHUNK):
        yield ordered[start : start + CHUNK]


def _load_registry(work: Import, names: set[str]) -> None:
    campaign = work.letter.campaign
    for keys in _chunks({organizations.name_key(name) for name in names}):
        work.registry |= registry.held_by_name(campaign, keys)
    for keys in _chunks({organizations.twin_key(name) for name in names}):
        alike = OrganizationName.objects.filter(
            campaign=campaign,
            twin_key__in=keys,
            organization__in=registry.readable().values("pk"),
        )
        for name in alike:
            work.twins.setdefault(name.twin_key, {})[name.name_key] = name.name


def _load_signed(work: Import) -> None:
    by_key = {str(each.pk): each.pk for each in work.registry.values()}
    confirmed = work.letter.signatures.live().filter(
        kind=Signature.Kind.ORGANIZATION, confirmed_at__isnull=False
    )
    for keys in _chunks(set(by_key)):
        rows = confirmed.filter(organization__in=[by_key[key] for key in keys])
        for signature in rows.only("organization", "publicity"):
            # Whose number it is stays unsaid of who is only counted.
            place = _("signature %d") % signature.pk
            assert signature.organization_id is not None
            work.signed[signature.organization_id] = (
                _("another signature") if signature.is_counted else place
            )


def _load_signatures(work: Import, addresses: set[str]) -> None:
    signatures = work.letter.signatures.exclude(status=Signature.Status.LAPSED).only(
        "letter",
        "email_key",
        "kind",
        "status",
        "name",
        "city",
        "publicity",
        "confirmed_at",
    )
    if work.is_confirmed:
        # What is pending shall not be denied meanwhile.
        signatures = signatures.locked()
    for keys in _chunks(addresses):
        for signature in signatures.filter(email_key__in=keys):
            key = (signature.email_key, signature.kind)
            if signature.status == Signature.Status.WITHDRAWN:
                work.withdrawn.add(key)
            else:
                work.live[key] = signature
