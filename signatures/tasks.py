import logging
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException

from celery import shared_task

from core.logs import redact
from signatures import emails
from signatures.models import Mail, Signature

logger = logging.getLogger(__name__)


@shared_task
def send_mail(mail_id: int) -> None:
    mail = Mail.claim(mail_id)
    if mail is not None:
        deliver(mail)


def deliver(mail: Mail) -> None:
    """Send a claimed mail, and say in its row what became of it."""
    signature = mail.signature
    if mail.kind == Mail.Kind.CONFIRM:
        is_wanted = signature.status == Signature.Status.PENDING
    else:
        is_wanted = signature.is_confirmed
    if not is_wanted:
        mail.mark_suppressed()
        return
    try:
        emails.message(mail).send()
    except SMTPRecipientsRefused as error:
        answers = list(error.recipients.values())
        _give_up_or_retry(mail, answers[0][0] if answers else 0, error)
    except SMTPResponseException as error:
        _give_up_or_retry(mail, error.smtp_code, error)
    except (SMTPException, OSError) as error:
        _give_up_or_retry(mail, 0, error)
    except Exception as error:
        logger.exception("Mail %d cannot be written.", mail.pk)
        _give_up_or_retry(mail, 0, error)
    else:
        mail.mark_sent()


def _give_up_or_retry(mail: Mail, code: int, error: Exception) -> None:
    """A reply of 500 and above is the server's last word (RFC 5321, 4.2.1)."""
    answer = redact(str(error))
    logger.warning("Mail %d was not sent: %s", mail.pk, answer)
    if code >= 500:
        mail.mark_failed(answer)
    else:
        mail.requeue(answer)
