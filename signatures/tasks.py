import logging
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException

from celery import shared_task

from core.logs import redact
from signatures import emails, suppression
from signatures.models import Mail, Signature, SuppressedAddress

logger = logging.getLogger(__name__)


@shared_task
def send_mail(mail_id: int) -> None:
    mail = Mail.claim(mail_id)
    if mail is not None:
        deliver(mail)


def deliver(mail: Mail) -> None:
    """Send a claimed mail, and say in its row what became of it."""
    if not _is_wanted(mail):
        mail.mark_suppressed()
        return
    try:
        emails.message(mail).send()
    except SMTPRecipientsRefused as error:
        code, answer = next(iter(error.recipients.values()), (0, b""))
        _note_bounce(mail, code, answer)
        _give_up_or_retry(mail, code, error)
    except SMTPResponseException as error:
        _give_up_or_retry(mail, error.smtp_code, error)
    except (SMTPException, OSError) as error:
        _give_up_or_retry(mail, 0, error)
    except Exception as error:
        logger.exception("Mail %d cannot be written.", mail.pk)
        _give_up_or_retry(mail, 0, error)
    else:
        mail.mark_sent()


def _is_wanted(mail: Mail) -> bool:
    """Whether the mail still has a purpose: its signer may have acted meanwhile."""
    signature = mail.signature
    if not signature.email:
        return False  # signed on paper, or forgotten
    is_pending = signature.status == Signature.Status.PENDING
    if mail.kind == Mail.Kind.CONFIRM:
        return is_pending
    if mail.kind == Mail.Kind.LAST_CALL:
        return (
            is_pending
            and signature.letter.accepts_signatures()
            and not suppression.is_suppressed(signature.email_key)
        )
    if mail.kind == Mail.Kind.ASK:
        is_asked = (
            signature.asked is not None and signature.asked.number == mail.sequence
        )
        return signature.is_confirmed and is_asked
    return signature.is_confirmed


def _note_bounce(mail: Mail, code: int, answer: bytes) -> None:
    """Remember an address that does not take mail, for what nobody asked us to send."""
    # 5.7 is a policy of the server (RFC 3463, 3.8), and says nothing of the mailbox.
    if code >= 500 and not answer.startswith(b"5.7."):
        suppression.suppress(mail.signature.email_key, SuppressedAddress.Reason.BOUNCED)


def _give_up_or_retry(mail: Mail, code: int, error: Exception) -> None:
    """A reply of 500 and above is the server's last word (RFC 5321, 4.2.1)."""
    answer = redact(str(error))
    logger.warning("Mail %d was not sent: %s", mail.pk, answer)
    if code >= 500:
        mail.mark_failed(answer)
    else:
        mail.requeue(answer)
