"""What a worker draws for somebody who waits for it.

What is wanted and what was drawn lie in the cache for a minute: the web process asks,
waits and fetches.
"""

import time
import uuid
from dataclasses import dataclass
from typing import Protocol

from celery import shared_task
from django.core.cache import cache
from django.utils import translation
from django.utils.translation import gettext as _

from core.errors import Refusal
from core.wakeup import wake

SECONDS_KEPT = 60
SECONDS_TO_DRAW = 30
SECONDS_TO_WAIT = 12
SECONDS_BETWEEN_LOOKS = 0.1


class Wanted(Protocol):
    """What can be drawn; it lies in the cache meanwhile."""

    @property
    def language(self) -> str: ...

    def draw(self) -> bytes:
        """The file; Refusal with a sentence if that cannot be."""
        ...


@dataclass(frozen=True)
class Answer:
    content: bytes = b""
    problem: str = ""  # a sentence


@shared_task(soft_time_limit=SECONDS_TO_DRAW, time_limit=2 * SECONDS_TO_DRAW)
def draw(code: str) -> None:
    """Draw what is wanted, if somebody waits for it still."""
    wanted: Wanted | None = cache.get(f"drawing:wanted:{code}")
    if wanted is None:
        return
    answer = Answer(problem=_("It could not be drawn. Tell the operator."))
    try:
        with translation.override(wanted.language):
            answer = Answer(wanted.draw())
    except Refusal as refusal:
        answer = Answer(problem=str(refusal))
    finally:
        cache.set(f"drawing:answer:{code}", answer, SECONDS_KEPT)


def drawn(wanted: Wanted, turn: str) -> Answer | None:
    """Have it drawn and wait for it; nothing if somebody asked again under the same turn.

    So each organizer keeps workers and web busy with one drawing of a kind at most.
    Raises Refusal with a sentence where broker or worker are away.
    """
    code = uuid.uuid4().hex
    cache.set(f"drawing:wanted:{code}", wanted, SECONDS_KEPT)
    cache.set(f"drawing:turn:{turn}", code, SECONDS_TO_WAIT)
    try:
        if not wake(draw, code):
            raise Refusal(
                _("Nothing can be drawn at the moment, because the broker is away.")
            )
        ends_at = time.monotonic() + SECONDS_TO_WAIT
        while time.monotonic() < ends_at:
            answer: Answer | None = cache.get(f"drawing:answer:{code}")
            if answer:
                return answer
            if cache.get(f"drawing:turn:{turn}", code) != code:
                return None
            time.sleep(SECONDS_BETWEEN_LOOKS)
    finally:
        # Nobody shall draw what nobody waits for, nor keep the names in it.
        cache.delete_many([f"drawing:wanted:{code}", f"drawing:answer:{code}"])
    raise Refusal(
        _("It was not drawn in time: the worker is busy, or away. Look again.")
    )
