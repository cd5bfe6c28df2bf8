"""Undoing an import or a paper sheet as a whole, but for what signers did themselves."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import Refusal
from signatures import registry
from signatures.models import (
    Batch,
    Consent,
    Correction,
    Mail,
    Merge,
    Organization,
    Signature,
    SignatureQuerySet,
)
from signatures.services import derive


@dataclass(frozen=True)
class Undone:
    deleted: int  # signatures that the batch made
    returned: int  # signatures that wait for their signers again
    kept: int  # because their signers confirmed, corrected or withdrew them since
    organizations: int  # entries of the registry that nobody used any more


def foresee_undoing(batch: Batch) -> Undone:
    """What undoing would do now."""
    made, acted, renewed = batch.signatures.all(), _acted(batch), _renewed(batch)
    returned = _returnable(batch).count()
    return Undone(
        deleted=made.exclude(acted).count(),
        returned=returned,
        kept=made.filter(acted).count() + renewed.count() - returned,
        organizations=0,
    )


@transaction.atomic
def undo_batch(batch: Batch, *, actor: User) -> Undone:
    """Take back what a batch wrote; its report stays."""
    if batch.letter.is_past_retention(timezone.now()):
        raise Refusal(
            _("The signers' data have been deleted; there is nothing to undo.")
        )
    rows = Batch.objects.filter(pk=batch.pk, undone_at=None)
    if not rows.update(undone_at=timezone.now(), undone_by=actor):
        raise Refusal(_("This import has been undone already."))
    batch.refresh_from_db()
    return _undo(batch)


def _undo(batch: Batch) -> Undone:
    list(batch.signatures.locked().values_list("pk"))
    kept = batch.signatures.filter(_acted(batch)).count()
    _rows, by_model = batch.signatures.exclude(_acted(batch)).delete()
    returned, left = _return(batch)
    return Undone(
        deleted=by_model.get(Signature._meta.label, 0),
        returned=returned,
        kept=kept + left,
        organizations=_forget_organizations(batch),
    )


def _acted(batch: Batch) -> Q:
    """Whether a signer did something about the signature since the import."""
    own = Correction.objects.filter(signature=OuterRef("pk"), proposed_by=None)
    own = own.exclude(pk__in=_old_lines(batch).values())
    # Who asked for the link to the own signature may have changed more than is recorded.
    asked = Mail.objects.filter(
        signature=OuterRef("pk"), kind=Mail.Kind.LINK, status=Mail.Status.SENT
    )
    acted = (
        Q(status=Signature.Status.WITHDRAWN)
        | Q(wants_updates=True)
        | Q(revision__published_at__gt=batch.created_at)
        | Q(Exists(own))
        | Q(Exists(asked))
        | Q(Exists(Consent.objects.filter(signature=OuterRef("pk"))))
    )
    if not batch.is_confirmed:
        acted |= Q(confirmed_at__isnull=False)
    return acted


def _old_lines(batch: Batch) -> dict[int, int]:
    """Corrections that keep what signers had written before this batch, by signature."""
    renewed: dict[str, int | None] = batch.report.get("renewed", {})
    return {int(pk): correction for pk, correction in renewed.items() if correction}


def _renewed(batch: Batch) -> SignatureQuerySet:
    """Signatures that waited for their signers when the batch confirmed them."""
    pks = [int(pk) for pk in batch.report.get("renewed", {})]
    return Signature.objects.filter(pk__in=pks).select_related("letter__campaign")


def _returnable(batch: Batch) -> SignatureQuerySet:
    waited = _renewed(batch).filter(status__in=["approved", "held"])
    return waited.exclude(_acted(batch))


def _return(batch: Batch) -> tuple[int, int]:
    """Let them wait again; return how many do, and how many stay as they are."""
    renewed = _renewed(batch)
    list(renewed.locked().values_list("pk"))
    corrections = Correction.objects.in_bulk(list(_old_lines(batch).values()))
    before = {each.signature_id: each for each in corrections.values()}
    returned = 0
    for signature in _returnable(batch):
        correction = before.get(signature.pk)
        returned += _put_back(signature, correction.old if correction else {})
        signature.reviews.filter(
            old_status=Signature.Status.PENDING, created_at__gte=batch.created_at
        ).delete()
        if correction:
            correction.delete()
    return returned, renewed.count() - returned


def _put_back(signature: Signature, old: dict[str, Any]) -> int:
    old_status = signature.status
    for name, value in old.items():
        setattr(signature, name, value)
    derive(signature)
    changes = {
        **old,
        **{
            name: getattr(signature, name)
            for name in (
                "name_key",
                "sort_name",
                "sort_key",
                "search_text",
                "hidden_text",
            )
        },
        "status": Signature.Status.PENDING,
        "confirmed_at": None,
        "reviewed_at": None,
        "organization": None,
    }
    rows = Signature.objects.filter(pk=signature.pk, status=old_status)
    return rows.update(**changes)


def _forget_organizations(batch: Batch) -> int:
    merges = Merge.objects.filter(Q(source=OuterRef("pk")) | Q(target=OuterRef("pk")))
    unused = Organization.objects.filter(
        ~Exists(Signature.objects.filter(organization=OuterRef("pk"))),
        ~Exists(merges),
        batch=batch,
        merged=None,
    )
    # Whoever signs for one of them at this moment registers it anew, or keeps it.
    registry.lock(batch.organizations.all())
    _rows, by_model = unused.delete()
    return by_model.get(Organization._meta.label, 0)
