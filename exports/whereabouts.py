"""On which page of a document of an edition a signer stands."""

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


def whereabouts(document: Document, signature: Signature) -> Whereabouts | None:
    """The page in a PDF of an edition.

    None of who is only counted, of who is on another edition, and of what is deleted.
    """
    if document.edition is None or not document.first_names:
        return None
    try:
        number = _numbers(document.edition.pk, document.language).get(signature.pk)
    except Refusal:
        return None  # its list is gone, with the campaign's days or without
    if number is None:
        return None
    at = bisect_right(document.first_names, number, key=itemgetter(1)) - 1
    return Whereabouts(document.first_names[at][0], document.pages or 0)


# A worker tells thousands of signers of the same edition, one after the other.
@lru_cache(maxsize=2)
def _numbers(edition_id: int, language: str) -> dict[int, int]:
    """The number of each named signer in print order, by the signature's primary key."""
    roll = frozen.read(Edition.objects.get(pk=edition_id), language)
    return {entry.key: entry.number for entry in roll.entries}
