"""An edition is frozen whole and once, whatever is killed while it is frozen."""

import os
import signal
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from tests.processes.conftest import Site, running_site, wait_for
from tests.processes.test_killed_documents import children, seconds_to_answer
from tests.processes.test_kills import open_slug

pytestmark = [pytest.mark.processes, pytest.mark.usefixtures("printer")]

NAMES = 10_000
REQUEST = """
from accounts.models import User
from exports.editions import preflight
from exports.freezing import ask
from letters.models import Letter
letter = Letter.objects.select_related("campaign").get(slug="{slug}")
accepted = {{each.check_name: each.mark for each in preflight(letter)}}
user = User.objects.get(email="organizer@example.org")
ask(letter, user=user, accepted=accepted)
"""


def rows(site: Site, query: str, *values: int) -> list[sqlite3.Row]:
    path = site.folder / "undersigned.sqlite3"
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        database.row_factory = sqlite3.Row
        return database.execute(query, values).fetchall()


def freezing(site: Site) -> tuple[str, int]:
    found = rows(site, "SELECT status, attempts, error FROM exports_freezing")
    assert all(row["status"] != "failed" for row in found), dict(found[0])
    return (found[0]["status"], found[0]["attempts"]) if found else ("queued", 0)


def test_each_worker_killed_once_while_ten_thousand_names_are_frozen():
    with running_site() as site:
        slug = open_slug(site)
        site.manage("seed_signatures", slug, str(NAMES))
        before = rows(site, "SELECT count(*) FROM exports_edition")[0][0]

        with ThreadPoolExecutor(1) as organizer:
            request = REQUEST.format(slug=slug)
            asked = organizer.submit(site.manage, "shell", "--command", request)
            wait_for(lambda: freezing(site) == ("freezing", 1), pause=0.02)
            for pid in children(site):
                os.kill(pid, signal.SIGKILL)
            asked.result()
        wait_for(lambda: freezing(site) == ("freezing", 2), pause=0.02)
        slowest = seconds_to_answer(site)
        site.kill("celery", "worker")
        wait_for(lambda: freezing(site)[0] == "frozen", seconds=120)

        assert freezing(site) == ("frozen", 3)
        assert rows(site, "SELECT count(*) FROM exports_edition")[0][0] == before + 1
        newest = (
            "SELECT id, people + organizations AS total FROM exports_edition"
            " ORDER BY id DESC LIMIT 1"
        )
        [edition] = rows(site, newest)
        entrants = "SELECT count(*) FROM exports_entrant WHERE edition_id = ?"
        assert rows(site, entrants, edition["id"])[0][0] == edition["total"] > NAMES
        kept = "SELECT file FROM exports_frozenroll WHERE edition_id = ?"
        paths = [
            site.folder / "files" / row[0] for row in rows(site, kept, edition["id"])
        ]
        assert [path.exists() for path in paths] == [True, True]
        assert slowest < 3
