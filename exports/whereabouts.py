"""On which page of an edition's document a signer stands."""

from bisect import bisect_right
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from core.errors import Refusal
from exports import frozen
from exports.models import Document, Edition
from signatures.models import Signature


class Whereabouts(NamedTuple):
    page: int
    pages: int


def whereabouts(
    edition: Edition, signature: Signature, language: str
) -> Whereabouts | None:
    """The page in the letter to the recipients, in the language if there is that one.

    None of who is only counted, of who is on another edition, and of what is deleted.
    """
    document = _document(edition, language)
    if document is None:
        return None
    number = _numbers(edition.pk, document.language).get(signature.pk)
    if number is None:
        return None
    at = bisect_right(document.first_names, number, key=itemgetter(1)) - 1
    return Whereabouts(document.first_names[at][0], document.pages or 0)


def _document(edition: Edition, language: str) -> Document | None:
    rows = edition.documents.filter(
        format=Document.Format.PDF,
        audience=Document.Audience.OFFICIALS,
        recipient=None,
        status=Document.Status.READY,
    )
    ready = [row for row in rows.order_by("pk") if row.first_names]
    ready.sort(key=lambda row: row.language != language)
    return ready[0] if ready else None


# A worker tells thousands of signers of the same edition, one after the other.
@lru_cache(maxsize=4)
def _numbers(edition_id: int, language: str) -> dict[int, int]:
    """The number of each named signer in print order, by the signature's primary key."""
    edition = Edition.objects.get(pk=edition_id)
    try:
        roll = frozen.read(edition, language)
    except Refusal:
        return {}  # the campaign's days are over
    return {entry.key: entry.number for entry in roll.entries}
