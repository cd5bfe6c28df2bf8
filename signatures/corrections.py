"""Changes of a line that a person has to look at before they are printed."""

from collections.abc import Collection
from copy import copy

from django.db import IntegrityError, transaction
from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from campaigns.models import Campaign
from core.errors import Refusal
from letters.models import Letter
from signatures import names, organizations, registry, services
from signatures.models import Correction, OrganizationName, Signature

# What names.flags() finds; the other flags have nothing to do with the words.
WORDS = frozenset(
    {
        "link",
        "formula",
        "markup",
        "symbols",
        "marks",
        "direction",
        "scripts",
        "joke",
        "shouted",
    }
)
KNOWN = frozenset({"twin", "second"})  # what the registry says of an organization


def waiting() -> "QuerySet[Correction]":
    """Corrections that a moderator has to decide on."""
    return Correction.objects.filter(
        status=Correction.Status.WAITING,
        signature__confirmed_at__isnull=False,
        signature__status__in=Signature.LIVE,
    )


def waiting_by_letter(letters: "QuerySet[Letter]") -> dict[int, int]:
    """How many wait for each letter's primary key; letters with none are absent."""
    found = waiting().filter(signature__letter__in=letters).order_by()
    return dict(found.values_list("signature__letter").annotate(Count("pk")))


def waiting_for(signature: Signature) -> Correction | None:
    return signature.corrections.filter(status=Correction.Status.WAITING).first()


def difference(signature: Signature, fields: dict[str, str]) -> dict[str, str]:
    """Those of the fields that would change something."""
    return {
        field: text
        for field, text in fields.items()
        if text != getattr(signature, field)
    }


def preview(signature: Signature, correction: Correction) -> Signature:
    """The signature as it would be; not to be saved."""
    changed = copy(signature)
    for field, text in correction.new.items():
        setattr(changed, field, text)
    return changed


def locked(pk: int) -> Signature:
    """The row as it is now, and as nobody else can change it in this transaction."""
    rows = Signature.objects.select_related("letter__campaign", "organization")
    found = rows.filter(pk=pk).locked().first()
    if found is None or not found.is_confirmed:
        raise Refusal(_("This signature was withdrawn or never confirmed."))
    return found


@transaction.atomic
def propose(
    signature: Signature,
    fields: dict[str, str],
    *,
    by: User | None = None,
    flags: Collection[str] | None = None,
) -> Correction | None:
    """Ask for a change of the line, instead of what was asked for before.

    Without `by` it is the signer who asks. None where nothing would change: then what
    was waiting is taken back. `flags` are those of the name as it was typed.
    """
    signature = locked(signature.pk)
    earlier = waiting_for(signature)
    if by and earlier:
        raise Refusal(_("The signer asks for a correction. Decide on that one first."))
    wanted = {**(earlier.new if earlier else {}), **fields}
    new = difference(signature, wanted)
    supersede(signature)
    if not new:
        return None
    name = new.get("name", signature.name)
    found = set(names.flags(name, signature.kind) if flags is None else flags)
    if "name" in new and signature.kind == Signature.Kind.ORGANIZATION:
        found |= _registry_flags(signature, name)
    return Correction.objects.create(
        signature=signature,
        old={field: getattr(signature, field) for field in new},
        new=new,
        flags=" ".join(sorted(found)),
        proposed_by=by,
    )


def supersede(signature: Signature) -> None:
    """Take back what is waiting."""
    signature.corrections.filter(status=Correction.Status.WAITING).update(
        status=Correction.Status.SUPERSEDED, decided_at=timezone.now()
    )


def _registry_flags(signature: Signature, name: str) -> set[str]:
    """What the moderator will want to know before the organization gets this name."""
    campaign: Campaign = signature.letter.campaign
    known = registry.find_organization(campaign, name)
    found: set[str] = set()
    others = Signature.objects.live().filter(
        letter=signature.letter_id, organization=known, confirmed_at__isnull=False
    )
    named = others.exclude(publicity=Signature.Publicity.COUNTED)
    if known and named.exclude(pk=signature.pk).exists():
        found.add(Signature.Flag.SECOND)
    own = {signature.organization_id, known.pk if known else None}
    alike = OrganizationName.objects.filter(
        campaign=campaign,
        twin_key=organizations.twin_key(name),
        organization__in=registry.readable().values("pk"),
    )
    if set(alike.values_list("organization", flat=True)) - own:
        found.add(Signature.Flag.TWIN)
    return found


def decide(
    correction: Correction, *, accept: bool, actor: User, reason: str = ""
) -> None:
    """Put the correction into the line, or leave the line as it is."""
    if not accept and not reason:
        raise Refusal(_("Write a reason for declining; the signer reads it."))
    try:
        with transaction.atomic():
            _decide(correction, accept=accept, actor=actor, reason=reason)
            correction.refresh_from_db()
    except IntegrityError as error:
        raise Refusal(
            _("This organization is listed already, by another signature.")
        ) from error


def _decide(correction: Correction, *, accept: bool, actor: User, reason: str) -> None:
    rows = Correction.objects.filter(pk=correction.pk, status=Correction.Status.WAITING)
    status = Correction.Status.ACCEPTED if accept else Correction.Status.DECLINED
    signature = locked(correction.signature_id) if accept else None
    if not rows.update(
        status=status, decided_by=actor, decided_at=timezone.now(), reason=reason
    ):
        raise Refusal(_("This correction has been decided or replaced already."))
    if signature:
        flags = WORDS & set(correction.flags.split())
        rewrite(signature, correction.new, flags=flags)


def rewrite(
    signature: Signature, new: dict[str, str], *, flags: Collection[str]
) -> None:
    """Put other words into the line of a locked signature, with all that follows from it.

    Raises IntegrityError where an approved organization gets the name of another one
    that is listed.
    """
    for field, text in new.items():
        setattr(signature, field, text)
    if "name" in new:
        signature.sort_name = ""
        kept = signature.flag_set - WORDS - KNOWN
        signature.flags = " ".join(sorted({*kept, *flags}))
    services.derive(signature)
    derived = [
        "name_key",
        "sort_name",
        "sort_key",
        "search_text",
        "hidden_text",
        "flags",
    ]
    signature.save(update_fields=[*new, *derived])
    if "name" in new and signature.kind == Signature.Kind.ORGANIZATION:
        services.register_signer(signature)
