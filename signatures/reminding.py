"""The one reminder to those who have signed and not confirmed."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from letters.models import Letter
from signatures.models import Mail, Signature, SignatureQuerySet, SuppressedAddress

# Whoever got the link later than this may still be about to press it.
PATIENCE = timedelta(hours=12)
CHUNK = 500


@transaction.atomic
def owe_last_calls(letter: Letter, now: datetime) -> None:
    """Owe the last call of a letter between its moment and the announced deadline.

    There is one for each signature, for ever: an extended deadline brings no second one.
    """
    begin, deadline = letter.last_call_at, letter.announced_deadline
    if begin is None or deadline is None or not begin <= now < deadline:
        return
    if not letter.accepts_signatures(now):
        return
    rows = _unconfirmed(letter, begin, now).locked().values_list("pk", "language")
    calls = [
        Mail(
            signature_id=pk,
            kind=Mail.Kind.LAST_CALL,
            language=language,
            created_at=now,
            due_at=now,
        )
        for pk, language in rows
    ]
    Mail.objects.bulk_create(calls, batch_size=CHUNK, ignore_conflicts=True)


def _unconfirmed(letter: Letter, begin: datetime, now: datetime) -> SignatureQuerySet:
    mails = Mail.objects.filter(signature=OuterRef("pk"))
    links = mails.filter(kind=Mail.Kind.CONFIRM)
    suppressed = SuppressedAddress.objects.filter(email_key=OuterRef("email_key"))
    return Signature.objects.filter(
        Exists(links.filter(status=Mail.Status.SENT, sent_at__lte=now - PATIENCE)),
        ~Exists(links.filter(sent_at__gt=now - PATIENCE)),
        ~Exists(links.filter(status=Mail.Status.FAILED)),
        ~Exists(mails.filter(kind=Mail.Kind.LAST_CALL)),
        ~Exists(suppressed),
        letter=letter,
        status=Signature.Status.PENDING,
        signed_at__lt=begin,
    )
