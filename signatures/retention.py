"""Forgetting what a campaign may keep no longer."""

from datetime import datetime

from django.db import transaction
from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat

from letters.models import Letter
from signatures.models import Batch, Consent, Correction, Erasure, Mail, Signature

ERASED = "erased:"
ERASED_ADDRESS = {
    "email": "",
    "email_key": Concat(Value(ERASED), Cast("pk", CharField())),
    "representative": "",
    "authority": "",
}
ERASED_NAME = {
    **dict.fromkeys(
        [
            "name",
            "name_key",
            "sort_name",
            "search_text",
            "hidden_text",
            "title",
            "affiliation",
            "city",
            "region",
        ],
        "",
    ),
    "sort_key": b"",
    "publicity": Signature.Publicity.COUNTED,
}


@transaction.atomic
def erase_expired(now: datetime) -> int:
    """Forget what may be kept no longer; return how many signatures that concerned.

    What a restored backup brought back is deleted once more. When a campaign's days
    are over, only the lines that everybody may read remain, without an address. Running
    it again finds nothing more.
    """
    count = _erase_again()
    closed = Letter.objects.filter(closed_at__isnull=False)
    for letter in closed.select_related("campaign"):
        if not letter.is_past_retention(now):
            continue
        rows = Signature.objects.filter(letter=letter)
        list(rows.locked().values_list("pk"))
        named = rows.exclude(email_key__startswith=ERASED)
        kept = named.public().values_list("pk", flat=True)
        Mail.objects.filter(signature__letter=letter).delete()
        Consent.objects.filter(signature__letter=letter).delete()
        Correction.objects.filter(signature__letter=letter).delete()
        unnamed = named.listed().exclude(publicity=Signature.Publicity.PUBLIC)
        count += unnamed.update(**ERASED_NAME, **ERASED_ADDRESS)
        kept_rows = rows.filter(pk__in=list(kept))
        count += kept_rows.update(**ERASED_ADDRESS)
        # An organization's title is its representative's.
        kept_rows.filter(kind=Signature.Kind.ORGANIZATION).update(title="")
        count += rows.exclude(pk__in=rows.listed()).count()
        Signature.objects.filter(letter=letter).exclude(pk__in=rows.listed()).delete()
        Batch.objects.filter(letter=letter).update(report={}, filename="", collector="")
    return count


def _erase_again() -> int:
    """Delete what was erased before and is back: a backup was restored."""
    erased = Signature.objects.filter(code__in=Erasure.objects.values("code"))
    count = len(erased.locked().values_list("pk"))
    if count:
        erased.delete()
    return count
