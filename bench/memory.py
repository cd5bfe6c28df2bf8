"""Peak memory of this process and of those that it waited for."""

import resource
import sys
from typing import NamedTuple

UNIT = 1024 * (1024 if sys.platform == "darwin" else 1)


class Memory(NamedTuple):
    """Megabytes."""

    largest: float  # of any one process
    total: float  # of all, if their peaks had come together


def peak_memory() -> Memory:
    own, children = (
        resource.getrusage(who).ru_maxrss / UNIT
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return Memory(max(own, children), own + children)
