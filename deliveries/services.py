"""The verbs of deliveries: plan, record, send, answer."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import Refusal
from core.wakeup import wake_on_commit
from deliveries import tasks
from deliveries.cover import Cover, cover
from deliveries.documents import document_for
from deliveries.models import Announcement, CoverLetter, Delivery, Dispatch, Packet
from deliveries.packing import make_packet
from exports.models import Document, Edition
from letters.models import Letter, Recipient

# What is written of a delivery that is there already.
WRITTEN = (
    "edition language address reply_to delivered_at delivered_by note status sha256"
    " recorded_by"
).split()


@transaction.atomic
def save_delivery(delivery: Delivery, user: User) -> None:
    """Write what is planned, or what was handed over, unless that has changed meanwhile."""
    known = _locked(delivery) if delivery.pk else None
    if known and not known.is_changeable:
        raise Refusal(_("This mail is on its way, or has arrived: it stays as it is."))
    if known and known.status == Delivery.Status.ANSWERED and not delivery.delivered_at:
        raise Refusal(_("There is an answer, so this was delivered. Write when."))
    if known and _is_told_of(known):
        is_same = delivery.edition_id == known.edition_id
        if not (is_same and delivery.delivered_at):
            raise Refusal(
                _(
                    "The signers are being told of this delivery; correct only when it was."
                )
            )
    _set_outcome(delivery, known)
    delivery.recorded_by = user
    try:
        with transaction.atomic():
            # What others have recorded meanwhile, such as an answer, stays.
            delivery.save(update_fields=WRITTEN if known else None)
    except IntegrityError:
        raise Refusal(
            _(
                "This edition was delivered to this recipient in this way already, or "
                "is planned so. Change that entry."
            )
        ) from None


def _is_told_of(delivery: Delivery) -> bool:
    announced = Announcement.objects.filter(edition=delivery.edition_id)
    return delivery.is_done and announced.exists()


def _set_outcome(delivery: Delivery, known: Delivery | None) -> None:
    if delivery.is_mail:
        delivery.status = known.status if known else Delivery.Status.PLANNED
        return
    if delivery.delivered_at is None:
        delivery.status, delivery.sha256 = Delivery.Status.PLANNED, ""
        return
    _check_date(delivery.delivered_at, not_before=delivery.edition.frozen_at)
    answered_at = known and known.answered_at
    if answered_at and delivery.delivered_at > answered_at:
        raise Refusal(_("The answer was recorded for an earlier moment than this."))
    document = document_for(delivery.edition, delivery.recipient, delivery.language)
    delivery.sha256 = document.sha256
    delivery.status = (
        Delivery.Status.ANSWERED if answered_at else Delivery.Status.DELIVERED
    )


def _check_date(at: datetime, *, not_before: datetime) -> None:
    if at > timezone.now():
        raise Refusal(_("This moment has not come yet."))
    # People write minutes, and the clock knows seconds.
    if at < not_before.replace(second=0, microsecond=0):
        raise Refusal(_("This is before the edition was frozen, or delivered."))


def _locked(delivery: Delivery) -> Delivery:
    rows = Delivery.objects.select_for_update(of=("self",)).filter(pk=delivery.pk)
    found = rows.select_related("edition__letter__campaign", "recipient").first()
    if found is None:
        raise Refusal(_("Somebody else has just removed this delivery."))
    return found


@transaction.atomic
def remove_delivery(delivery: Delivery) -> None:
    """Take back a plan. What was handed over, or tried by mail, stays on record."""
    known = _locked(delivery)
    if known.status != Delivery.Status.PLANNED or known.files.exists():
        raise Refusal(_("Only what is planned, and has no files yet, can be removed."))
    known.delete()


@dataclass(frozen=True)
class Draft:
    """A mail as it would be sent now."""

    delivery: Delivery
    document: Document
    cover: Cover

    @property
    def stamp(self) -> str:
        """Names all of it, so that nobody sends what they have not seen."""
        parts = [
            self.delivery.address,
            self.delivery.reply_to,
            self.document.sha256,
            self.cover.subject,
            self.cover.text,
        ]
        return hashlib.sha256("\n\x00".join(parts).encode()).hexdigest()


def draft_mail(delivery: Delivery) -> Draft:
    document = document_for(delivery.edition, delivery.recipient, delivery.language)
    words = cover(
        delivery.edition, delivery.recipient, delivery.language, delivery.reply_to
    )
    return Draft(delivery, document, words)


@transaction.atomic
def send_by_mail(delivery: Delivery, user: User, *, seen: str) -> Dispatch:
    """Owe the message that somebody has looked at and confirmed; once, whoever presses."""
    known = _locked(delivery)
    if not known.is_mail:
        raise Refusal(_("This delivery is not made by mail."))
    if not known.is_sendable:
        raise Refusal(
            _("This mail is on its way or has been sent; it is not sent twice.")
        )
    draft = draft_mail(known)
    if draft.stamp != seen:
        raise Refusal(
            _("Something was changed since you looked at the mail. Look at it again.")
        )
    rows = Delivery.objects.filter(
        pk=known.pk, status__in=[Delivery.Status.PLANNED, Delivery.Status.FAILED]
    )
    if not rows.update(status=Delivery.Status.SENDING, recorded_by=user):
        raise Refusal(
            _("This mail is on its way or has been sent; it is not sent twice.")
        )
    dispatch = known.dispatches.create(
        number=known.dispatches.count() + 1,
        document=draft.document,
        sha256=draft.document.sha256,
        subject=draft.cover.subject,
        text=draft.cover.text,
    )
    wake_on_commit(tasks.send_dispatch, dispatch.pk)
    return dispatch


@transaction.atomic
def record_answer(
    delivery: Delivery,
    *,
    answered_at: datetime,
    answer: dict[str, str],
    answer_published: bool,
) -> None:
    """Keep what the recipient said, and show it on the letter's page where that is wanted."""
    known = _locked(delivery)
    if not known.is_done or known.delivered_at is None:
        raise Refusal(
            _("There is no answer before the letter was delivered. Record that first.")
        )
    _check_date(answered_at, not_before=known.delivered_at)
    if answer_published and not any(answer.values()):
        raise Refusal(_("Write the answer before it is shown to everybody."))
    Delivery.objects.filter(pk=known.pk, status__in=Delivery.DONE).update(
        status=Delivery.Status.ANSWERED,
        answered_at=answered_at,
        answer=answer,
        answer_published=answer_published,
    )


def remind_on(delivery: Delivery, day: date | None) -> None:
    """Tell the editors on that day, unless there is an answer by then."""
    rows = Delivery.objects.filter(pk=delivery.pk).exclude(
        status=Delivery.Status.ANSWERED
    )
    if not rows.update(remind_on=day):
        raise Refusal(_("There is an answer already; nobody needs a reminder."))


@transaction.atomic
def request_packet(
    edition: Edition, recipient: Recipient, language: str, user: User
) -> None:
    """Owe a packet; one that is being made is waited for instead of a second."""
    document_for(edition, recipient, language)  # without it there is nothing to pack
    packet, _created = Packet.objects.get_or_create(
        edition=edition, recipient=recipient, language=language
    )
    rows = Packet.objects.filter(pk=packet.pk)
    rows.finished().owe_again()
    rows.update(requested_by=user)
    wake_on_commit(make_packet, packet.pk)


@transaction.atomic
def save_cover_letter(letter: Letter, words: dict[str, dict[str, str]]) -> None:
    """Keep the organizers' words, and make anew what was packed with others."""
    CoverLetter.objects.update_or_create(letter=letter, defaults=words)
    packets = Packet.objects.filter(edition__letter=letter)
    packets.exclude(status=Packet.Status.FAILED).owe_again()
    for pk in packets.due(timezone.now()).values_list("pk", flat=True):
        wake_on_commit(make_packet, pk)
