"""Decisions of moderators: each is a row beside the signature that it changed."""

import uuid
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.crypto import keyed_hash
from core.errors import Refusal
from signatures.models import Review, Signature, SignatureQuerySet
from signatures.room import make_room
from signatures.services import line_of


@dataclass
class Outcome:
    """What became of a bulk decision: how many changed, and why others did not."""

    changed: int = 0
    unchanged: Counter[str] = field(default_factory=Counter)


SAME_MOMENT = gettext_lazy("Somebody else decided at the same moment. Look again.")

# From which states a moderator may take a signature to another.
DECISIONS: dict[str, frozenset[str]] = {
    Signature.Status.APPROVED: frozenset({"confirmed", "held", "declined"}),
    Signature.Status.HELD: frozenset({"confirmed", "approved"}),
    Signature.Status.DECLINED: frozenset({"confirmed", "approved", "held"}),
}


def review_digest(signature: Signature) -> str:
    """Names the line that a moderator has seen; of who is only counted, nothing else."""
    line = ("counted",) if signature.is_counted else line_of(signature)
    return keyed_hash("review-digest", repr((signature.pk, line)))[:16]


def review_signatures(
    signatures: SignatureQuerySet,
    decision: Signature.Status,
    *,
    actor: User,
    reason: str = "",
    seen: Mapping[int, str] | None = None,
) -> Outcome:
    """Decide on signatures, with a Review row for each one that changes.

    `seen` has the review_digest() of lines that were looked at: signers may correct
    theirs meanwhile, and nobody decides on a line unseen.
    """
    if decision == Signature.Status.DECLINED and not reason:
        raise Refusal(_("Write a reason for declining; it is kept with the decision."))
    try:
        with transaction.atomic():
            return _decide(
                signatures, decision, actor=actor, reason=reason, seen=seen or {}
            )
    except IntegrityError as error:
        # Of an organization's two signatures somebody else approved the other one.
        raise Refusal(SAME_MOMENT) from error


def _decide(
    signatures: SignatureQuerySet,
    decision: Signature.Status,
    *,
    actor: User,
    reason: str,
    seen: Mapping[int, str],
) -> Outcome:
    outcome, bulk, now = Outcome(), uuid.uuid4(), timezone.now()
    rows = list(signatures.locked())
    reviews = [
        Review(
            signature=signature,
            actor=actor,
            old_status=signature.status,
            new_status=decision,
            reason=reason,
            bulk=bulk,
        )
        for signature in _decidable(_as_seen(rows, seen, outcome), decision, outcome)
    ]
    if decision == Signature.Status.APPROVED:
        make_room(review.signature for review in reviews)
    for start in range(0, len(reviews), 500):
        chunk = reviews[start : start + 500]
        outcome.changed += Signature.objects.filter(
            pk__in=[review.signature_id for review in chunk],
            status__in=DECISIONS[decision],
        ).update(status=decision, reviewed_at=now)
    if outcome.changed != len(reviews):
        raise Refusal(SAME_MOMENT)
    Review.objects.bulk_create(reviews, batch_size=500)
    return outcome


def _as_seen(
    rows: list[Signature], seen: Mapping[int, str], outcome: Outcome
) -> list[Signature]:
    """Those whose line is what was looked at."""
    same = [
        row for row in rows if row.pk not in seen or seen[row.pk] == review_digest(row)
    ]
    if changed := len(rows) - len(same):
        sentence = _("the signer changed the line after you opened the page")
        outcome.unchanged[sentence] += changed
    return same


def _decidable(
    rows: list[Signature], decision: Signature.Status, outcome: Outcome
) -> list[Signature]:
    """The signatures that may take this step; the others are counted with the reason."""
    taken: dict[tuple[int, int | None], bool] = {}  # and whether by a name
    if decision == Signature.Status.APPROVED:
        listed = Signature.objects.filter(
            letter__in={row.letter_id for row in rows},
            kind=Signature.Kind.ORGANIZATION,
            status=Signature.Status.APPROVED,
        )
        taken = {
            (letter, organization): publicity != Signature.Publicity.COUNTED
            for letter, organization, publicity in listed.values_list(
                "letter", "organization", "publicity"
            )
        }
    possible = []
    # Named ones first: who is only counted makes room for them.
    for row in sorted(rows, key=lambda row: row.is_counted):
        place = (row.letter_id, row.organization_id)
        if row.status == decision:
            outcome.unchanged[_("already decided so")] += 1
        elif row.status not in DECISIONS[decision]:
            outcome.unchanged[str(row.get_status_display())] += 1
        elif row.is_counted and place in taken:
            # No reason, which would tell whose name it is.
            outcome.unchanged[_("it cannot be approved at present")] += 1
        elif taken.get(place):
            outcome.unchanged[_("the organization is listed already")] += 1
        else:
            if row.organization_id and decision == Signature.Status.APPROVED:
                taken[place] = not row.is_counted
            possible.append(row)
    return possible
