"""What one document may take of the machine, so that the others go on."""

import errno
import logging
import resource
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext as _

from core.errors import Refusal

logger = logging.getLogger(__name__)
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@contextmanager
def room_on_disk() -> Iterator[None]:
    """Refusal with a sentence where the disk is full."""
    try:
        yield
    except OSError as error:
        if error.errno not in NO_ROOM:
            raise
        logger.error("There is no room for a file: %s", error)
        raise Refusal(
            _(
                "There is no room for the file. Ask the operator to free some on"
                " the disk, and try again."
            )
        ) from error


@contextmanager
def limited_memory(size: int) -> Iterator[None]:
    """Let this process have so many bytes for a while; beyond them it gets MemoryError."""
    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    if hard != resource.RLIM_INFINITY:
        size = min(size, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))
