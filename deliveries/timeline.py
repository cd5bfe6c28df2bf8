"""What the letter's page tells of its life: never more than the page itself shows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch
from django.utils import timezone

from deliveries.models import Delivery
from exports.models import Edition
from letters.models import Extension, Revision
from signatures.visiting import Visit

ENOUGH = 2  # that a letter was opened is no story yet


@dataclass(frozen=True)
class Event:
    at: datetime
    kind: str
    revision: Revision | None = None
    extension: Extension | None = None
    edition: Edition | None = None
    delivery: Delivery | None = None
    path: str = ""  # of the edition's page


def events(visit: Visit, extensions: Iterable[Extension]) -> list[Event]:
    letter, now = visit.letter, timezone.now()
    if not letter.has_begun(now):
        return []
    opened_at = max(filter(None, [letter.opens_at, letter.opened_at]), default=now)
    found = [Event(opened_at, "opened")]
    found += [Event(each.created_at, "extended", extension=each) for each in extensions]
    if letter.ended_at and not letter.accepts_signatures(now):
        found.append(Event(letter.ended_at, "closed"))
    if visit.shows_text:
        found += [
            Event(each.published_at, "revised", revision=each)
            for each in letter.published_revisions
            if each.published_at and each.number > 1
        ]
        found += _handed_over(visit)
    if len(found) < ENOUGH:
        return []
    return sorted(found, key=lambda event: event.at)


def _handed_over(visit: Visit) -> Iterable[Event]:
    done = Delivery.objects.filter(status__in=Delivery.DONE).select_related("recipient")
    editions = visit.letter.editions.order_by("number").select_related("addendum_to")
    for edition in editions.prefetch_related(Prefetch("deliveries", done)):
        path = visit.path(f"editions/{edition.number}/")
        yield Event(edition.frozen_at, "frozen", edition=edition, path=path)
        for delivery in edition.deliveries.all():
            if delivery.delivered_at:
                yield Event(
                    delivery.delivered_at,
                    "delivered",
                    edition=edition,
                    delivery=delivery,
                )
            if delivery.answered_at and delivery.answer_published:
                yield Event(
                    delivery.answered_at, "answered", edition=edition, delivery=delivery
                )
