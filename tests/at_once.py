"""Two transactions at the same time, on databases where there is such a thing."""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from django.db import connection, transaction

T = TypeVar("T")
SECONDS = 20


def at_once(first: Callable[[], object], second: Callable[[], T]) -> T:
    """Begin `second` while the transaction of `first` has not ended; return its answer.

    SQLite has one writer at a time, so there the second begins when the first has ended.
    """
    if connection.vendor == "sqlite":
        with transaction.atomic():
            first()
        return second()
    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            first()
            answer = other.submit(_alone, second)
            _wait(answer)
        return answer.result(SECONDS)


def _alone(act: Callable[[], T]) -> T:
    try:
        return act()
    finally:
        connection.close()


def _wait(answer: Future[T]) -> None:
    """Until the other transaction is done, or waits for this one."""
    deadline = time.monotonic() + SECONDS
    while not answer.done() and not _is_waited_for():
        assert time.monotonic() < deadline, "neither done nor waiting"
        time.sleep(0.02)


def _is_waited_for() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks"
            " WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
        )
        return bool(cursor.fetchone()[0])
