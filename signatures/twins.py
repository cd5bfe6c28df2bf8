"""What speaks for two entries of the registry being one organization, or two."""

from dataclasses import dataclass, field

from core.formats import language
from signatures import countries
from signatures.models import Organization, Signature


@dataclass
class Side:
    """One of two likely twins, as a moderator compares them."""

    organization: Organization
    country: str
    names: list[str]
    signed: list[str] = field(default_factory=list)


def evidence(pairs: list[tuple[int, int]]) -> list[tuple[Side, Side]]:
    sides = _sides({pk for pair in pairs for pk in pair})
    return [(sides[first], sides[second]) for first, second in pairs]


def _sides(keys: set[int]) -> dict[int, Side]:
    code = language()
    organizations = Organization.objects.filter(pk__in=keys).prefetch_related("names")
    sides = {
        each.pk: Side(
            each,
            countries.name(each.country, code),
            [name.name for name in each.names.all() if name.name != each.name],
        )
        for each in organizations
    }
    # Signers who are only counted have told nobody that they signed.
    signatures = (
        Signature.objects.live()
        .filter(organization__in=keys, confirmed_at__isnull=False)
        .exclude(publicity=Signature.Publicity.COUNTED)
        .select_related("letter__campaign")
        .prefetch_related("letter__revisions__translations")
        .order_by("signed_at")
    )
    for signature in signatures:
        parts = [
            str(signature.letter),
            str(signature.get_status_display()),
            signature.city,
            countries.name(signature.country, code),
        ]
        assert signature.organization_id is not None
        sides[signature.organization_id].signed.append(
            ", ".join(part for part in parts if part)
        )
    return sides
