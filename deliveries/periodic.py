import time

from celery import shared_task
from django.utils import timezone

from deliveries import telling
from deliveries.models import Dispatch, Notice, Owed, Reminder
from deliveries.tasks import deliver

SWEEP_SECONDS = 45  # below the task time limit by far, so that a stop waits little
# The few to officials and editors never wait for the many to signers.
KINDS: tuple[type[Owed], ...] = (Dispatch, Reminder, Notice)


@shared_task
def send_due_mail() -> None:
    """Send what is owed and was not sent: lost wake-ups, retries, mail of dead workers."""
    stop_at = time.monotonic() + SWEEP_SECONDS
    for kind in KINDS:
        due = kind.due(timezone.now()).order_by("due_at", "pk")
        for pk in due.values_list("pk", flat=True)[:1000]:
            if time.monotonic() > stop_at:
                return
            mail = kind.claim(pk)
            if mail is not None:
                deliver(mail)


@shared_task
def owe_mail() -> None:
    telling.owe_notices()
    telling.owe_reminders(timezone.now())
