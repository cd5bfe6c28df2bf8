import time

from celery import shared_task
from django.utils import timezone

from letters.models import Letter
from signatures import retention, uploading
from signatures.models import Mail, Signature
from signatures.tasks import deliver

SWEEP_SECONDS = 45  # below the task time limit by far, so that a stop waits little


@shared_task
def send_due_mail() -> None:
    """Send what is owed and was not sent: lost wake-ups, retries, mail of dead workers."""
    stop_at = time.monotonic() + SWEEP_SECONDS
    due = Mail.objects.due(timezone.now()).values_list("pk", flat=True)[:1000]
    for pk in due:
        if time.monotonic() > stop_at:
            return
        mail = Mail.claim(pk)
        if mail is not None:
            deliver(mail)


@shared_task
def erase_expired() -> None:
    retention.erase_expired(timezone.now())


@shared_task
def lapse_unconfirmed() -> None:
    """Let go of signatures that can no longer be confirmed."""
    now = timezone.now()
    # accepts_confirmations() says the same of one letter.
    candidates = Letter.objects.filter(
        status__in=[Letter.Status.OPEN, Letter.Status.CLOSED], closes_at__isnull=False
    )
    for letter in candidates:
        if not letter.accepts_confirmations(now):
            Signature.objects.filter(
                letter=letter, status=Signature.Status.PENDING
            ).update(status=Signature.Status.LAPSED, ended_at=now)


@shared_task
def forget_uploads() -> None:
    """Delete spreadsheets that were sent and not imported for a day."""
    uploading.forget_uploads(timezone.now())
