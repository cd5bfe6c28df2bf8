"""A whole installation as `make run` starts it: web, worker, beat, broker, mail."""

import email
import email.policy
import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from config.env import BASE_DIR
from tests.services import free_port, scratch_folder, wait_until

OURS = (
    "DATABASE_URL",
    "REDIS_URL",
    "EMAIL_URL",
    "SECRET_KEY",
    "FIELD_KEYS",
    "DATA_DIR",
)


class Site:
    """A running installation and what a person can do to it."""

    def __init__(self, folder: Path, **environment: str):
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.folder = folder
        self.environment = {
            **{name: value for name, value in os.environ.items() if name not in OURS},
            "DJANGO_SETTINGS_MODULE": "tests.process_settings",
            "DATA_DIR": str(folder),
            "PORT": str(self.port),
            **environment,
        }
        self.log = folder / "serve.log"

    def manage(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=BASE_DIR,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def start(self) -> None:
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "serve"],
                cwd=BASE_DIR,
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        wait_until(self.answers, seconds=120)

    def answers(self) -> bool:
        assert self.process.poll() is None, self.log.read_text()
        try:
            return bool(self.json("/healthz")["database"])
        except OSError:
            return False

    def stop(self) -> None:
        self.process.send_signal(signal.SIGINT)
        self.process.wait(timeout=90)

    def get(self, path: str) -> str:
        with urllib.request.urlopen(self.url + path, timeout=30) as response:
            return response.read().decode()

    def json(self, path: str) -> Any:
        return json.loads(self.get(path))

    def post(self, path: str, **fields: str) -> str:
        """Post a form as a browser without cookies does; return where it leads."""
        data = urllib.parse.urlencode(fields).encode()
        request = urllib.request.Request(self.url + path, data, method="POST")
        with urllib.request.urlopen(request, timeout=30) as response:
            return response.url

    def mail(self) -> list[EmailMessage]:
        """What the worker wrote into the mailbox, oldest first."""
        return [
            email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            for path in sorted((self.folder / "mail").glob("*.eml"))
        ]

    def mail_to(self, address: str, seconds: float = 60) -> list[EmailMessage]:
        def found() -> list[EmailMessage]:
            return [message for message in self.mail() if message["To"] == address]

        wait_until(found, seconds)
        return found()

    def pids(self, *words: str) -> list[int]:
        """Our processes whose command line has all the words."""
        pids = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                command = (folder / "cmdline").read_bytes().decode(errors="replace")
                data = (folder / "environ").read_bytes().decode(errors="replace")
            except OSError:
                continue
            if f"DATA_DIR={self.folder}\0" in data and all(w in command for w in words):
                pids.append(int(folder.name))
        return pids

    def kill(self, *words: str) -> None:
        """Kill without warning whatever runs these words."""
        pids = self.pids(*words)
        assert pids, f"nothing runs {words}"
        for pid in pids:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue  # it went with its parent


def link_in(message: EmailMessage) -> str:
    """The path of the link in a message that carries a token."""
    body = message.get_body(("plain",))
    assert body is not None
    match = re.search(
        r"https?://[^/\s]+(/\w+/(?:confirm|signature)/\S+)", body.get_content()
    )
    assert match
    return match[1]


@contextmanager
def running_site(**environment: str) -> Iterator[Site]:
    with scratch_folder() as folder:
        site = Site(folder, **environment)
        site.start()
        try:
            yield site
        finally:
            site.stop()


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """The embedded default with its demo."""
    with running_site() as site:
        yield site


def wait_for(condition: Any, seconds: float = 60, pause: float = 0.25) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"waited {seconds} s in vain"
        time.sleep(pause)
