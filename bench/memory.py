"""Peak memory of this process and of those that it waited for, in megabytes."""

import resource
import sys
from typing import NamedTuple

UNIT = 1024 * (1024 if sys.platform == "darwin" else 1)


class Memory(NamedTuple):
    largest: float  # of any one process
    total: float  # of all, if their peaks had come together


def peak_of_children() -> float:
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / UNIT


def peak_memory(before: float) -> Memory:
    """The peaks, given that of the children that were there before the work began."""
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / UNIT
    children = peak_of_children()
    return (
        Memory(own, own)
        if children <= before
        else Memory(max(own, children), own + children)
    )
