from datetime import timedelta

from celery import shared_task
from django.db.models import QuerySet
from django.utils import timezone

from core.stored import delete_unnamed
from exports.freezing import freeze_edition
from exports.models import Document, Freezing, FrozenRoll
from exports.retention import forget_editions, with_files
from exports.tasks import render_document
from letters.models import Letter

DOCUMENT_AGE = timedelta(days=30)
DOWNLOAD_TIME = timedelta(hours=1)
BATCH = 50


@shared_task
def render_due_documents() -> None:
    """Start what was not started, and what a worker left; delete what is old."""
    now = timezone.now()
    for pk in Freezing.objects.due(now).values_list("pk", flat=True)[:BATCH]:
        freeze_edition.delay(pk)
    Freezing.objects.finished().filter(requested_at__lt=now - DOCUMENT_AGE).delete()
    for pk in Document.objects.due(now).values_list("pk", flat=True)[:BATCH]:
        render_document.delay(pk)
    # The files hold names whose owners may have withdrawn since; an edition's are kept.
    loose = Document.objects.filter(edition=None)
    _delete(loose.filter(created_at__lt=now - DOCUMENT_AGE))
    closed = Letter.objects.filter(with_files(), closed_at__isnull=False)
    for letter in closed.select_related("campaign").distinct():
        if letter.is_past_retention(now):
            # One that is made now can still be taken.
            _delete(loose.filter(letter=letter, created_at__lt=now - DOWNLOAD_TIME))
            forget_editions(letter)


@shared_task
def forget_files() -> None:
    """Delete what killed processes have left."""
    for model in (FrozenRoll, Document):
        delete_unnamed(model, timezone.now())


def _delete(documents: QuerySet[Document]) -> None:
    for document in documents[:BATCH]:
        document.file.delete(save=False)
        document.delete()
