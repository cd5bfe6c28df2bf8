from celery import shared_task
from django.utils import timezone

from core.errors import Refusal
from letters.models import Letter


@shared_task
def close_due_letters() -> None:
    for letter in Letter.objects.due_to_close(timezone.now()):
        try:
            letter.close()
        except Refusal:
            continue  # an organizer was faster
