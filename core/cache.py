import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

from core.patience import Patience

# Django makes a cache for each thread; all of them learn from one failure.
patience = Patience()


class PatientRedisCache(RedisCache):
    """A Redis cache that is merely empty while Redis is away."""

    def add(self, *args: Any, **kwargs: Any) -> bool:
        return _ask(lambda: super(PatientRedisCache, self).add(*args, **kwargs), True)

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return _ask(
            lambda: super(PatientRedisCache, self).get(key, default, version), default
        )

    def set(self, *args: Any, **kwargs: Any) -> None:
        _ask(lambda: super(PatientRedisCache, self).set(*args, **kwargs), None)

    def delete(self, *args: Any, **kwargs: Any) -> bool:
        return _ask(
            lambda: super(PatientRedisCache, self).delete(*args, **kwargs), False
        )

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        try:
            return _ask(
                lambda: super(PatientRedisCache, self).incr(key, delta, version), delta
            )
        except ValueError:
            # Redis was away when the counter was added, and is back.
            return delta


def _ask(call: Callable[[], Any], otherwise: Any) -> Any:
    if patience.is_lost:
        return otherwise
    started = time.monotonic()
    try:
        return call()
    except RedisError:
        patience.lose(started)
        return otherwise
