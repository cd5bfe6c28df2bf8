from celery import shared_task
from django.utils.translation import gettext as _

from campaigns.models import EDITORS, Membership
from deliveries import emails
from deliveries.models import Delivery, Dispatch, Notice, Reminder
from signatures import sending, suppression
from signatures.models import Owed, Signature

MAILED = (Signature.Status.CONFIRMED, Signature.Status.APPROVED)


@shared_task
def send_dispatch(pk: int) -> None:
    dispatch = Dispatch.claim(pk)
    if dispatch is not None:
        deliver(dispatch)


def deliver(owed: Owed) -> None:
    """Send a claimed mail, and say in its row what became of it."""
    if isinstance(owed, Dispatch):
        _deliver_dispatch(owed)
    elif isinstance(owed, Reminder):
        if _is_reminder_wanted(owed):
            sending.send(owed, lambda: emails.reminder(owed))
        else:
            owed.mark_suppressed()
    elif isinstance(owed, Notice):
        if is_news_wanted(owed.signature):
            key = owed.signature.email_key
            sending.send(owed, lambda: emails.notice(owed), email_key=key)
        else:
            owed.mark_suppressed()


def _deliver_dispatch(dispatch: Dispatch) -> None:
    document = dispatch.document
    if document is None or document.sha256 != dispatch.sha256:
        dispatch.mark_failed(
            _("The document that was confirmed is not there any more.")
        )
    else:
        sending.send(dispatch, lambda: emails.hand_over(dispatch, document))


def _is_reminder_wanted(reminder: Reminder) -> bool:
    delivery, user = reminder.delivery, reminder.user
    is_still_editor = Membership.objects.filter(
        user=user, campaign=delivery.letter.campaign, role__in=EDITORS
    ).exists()
    return (
        delivery.status == Delivery.Status.DELIVERED
        and user.is_active
        and is_still_editor
    )


def is_news_wanted(signature: Signature) -> bool:
    """Whether the signer still wants news: they may have acted since it was owed."""
    return (
        bool(signature.email)
        and signature.wants_updates
        and signature.status in MAILED
        and not suppression.is_suppressed(signature.email_key)
    )
