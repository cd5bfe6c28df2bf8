"""What will happen to a letter by the clock, in the order of time."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from letters.models import Letter


@dataclass(frozen=True)
class Event:
    at: datetime
    sentence: str
    is_past: bool


def events(letter: Letter, now: datetime | None = None) -> list[Event]:
    now = now or timezone.now()
    found = [
        (letter.opens_at or letter.opened_at, _("The letter opens for signature.")),
        (letter.text_from, _("The text is published.")),
        (letter.list_from, _("The names are published.")),
        (letter.soft_deadline_at, _("The deadline that is announced.")),
        (letter.last_call_at, _("Who has not confirmed yet is reminded once.")),
        *_ending(letter),
    ]
    return [
        Event(at, sentence, at <= now)
        for at, sentence in sorted(
            ((at, sentence) for at, sentence in found if at), key=lambda each: each[0]
        )
    ]


def _ending(letter: Letter) -> list[tuple[datetime | None, str]]:
    ended_at = letter.ended_at
    if ended_at is None:
        return []
    grace = timedelta(hours=letter.grace_hours)
    kept = timedelta(days=letter.campaign.retention_days)
    found: list[tuple[datetime | None, str]] = [
        (ended_at, _("Signing ends.")),
        ((letter.closed_at or ended_at) + kept, _("The signers' data are deleted.")),
    ]
    if grace:
        sentence = _("Who has signed in time may confirm until then.")
        found.append((ended_at + grace, sentence))
    return found
