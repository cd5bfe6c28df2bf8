"""Sending mail that is owed, and saying in its row what became of it."""

import logging
import time
from collections.abc import Callable, Sequence
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from typing import TypeVar

from django.core.mail import EmailMessage
from django.utils import timezone

from core.errors import Refusal
from core.logs import redact
from signatures import suppression
from signatures.models import Owed, SuppressedAddress

logger = logging.getLogger(__name__)
SWEEP_SECONDS = 45  # below the task time limit by far, so that a stop waits little

Kind = TypeVar("Kind", bound=Owed)


def send(owed: Owed, write: Callable[[], EmailMessage], *, email_key: str = "") -> None:
    """Write and send a claimed mail.

    The key is of a signer's address, and noted where the address takes no mail.
    """
    try:
        write().send()
    except SMTPRecipientsRefused as error:
        code, answer = next(iter(error.recipients.values()), (0, b""))
        if email_key:
            _note_bounce(email_key, code, answer)
        _give_up_or_retry(owed, code, error)
    except SMTPResponseException as error:
        _give_up_or_retry(owed, error.smtp_code, error)
    except (SMTPException, OSError) as error:
        _give_up_or_retry(owed, 0, error)
    except Refusal as refusal:
        owed.mark_failed(str(refusal))
    except Exception as error:
        logger.exception("%s %d cannot be written.", type(owed).__name__, owed.pk)
        _give_up_or_retry(owed, 0, error)
    else:
        owed.mark_sent()


def _note_bounce(email_key: str, code: int, answer: bytes) -> None:
    """Remember an address that does not take mail, for what nobody asked us to send."""
    # 5.7 is a policy of the server (RFC 3463, 3.8), and says nothing of the mailbox.
    if code >= 500 and not answer.startswith(b"5.7."):
        suppression.suppress(email_key, SuppressedAddress.Reason.BOUNCED)


def _give_up_or_retry(owed: Owed, code: int, error: Exception) -> None:
    """A reply of 500 and above is the server's last word (RFC 5321, 4.2.1)."""
    answer = redact(str(error))
    logger.warning("%s %d was not sent: %s", type(owed).__name__, owed.pk, answer)
    if code >= 500:
        owed.mark_failed(answer)
    else:
        owed.requeue(answer)


def sweep(kinds: Sequence[type[Kind]], deliver: Callable[[Kind], None]) -> None:
    """Deliver what was not sent: lost wake-ups, retries, mail of dead workers."""
    stop_at = time.monotonic() + SWEEP_SECONDS
    for kind in kinds:
        due = kind.due(timezone.now()).order_by("due_at", "pk")
        for pk in due.values_list("pk", flat=True)[:1000]:
            if time.monotonic() > stop_at:
                return
            mail = kind.claim(pk)
            if mail is not None:
                deliver(mail)
