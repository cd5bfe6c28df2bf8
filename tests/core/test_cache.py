import time

import pytest
from django.core.cache.backends.base import BaseCache
from django.utils.module_loading import import_string

from core import cache as core_cache
from tests.requirements import require
from tests.services import find_broker, run_black_hole, run_broker

OPTIONS = {"socket_connect_timeout": 0.25, "socket_timeout": 0.25}


@pytest.fixture(autouse=True)
def patient():
    core_cache.patience.regain()
    yield
    core_cache.patience.regain()


def cache_at(url: str) -> BaseCache:
    backend = import_string("core.cache.PatientRedisCache")
    return backend(url, {"OPTIONS": OPTIONS})


def test_the_cache_keeps_counts_and_forgets():
    require(find_broker(), "No Redis or Valkey was found.")
    with run_broker() as url:
        cache = cache_at(url)

        assert cache.add("visits", 1, 60) is True
        assert cache.add("visits", 1, 60) is False
        assert cache.incr("visits") == 2
        assert cache.get("visits") == 2
        assert cache.delete("visits") is True
        assert cache.get("visits", "none") == "none"
        cache.close()


def test_without_redis_the_cache_is_merely_empty():
    cache = cache_at("unix:///nowhere/broker.sock")

    assert cache.add("visits", 1) is True
    assert cache.incr("visits") == 1
    assert cache.get("visits", "none") == "none"
    assert cache.delete("visits") is False
    cache.set("visits", 1)


def test_a_redis_that_does_not_answer_is_waited_for_once():
    with run_black_hole() as port:
        cache = cache_at(f"redis://127.0.0.1:{port}")
        started = time.monotonic()

        for _visit in range(5):
            cache.get("visits")

        assert time.monotonic() - started < 0.5


def test_a_counter_that_was_lost_starts_again():
    require(find_broker(), "No Redis or Valkey was found.")
    with run_broker() as url:
        cache = cache_at(url)

        assert cache.incr("never-added") == 1
        cache.close()
