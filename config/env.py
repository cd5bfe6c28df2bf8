"""What the environment says, and what stands in for it on an untouched machine."""

import hashlib
import os
import secrets
import tempfile
from pathlib import Path

from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured
from environ import FileAwareEnv
from environ.fileaware_mapping import FileAwareMapping


class Variables(FileAwareMapping):
    """Variables, each also as NAME_FILE, a file that holds the value.

    One that is empty counts as not set, and the line's end in a file as not written.
    """

    def __getitem__(self, name: str) -> str:
        value: str = super().__getitem__(name).strip()
        if not value:
            raise KeyError(name)
        return value


class Environment(FileAwareEnv):
    ENVIRON = Variables()


env = Environment()

BASE_DIR = Path(__file__).resolve().parent.parent


def data_dir() -> Path:
    return Path(env.str("DATA_DIR", default=str(BASE_DIR / "var"))).resolve()


def is_embedded() -> bool:
    """Whether this process runs on SQLite with secrets of its own making."""
    return not env.str("DATABASE_URL", default="")


def number(name: str, *, default: int) -> int:
    text = env.str(name, default=str(default))
    if not text.isdecimal():
        raise ImproperlyConfigured(f"{name} must be a whole number, not {text!r}.")
    return int(text)


def flag(name: str, *, default: bool) -> bool:
    text = env.str(name, default=str(default)).lower()
    if text not in {"true", "1", "yes", "false", "0", "no"}:
        raise ImproperlyConfigured(f"{name} must be True or False, not {text!r}.")
    return text in {"true", "1", "yes"}


def secret(name: str, folder: Path) -> str:
    """Return the secret called NAME; without one, make it once below the data folder.

    A process that was given a database is somebody's installation: there a missing
    secret stops the start, because a secret made up here would be lost or shared.
    """
    value = env.str(name, default="")
    if value:
        return value
    if not is_embedded():
        raise ImproperlyConfigured(
            f"DATABASE_URL is set but {name} is not. Set {name} or {name}_FILE; "
            "docs/configuration.md says how to make one."
        )
    path = folder / "secrets" / name.lower().replace("_", "-")
    if not path.exists():
        keys = name == "FIELD_KEYS"
        keep_secret(
            path,
            Fernet.generate_key().decode() if keys else secrets.token_urlsafe(48),
        )
    return path.read_text().strip()


def keep_secret(path: Path, value: str) -> None:
    for folder in (path.parent.parent, path.parent):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(
        os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w"
    ) as f:
        f.write(value)
    try:
        # A link fails where the file exists: of two first starts, one secret wins.
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def runtime_dir(data: Path) -> Path:
    """The folder of the embedded broker's socket, whose path may have 107 bytes."""
    base = env.str("XDG_RUNTIME_DIR", default="") or tempfile.gettempdir()
    name = hashlib.sha256(str(data).encode()).hexdigest()[:10]
    return Path(base) / f"undersigned-{os.getuid()}-{name}"
