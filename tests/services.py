"""Throw-away services for tests, each in a folder of its own that goes with it."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg
from redis import Redis
from redis.exceptions import RedisError

from config import broker

START_SECONDS = 30


def find_postgresql() -> Path | None:
    """The folder of initdb and postgres."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    return next((f for f in reversed(folders) if (f / "initdb").exists()), None)


def find_broker() -> Path | None:
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return Path(found)
    return broker.bundled_server()


@contextmanager
def run_postgresql() -> Iterator[str]:
    """Run a cluster on a free port of this machine; give its DATABASE_URL."""
    programs, port = find_postgresql(), free_port()
    assert programs is not None
    with scratch_folder() as folder, ExitStack() as running:
        run_as = unprivileged(folder)
        subprocess.run(
            [
                *(*run_as, programs / "initdb", "--pgdata", folder / "data"),
                *("--username", "tests", "--auth", "trust", "--encoding", "UTF8"),
                *("--locale", "C.UTF-8", "--no-sync"),
            ],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=folder,
        )
        command = [
            *(*run_as, programs / "postgres", "-D", folder / "data", "-k", folder),
            *("-c", "listen_addresses=127.0.0.1", "-c", f"port={port}"),
            *("-c", "fsync=off", "-c", "max_connections=60"),
        ]
        running.enter_context(run_process(command, folder, signal.SIGINT))
        url = f"postgres://tests@127.0.0.1:{port}/postgres"
        wait_until(lambda: accepts(url))
        yield url


def accepts(url: str) -> bool:
    try:
        psycopg.connect(url).close()
    except psycopg.OperationalError:
        return False
    return True


@contextmanager
def run_broker(folder: Path | None = None) -> Iterator[str]:
    """Run Valkey or Redis on a Unix socket; give its REDIS_URL."""
    server = find_broker()
    assert server is not None
    with ExitStack() as running:
        folder = folder or running.enter_context(scratch_folder())
        path = folder / "broker.sock"
        command = [
            *(server, "--port", "0", "--unixsocket", path, "--dir", folder),
            *("--save", "", "--appendonly", "no", "--loglevel", "warning"),
        ]
        running.enter_context(run_process(command, folder, signal.SIGTERM))
        wait_until(lambda: answers(path))
        yield f"unix://{path}"


def answers(path: Path) -> bool:
    try:
        with Redis(unix_socket_path=str(path)) as redis:
            return bool(redis.ping())
    except (RedisError, OSError):
        return False


@contextmanager
def run_process(
    command: list[str | Path], folder: Path, stop_signal: int
) -> Iterator[None]:
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
    try:
        yield
    finally:
        process.send_signal(stop_signal)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """A folder with a path short enough for sockets, whatever TMPDIR says."""
    folder = Path(tempfile.mkdtemp(prefix="undersigned-", dir="/tmp"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def unprivileged(folder: Path) -> list[str]:
    """PostgreSQL refuses to run as root: run it as a user who owns the folder."""
    if os.geteuid() != 0:
        return []
    name = "nobody"
    shutil.chown(folder, name)
    if found := shutil.which("setpriv"):
        return [found, f"--reuid={name}", "--clear-groups", "--"]
    return ["runuser", "-u", name, "--"]


@contextmanager
def run_black_hole() -> Iterator[int]:
    """A port where a connection is neither accepted nor refused, as behind a firewall."""
    with socket.socket() as listener, ExitStack() as waiting:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        for _ in range(4):  # fill the queue of those who wait to be accepted
            visitor = waiting.enter_context(socket.socket())
            visitor.setblocking(False)
            visitor.connect_ex(listener.getsockname())
        yield listener.getsockname()[1]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(condition, seconds: float = START_SECONDS) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"waited {seconds} s in vain")
        time.sleep(0.05)
