"""Wake-up calls to workers, which may be lost: the sweepers find what was not done."""

import logging
import time
from functools import cache, partial

from celery import Celery, Task
from django.db import transaction
from kombu import Connection
from kombu.exceptions import OperationalError
from kombu.pools import producers

from core.patience import Patience

logger = logging.getLogger(__name__)

# kombu would try again for four seconds, and wait two minutes for an answer.
IMPATIENT = {"max_retries": 0, "socket_connect_timeout": 0.25, "socket_timeout": 0.25}
patience = Patience()


def wake_on_commit(task: Task, *ids: int) -> None:
    """Publish a task after the commit; a broker that is away costs the caller nothing."""
    transaction.on_commit(partial(_publish, task, ids))


def wake(task: Task, code: str) -> bool:
    """Publish a task for something that waits for it; whether the broker took it."""
    return _publish(task, (code,))


def _publish(task: Task, ids: tuple[int | str, ...]) -> bool:
    if patience.is_lost:
        return False
    started = time.monotonic()
    try:
        with producers[_connection(task.app)].acquire(block=True) as producer:
            task.apply_async(ids, producer=producer, retry=False)
    except (OperationalError, OSError) as error:
        patience.lose(started)
        logger.warning(
            "The broker is away (%s); the sweeper will find the work.", error
        )
        return False
    return True


@cache
def _connection(app: Celery) -> Connection:
    return app.connection_for_write(transport_options=IMPATIENT)
