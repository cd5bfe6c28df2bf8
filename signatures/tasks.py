from celery import shared_task

from signatures import emails, sending, suppression
from signatures.models import Mail, Signature


@shared_task
def send_mail(mail_id: int) -> None:
    mail = Mail.claim(mail_id)
    if mail is not None:
        deliver(mail)


def deliver(mail: Mail) -> None:
    """Send a claimed mail, and say in its row what became of it."""
    if _is_wanted(mail):
        key = mail.signature.email_key
        sending.send(mail, lambda: emails.message(mail), email_key=key)
    else:
        mail.mark_suppressed()


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
