from celery import shared_task
from django.utils import timezone

from deliveries import telling
from deliveries.models import Dispatch, Notice, Reminder
from deliveries.tasks import deliver
from signatures import sending
from signatures.models import Owed

# The few to officials and editors never wait for the many to signers.
KINDS: tuple[type[Owed], ...] = (Dispatch, Reminder, Notice)


@shared_task
def send_due_mail() -> None:
    sending.sweep(KINDS, deliver)


@shared_task
def owe_mail() -> None:
    telling.owe_notices()
    telling.owe_reminders(timezone.now())
