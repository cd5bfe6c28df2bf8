import os
import re
import signal
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings

from tests import services

pytestmark = pytest.mark.processes
LINUX = sys.platform == "linux"


class Serve:
    """A running `manage.py serve`, with all that it has written."""

    def __init__(self, data: Path, port: int) -> None:
        self.port = port
        self.lines: list[str] = []
        environment = {
            key: value
            for key, value in os.environ.items()
            if key not in {"DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE"}
            and key not in {"SECRET_KEY", "FIELD_KEYS"}
        }
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "serve"],
            cwd=settings.BASE_DIR,
            env={**environment, "DATA_DIR": str(data), "PORT": str(port)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.reader = threading.Thread(target=self.read)
        self.reader.start()

    def read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line)
        self.process.stdout.close()

    def has_written(self, text: str) -> bool:
        return any(text in line for line in self.lines)

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(
                f"http://127.0.0.1:{self.port}/healthz"
            ) as page:
                return b'"broker": true' in page.read()
        except OSError:
            return False

    def children(self) -> dict[str, int]:
        """Process ids by the word that tells the service."""
        listed = subprocess.run(
            ["ps", "-A", "-ww", "-o", "pid=,ppid=,args="],
            capture_output=True,
            text=True,
        )
        found = {}
        for line in listed.stdout.splitlines():
            pid, parent, command = line.split(None, 2)
            word = re.search(r"gunicorn|worker|beat|-server", command)
            if int(parent) == self.process.pid and word:
                found[word[0]] = int(pid)
        return found


@contextmanager
def serving(data: Path) -> Iterator[Serve]:
    serve = Serve(data, services.free_port())
    try:
        services.wait_until(
            lambda: serve.has_written("/mailbox/") or serve.process.poll(), 120
        )
        assert serve.answers(), "".join(serve.lines)
        yield serve
    finally:
        children = serve.children()
        if serve.process.poll() is None:
            serve.process.kill()
        serve.process.wait()
        for pid in children.values():
            if not has_gone(pid):
                os.kill(pid, signal.SIGKILL)
        serve.reader.join()


def has_gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


@pytest.fixture(scope="module")
def data() -> Iterator[Path]:
    with services.scratch_folder() as folder:
        yield folder


def test_serve_restarts_what_dies_and_ends_everything_when_interrupted(data):
    with serving(data) as serve:
        first = serve.children()
        assert set(first) == {"gunicorn", "worker", "beat", "-server"}
        assert serve.has_written("organizer@example.org")
        assert serve.has_written("/en/letters/")

        for word, name in [("worker", "worker"), ("-server", "broker")]:
            os.kill(first[word], signal.SIGKILL)
            services.wait_until(
                lambda name=name: serve.has_written(f"{name} was killed by SIGKILL")
            )
            services.wait_until(lambda word=word: word in serve.children())
            assert serve.children()[word] != first[word]
        services.wait_until(serve.answers)
        services.wait_until(
            lambda: sum("[address] ready" in line for line in serve.lines) == 2
        )

        last = serve.children()
        serve.process.send_signal(signal.SIGINT)

        assert serve.process.wait(90) == 0, "".join(serve.lines)
        assert [pid for pid in last.values() if not has_gone(pid)] == []
        assert "Stopped." in serve.lines[-1]


def test_a_second_start_on_the_same_data_says_so(data):
    with serving(data):
        second = Serve(data, services.free_port())

        assert second.process.wait(30) == 1
        second.reader.join()
        assert second.has_written("Undersigned is running already on the data in")
        assert len(second.lines) == 1


def test_a_port_that_is_used_is_named(tmp_path):
    with services.socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        serve = Serve(tmp_path, port)

        assert serve.process.wait(30) == 1
        serve.reader.join()
        assert f"Port {port} is used by another program." in "".join(serve.lines)


@pytest.mark.skipif(not LINUX, reason="Only Linux ends children with their parent.")
def test_after_the_supervisor_was_killed_the_next_start_works(data):
    with serving(data) as serve:
        children = serve.children()
        serve.process.kill()
        serve.process.wait()
        services.wait_until(lambda: all(map(has_gone, children.values())))

    with serving(data) as serve:
        serve.process.send_signal(signal.SIGTERM)

        assert serve.process.wait(90) == 0


def test_a_broker_with_data_it_cannot_read_starts_with_new_ones(data):
    folder = data / "broker" / "appendonlydir"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "appendonly.aof.manifest").write_text("not a manifest\n")

    with serving(data) as serve:
        assert serve.has_written("The broker cannot read its data")
    assert (data / "broker-unreadable" / "appendonlydir").is_dir()
