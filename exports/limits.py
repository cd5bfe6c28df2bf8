"""What one document may take of the machine, so that the others go on."""

import errno
import resource
from collections.abc import Iterator
from contextlib import contextmanager

NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


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
