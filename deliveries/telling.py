"""Telling signers that their letter was delivered, and editors that no answer came."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.db.models import Count, Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from campaigns.models import EDITORS
from core.errors import Refusal
from deliveries.models import Announcement, Delivery, Notice, Reminder
from deliveries.tasks import MAILED
from exports.models import Edition, Entrant
from signatures.models import Signature, SignatureQuerySet, SuppressedAddress
from signatures.revising import with_address

BATCH = 500


def to_tell(edition: Edition) -> SignatureQuerySet:
    """Those on the edition who agreed to news and were not told of a delivery yet."""
    suppressed = SuppressedAddress.objects.filter(email_key=OuterRef("email_key"))
    entrants = Entrant.objects.filter(edition=edition, signature=OuterRef("pk"))
    told = Notice.objects.filter(signature=OuterRef("pk"))
    signatures = Signature.objects.filter(
        Exists(entrants),
        ~Exists(suppressed),
        ~Exists(told),
        letter=edition.letter_id,
        status__in=MAILED,
        wants_updates=True,
    )
    return with_address(signatures)


@transaction.atomic
def announce(edition: Edition, user: User | None) -> Announcement:
    """Let beat owe each signer of a delivered edition one mail."""
    # Locked, so that none is taken back before the announcement can be seen.
    deliveries = Delivery.objects.select_for_update(of=("self",))
    if not any(each.is_done for each in deliveries.filter(edition=edition)):
        raise Refusal(_("This edition has not been delivered to anybody yet."))
    is_known = Announcement.objects.filter(edition=edition).exists()
    if not is_known and not to_tell(edition).exists():
        raise Refusal(_("Nobody who is left on this edition agreed to news."))
    try:
        with transaction.atomic():
            return Announcement.objects.create(edition=edition, asked_by=user)
    except IntegrityError:
        raise Refusal(
            _("The signers of this edition are being told already.")
        ) from None


def owe_notices() -> None:
    """Owe the next mails of each announcement; one that has no more is done."""
    waiting = Announcement.objects.filter(owed_at=None).select_related("edition")
    for announcement in waiting:
        _owe_batch(announcement)


@transaction.atomic
def _owe_batch(announcement: Announcement) -> None:
    signatures = to_tell(announcement.edition).locked()[:BATCH]
    notices = [
        Notice(announcement=announcement, signature_id=pk, language=language)
        for pk, language in signatures.values_list("pk", "language")
    ]
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    if not notices:
        rows = Announcement.objects.filter(pk=announcement.pk)
        rows.update(owed_at=timezone.now())


def owe_reminders(now: datetime) -> None:
    """Owe each editor one mail where the day has come and no answer has.

    All of them at once: who becomes an editor later has missed no day.
    """
    owed = Reminder.objects.filter(delivery=OuterRef("pk"), day=OuterRef("remind_on"))
    candidates = Delivery.objects.filter(
        ~Exists(owed),
        status=Delivery.Status.DELIVERED,
        remind_on__lte=(now + timedelta(days=1)).date(),
    ).select_related("edition__letter__campaign")
    for delivery in candidates:
        today = now.astimezone(ZoneInfo(delivery.letter.time_zone)).date()
        if delivery.remind_on is not None and delivery.remind_on <= today:
            _owe_reminders_of(delivery, delivery.remind_on)


def _owe_reminders_of(delivery: Delivery, day: date) -> None:
    campaign = delivery.letter.campaign
    editors = campaign.memberships.filter(role__in=EDITORS, user__is_active=True)
    owed = [
        Reminder(
            delivery=delivery,
            user_id=user,
            day=day,
            language=campaign.default_language,
        )
        for user in editors.values_list("user", flat=True)
    ]
    Reminder.objects.bulk_create(owed, ignore_conflicts=True)


@dataclass(frozen=True)
class Tally:
    """How far the mails of an announcement have come."""

    sent: int
    waiting: int
    failed: int


def tally(announcement: Announcement) -> Tally:
    by_status = dict(
        announcement.notices.order_by().values_list("status").annotate(Count("pk"))
    )
    return Tally(
        sent=by_status.get(Notice.Status.SENT, 0),
        waiting=by_status.get(Notice.Status.QUEUED, 0)
        + by_status.get(Notice.Status.CLAIMED, 0)
        + (0 if announcement.owed_at else to_tell(announcement.edition).count()),
        failed=by_status.get(Notice.Status.FAILED, 0),
    )
