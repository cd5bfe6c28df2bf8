"""Keeps a lease while work goes on in silence, maybe for minutes."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from django.conf import settings
from django.db import DatabaseError, connection

from exports.models import Document, Work

logger = logging.getLogger(__name__)


@contextmanager
def heartbeat(work: Document | Work) -> Iterator[None]:
    is_over = Event()

    def beat() -> None:
        while not is_over.wait(settings.DOCUMENT_LEASE.total_seconds() / 4):
            try:
                work.renew_lease()
            except DatabaseError as error:
                logger.warning("The lease was not renewed: %s", error)
            finally:
                connection.close()  # the one of this thread

    thread = Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()
