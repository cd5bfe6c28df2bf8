from celery import shared_task
from django.utils import timezone

from core.stored import delete_unnamed
from deliveries import packing, retention, telling
from deliveries.models import DeliveryFile, Dispatch, Notice, Packet, Reminder
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


@shared_task
def make_due_packets() -> None:
    """Start what was not started, and what a worker left."""
    due = Packet.objects.due(timezone.now()).order_by("requested_at")
    for pk in due.values_list("pk", flat=True)[:50]:
        packing.make_packet.delay(pk)


@shared_task
def forget_files() -> None:
    now = timezone.now()
    packing.forget_old(now)
    retention.forget_files(now)
    for model in (Packet, DeliveryFile):  # what killed processes have left
        delete_unnamed(model, now)
