from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from exports.models import Document
from exports.tasks import render_document

DOCUMENT_AGE = timedelta(days=30)
BATCH = 50


@shared_task
def render_due_documents() -> None:
    """Start what was not started, and what a worker left; delete what is old."""
    now = timezone.now()
    for pk in Document.objects.due(now).values_list("pk", flat=True)[:BATCH]:
        render_document.delay(pk)
    # The files hold names whose owners may have withdrawn since.
    for document in Document.objects.filter(created_at__lt=now - DOCUMENT_AGE)[:BATCH]:
        document.file.delete(save=False)
        document.delete()
