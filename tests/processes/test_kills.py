"""Nothing that was accepted is lost, whatever is killed, and nobody gets a mail twice."""

import asyncio
import logging
import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from redis import Redis

from tests.processes.conftest import Site, running_site, wait_for
from tests.services import free_port, run_broker, scratch_folder

pytestmark = pytest.mark.processes
logging.getLogger("mail.log").setLevel(logging.WARNING)

SIGNINGS = 50


class Sink:
    """A mail server that counts messages, and can make its clients wait."""

    def __init__(self) -> None:
        self.port = free_port()
        self.accepted: Counter[str] = Counter()
        self.waiting = 0
        self.is_open = threading.Event()
        self.is_open.set()

    async def handle_RCPT(
        self,
        server: SMTP,
        session: Session,
        envelope: Envelope,
        address: str,
        options: list,
    ) -> str:
        if not self.is_open.is_set():
            self.waiting += 1
            while not self.is_open.is_set():
                await asyncio.sleep(0.05)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        self.accepted.update(envelope.rcpt_tos)
        return "250 OK"


@pytest.fixture
def sink() -> Iterator[Sink]:
    sink = Sink()
    controller = Controller(sink, hostname="127.0.0.1", port=sink.port)
    controller.start()
    try:
        yield sink
    finally:
        sink.is_open.set()
        controller.stop()


def sign(site: Site, slug: str, number: int) -> float:
    """Sign the demo's open letter; return how many seconds the answer took."""
    began = time.monotonic()
    where = site.post(
        f"/en/letters/{slug}/",
        kind="person",
        name=f"Ana Paz {'IVXLCD'[number % 6]}",
        email=f"kill{number}@example.org",
        publicity="public",
        agree="on",
    )
    assert where.endswith("/check-your-mail/")
    return time.monotonic() - began


def open_slug(site: Site) -> str:
    page = site.get("/en/")
    return page.split("/en/letters/")[1].split("/")[0]


EXPECTED = {f"kill{number}@example.org": 1 for number in range(SIGNINGS)}


def test_worker_killed_between_claiming_and_sending(sink):
    with running_site(EMAIL_URL=f"smtp://127.0.0.1:{sink.port}") as site:
        slug = open_slug(site)
        sink.is_open.clear()
        for number in range(SIGNINGS):
            sign(site, slug, number)
        wait_for(lambda: sink.waiting >= 1)

        site.kill("celery", "worker")
        sink.is_open.set()

        wait_for(lambda: len(sink.accepted) == SIGNINGS, seconds=120)
        time.sleep(10)  # longer than a lease and a sweep: nothing comes twice
        assert dict(sink.accepted) == EXPECTED


def test_redis_away_for_a_minute_during_fifty_signings(sink):
    with scratch_folder() as folder, run_broker(folder) as first:
        site_environment = {
            "REDIS_URL": first,
            "EMAIL_URL": f"smtp://127.0.0.1:{sink.port}",
        }
        with running_site(**site_environment) as site:
            slug = open_slug(site)
            for number in range(10):
                sign(site, slug, number)

            site_broker = str(folder / "broker.sock")
            kill_broker(site_broker)
            gone_at = time.monotonic()
            with ThreadPoolExecutor(4) as people:
                seconds = list(people.map(lambda n: sign(site, slug, n), range(10, 40)))
            assert site.json("/healthz")["database"] is True
            time.sleep(max(0, 60 - (time.monotonic() - gone_at)))
            with run_broker(folder):
                for number in range(40, SIGNINGS):
                    sign(site, slug, number)

                wait_for(lambda: len(sink.accepted) == SIGNINGS, seconds=120)
                time.sleep(10)
                assert dict(sink.accepted) == EXPECTED
                assert sorted(seconds)[len(seconds) // 2] < 1


def kill_broker(path: str) -> None:
    with Redis(unix_socket_path=path) as broker:
        pid = broker.info("server")["process_id"]
    os.kill(pid, signal.SIGKILL)
