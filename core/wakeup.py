"""Wake-up calls to workers, which may be lost: the sweepers find what was not done."""

import logging
import time
from functools import partial

from celery import Task
from django.db import transaction
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)

# While the broker is away, only one call in this many seconds tries it.
PAUSE_SECONDS = 10
_silent_until = 0.0


def wake_on_commit(task: Task, *ids: int) -> None:
    """Publish a task after the commit; a broker that is away costs the caller nothing."""
    transaction.on_commit(partial(_publish, task, ids))


def _publish(task: Task, ids: tuple[int, ...]) -> None:
    global _silent_until
    if time.monotonic() < _silent_until:
        return
    try:
        task.apply_async(ids, retry=False)
    except (OperationalError, OSError) as error:
        _silent_until = time.monotonic() + PAUSE_SECONDS
        logger.warning(
            "The broker is away (%s); the sweeper will find the work.", error
        )
