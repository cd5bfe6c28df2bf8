from celery import shared_task
from django.core.cache import cache
from django.utils import timezone

from letters.models import Letter, default_printed
from signatures import own, reminding, retention, revising, sending, services, uploading
from signatures.models import LinkRequest, Mail, Signature
from signatures.tasks import deliver


@shared_task
def send_due_mail() -> None:
    sending.sweep([Mail], deliver)


@shared_task
def send_last_calls() -> None:
    """Owe the unconfirmed their one reminder; send_due_mail sends it."""
    now = timezone.now()
    candidates = Letter.objects.filter(
        status=Letter.Status.OPEN, closes_at__gt=now, last_call_hours__gt=0
    )
    for letter in candidates:
        reminding.owe_last_calls(letter, now)


@shared_task
def answer_link_requests() -> None:
    requests = LinkRequest.objects.select_related("letter__campaign").order_by("pk")
    for request in requests[:1000]:
        own.answer_link_request(request)


@shared_task
def ask_earlier_signers() -> None:
    """Owe the question to those who were declined and then approved; see publish()."""
    revising.owe_questions()


@shared_task
def renew_search_texts() -> None:
    """Let nobody find a name by what a letter has stopped printing."""
    for letter in Letter.objects.exclude(status=Letter.Status.DRAFT):
        # Only what was looked at is remembered here; doing it again changes nothing.
        key = f"signatures-printed-{letter.pk}"
        if letter.printed != default_printed() and cache.get(key) != letter.printed:
            services.renew_search_texts(letter)
            cache.set(key, letter.printed, timeout=None)


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
