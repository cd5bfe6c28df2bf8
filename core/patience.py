import time


class Patience:
    """Keeps callers from waiting again and again for a server that is away.

    After a failure nobody asks for forty times as long as the failure took, so that a
    server that does not answer takes a fortieth of everybody's time at most.
    """

    FACTOR = 40
    SHORTEST_PAUSE_SECONDS = 1.0

    def __init__(self) -> None:
        self._ends_at = 0.0

    @property
    def is_lost(self) -> bool:
        return time.monotonic() < self._ends_at

    def lose(self, started: float) -> None:
        """Begin a pause after a call that started then, by the monotonic clock, failed."""
        now = time.monotonic()
        pause = max(self.SHORTEST_PAUSE_SECONDS, self.FACTOR * (now - started))
        self._ends_at = now + pause

    def regain(self) -> None:
        self._ends_at = 0.0
