"""A document is made whole or not at all, whatever is killed while it is made."""

import hashlib
import os
import signal
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pikepdf
import pytest

from tests.processes.conftest import Site, running_site, wait_for
from tests.processes.test_kills import open_slug

pytestmark = [pytest.mark.processes, pytest.mark.usefixtures("printer")]

NAMES = 10_000
REQUEST = """
from accounts.models import User
from exports.services import request_document
from letters.models import Letter
letter = Letter.objects.get(slug="{slug}")
user = User.objects.get(email="organizer@example.org")
request_document(letter, language="en", format="pdf", user=user)
"""


def row(site: Site) -> dict[str, object]:
    """The document as the database has it."""
    path = site.folder / "undersigned.sqlite3"
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        database.row_factory = sqlite3.Row
        # The demo has documents of an edition.
        query = "SELECT * FROM exports_document WHERE edition_id IS NULL"
        found = database.execute(query).fetchone()
        return dict(found or {"status": "queued", "attempts": 0})


def files(site: Site) -> list[str]:
    """The names of the files that any document has."""
    path = site.folder / "undersigned.sqlite3"
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        rows = database.execute("SELECT file FROM exports_document WHERE file > ''")
        return sorted(Path(name).name for (name,) in rows)


def is_at_work(site: Site, attempt: int) -> bool:
    now = row(site)
    assert now["status"] in {"queued", "rendering"}, now
    return now["attempts"] == attempt and now["status"] == "rendering"


def children(site: Site) -> list[int]:
    """The processes in which the worker runs its tasks."""
    workers = site.pids("celery", "worker")
    return [pid for pid in workers if parent(pid) in workers]


def parent(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[1])


def seconds_to_answer(site: Site) -> float:
    began = time.monotonic()
    site.get("/en/")
    return time.monotonic() - began


def test_each_worker_killed_once_while_ten_thousand_names_are_set():
    with running_site() as site:
        slug = open_slug(site)
        site.manage("seed_signatures", slug, str(NAMES))
        web = site.pids("gunicorn")

        # At once with the request: the document is ready seconds later.
        with ThreadPoolExecutor(1) as organizer:
            request = REQUEST.format(slug=slug)
            asked = organizer.submit(site.manage, "shell", "--command", request)
            wait_for(lambda: is_at_work(site, 1), pause=0.02)
            for pid in children(site):
                os.kill(pid, signal.SIGKILL)
            asked.result()
        wait_for(lambda: is_at_work(site, 2), pause=0.02)
        slowest = seconds_to_answer(site)
        site.kill("celery", "worker")
        wait_for(lambda: row(site)["status"] in {"ready", "failed"}, seconds=120)

        now = row(site)
        assert (now["status"], now["attempts"]) == ("ready", 3), now
        kept = site.folder / "files" / str(now["file"])
        assert hashlib.sha256(kept.read_bytes()).hexdigest() == now["sha256"]
        assert sorted(path.name for path in kept.parent.iterdir()) == files(site)
        with pikepdf.open(kept) as pdf:
            assert len(pdf.pages) > 100
        assert site.pids("gunicorn") == web
        assert slowest < 3
