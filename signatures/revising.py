"""Publishing a changed text, and asking those who signed an earlier one."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from core.wakeup import wake_on_commit
from letters.models import Letter, Revision
from letters.services import publish_revision
from signatures import tasks
from signatures.addresses import ON_PAPER
from signatures.models import (
    Mail,
    Signature,
    SignatureQuerySet,
    SuppressedAddress,
)

# Whoever has confirmed and not withdrawn. The declined are told so on their own page
# and get no mail; should one be approved later, they are asked then.
ASKED = ("confirmed", "approved", "held", "declined")
MAILED = ("confirmed", "approved", "held")
WOKEN = 10  # the sweeper sends the others


@transaction.atomic
def publish(
    draft: Revision,
    *,
    kind: str,
    note: dict[str, str],
    answer_by: datetime | None = None,
    seen: str = "",
    now: datetime | None = None,
) -> None:
    """Make a draft the letter's text; after a change of substance, ask earlier signers.

    All of it or nothing: there is no moment in which the new text stands above names
    whose owners signed the old one.
    """
    # Confirming takes the same lock, so that nobody confirms the old text meanwhile.
    letters = Letter.objects.select_for_update(of=("self",), no_key=True)
    letters.get(pk=draft.letter_id)
    publish_revision(
        draft, kind=kind, note=note, answer_by=answer_by, seen=seen, now=now
    )
    if draft.kind == Revision.Kind.SUBSTANCE:
        _ask(draft)


def _ask(revision: Revision) -> None:
    signers_before(revision, ASKED).update(asked=revision)
    owe_questions()
    owed = Mail.objects.filter(
        signature__asked=revision, kind=Mail.Kind.ASK, sequence=revision.number
    )
    for pk in owed.values_list("pk", flat=True)[:WOKEN]:
        wake_on_commit(tasks.send_mail, pk)


@transaction.atomic
def owe_questions() -> None:
    """Owe one mail to each signer who is asked about a revision and has none about it."""
    asked = Mail.objects.filter(
        signature=OuterRef("pk"),
        kind=Mail.Kind.ASK,
        sequence=OuterRef("asked__number"),
    )
    signatures = Signature.objects.filter(asked__isnull=False, status__in=MAILED)
    rows = with_address(signatures.exclude(Exists(asked))).locked()
    mails = [
        Mail(signature_id=pk, kind=Mail.Kind.ASK, sequence=number, language=language)
        for pk, number, language in rows.values_list("pk", "asked__number", "language")
    ]
    Mail.objects.bulk_create(mails, batch_size=1000, ignore_conflicts=True)


def signers_before(
    revision: Revision, statuses: tuple[str, ...] = MAILED
) -> SignatureQuerySet:
    """Those who confirmed an earlier text of the letter than this one."""
    return Signature.objects.filter(
        letter=revision.letter_id,
        status__in=statuses,
        revision__number__lt=revision.number,
    )


def with_address(signatures: SignatureQuerySet) -> SignatureQuerySet:
    """Those whom mail reaches: not the lines on paper without one, not what bounced."""
    bounced = SuppressedAddress.objects.filter(
        reason=SuppressedAddress.Reason.BOUNCED
    ).values("email_key")
    return signatures.exclude(
        Q(email_key__startswith=ON_PAPER) | Q(email_key__in=bounced)
    )


@dataclass(frozen=True)
class Answers:
    """What earlier signers said to a revision of substance."""

    kept: int
    withdrawn: int
    silent: int


def answers(revision: Revision) -> Answers:
    signatures = Signature.objects.filter(letter=revision.letter_id)
    asked = signatures.filter(asked=revision)
    return Answers(
        kept=signatures.filter(
            revision__number__gte=revision.number,
            status__in=MAILED,
            confirmed_at__lt=revision.published_at,
        ).count(),
        withdrawn=asked.filter(status=Signature.Status.WITHDRAWN).count(),
        silent=asked.filter(status__in=MAILED).count(),
    )


def being_asked(letter: Letter) -> int:
    """How many listed names the page does without until their signers have answered."""
    return letter.signatures.all().asked_again().count()
