from celery import shared_task
from django.utils import timezone

from core.stored import delete_unnamed
from press import services
from press.models import ReleaseFile
from press.tasks import make_release_file

BATCH = 50


@shared_task
def make_due_files() -> None:
    """Start what was not started or was left, and what speaks of an embargo that is over."""
    now = timezone.now()
    outlived = ReleaseFile.objects.outlived(now)
    outlived.update(status=ReleaseFile.Status.QUEUED, attempts=0)
    due = ReleaseFile.objects.due(now).order_by("pk")
    for pk in due.values_list("pk", flat=True)[:BATCH]:
        make_release_file.delay(pk)


@shared_task
def renew_files() -> None:
    services.owe_changed_files()


@shared_task
def forget_files() -> None:
    """Delete what killed processes have left."""
    delete_unnamed(ReleaseFile, timezone.now())
