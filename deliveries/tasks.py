import logging
from collections.abc import Callable
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException

from celery import shared_task
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _

from campaigns.models import EDITORS, Membership
from core.errors import Refusal
from core.logs import redact
from deliveries import emails
from deliveries.models import Delivery, Dispatch, Notice, Owed, Reminder
from signatures import suppression
from signatures.models import Signature, SuppressedAddress

logger = logging.getLogger(__name__)
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
        if not _is_reminder_wanted(owed):
            owed.mark_suppressed()
        elif _send(owed, lambda: emails.reminder(owed)):
            owed.mark_sent()
    elif isinstance(owed, Notice):
        if not is_news_wanted(owed.signature):
            owed.mark_suppressed()
        elif _send(owed, lambda: emails.notice(owed)):
            owed.mark_sent()


def _deliver_dispatch(dispatch: Dispatch) -> None:
    document = dispatch.document
    if document is None or document.sha256 != dispatch.sha256:
        dispatch.mark_failed(
            _("The document that was confirmed is not there any more.")
        )
    elif _send(dispatch, lambda: emails.hand_over(dispatch, document)):
        dispatch.mark_sent()


def _send(owed: Owed, write: Callable[[], EmailMessage]) -> bool:
    """Whether the mail server took it; if not, its row says what comes next."""
    try:
        write().send()
    except SMTPRecipientsRefused as error:
        code, answer = next(iter(error.recipients.values()), (0, b""))
        _note_bounce(owed, code, answer)
        _give_up_or_retry(owed, code, error)
    except SMTPResponseException as error:
        _give_up_or_retry(owed, error.smtp_code, error)
    except (SMTPException, OSError) as error:
        _give_up_or_retry(owed, 0, error)
    except Refusal as refusal:
        owed.mark_failed(str(refusal))
    except Exception as error:
        logger.exception("Mail %s cannot be written.", owed.pk)
        _give_up_or_retry(owed, 0, error)
    else:
        return True
    return False


def _note_bounce(owed: Owed, code: int, answer: bytes) -> None:
    """As for other mail to signers: 5.7 is a policy, and says nothing of the mailbox."""
    if isinstance(owed, Notice) and code >= 500 and not answer.startswith(b"5.7."):
        key = owed.signature.email_key
        suppression.suppress(key, SuppressedAddress.Reason.BOUNCED)


def _give_up_or_retry(owed: Owed, code: int, error: Exception) -> None:
    """A reply of 500 and above is the server's last word (RFC 5321, 4.2.1)."""
    answer = redact(str(error))
    logger.warning("%s %s was not sent: %s", type(owed).__name__, owed.pk, answer)
    if code >= 500:
        owed.mark_failed(answer)
    else:
        owed.requeue(answer)


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
