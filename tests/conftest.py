import errno
import shutil
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.files.storage import FileSystemStorage
from django.test import Client
from django.utils import translation

from accounts.models import User
from campaigns.models import Campaign
from tests.factories import make_campaign, make_member, make_user
from tests.requirements import require


@pytest.fixture(autouse=True)
def in_english():
    """A page in another language leaves its language to the thread; no test inherits it."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def empty_cache():
    """Rate limits are counted in the cache."""
    yield
    cache.clear()


@pytest.fixture
def campaign(db: None) -> Campaign:
    return make_campaign()


@pytest.fixture
def alice(campaign: Campaign) -> User:
    """Owns the campaign."""
    return make_member(campaign, "owner", email="alice@example.org", name="Alice")


@pytest.fixture
def bob(campaign: Campaign) -> User:
    """Moderates the campaign."""
    return make_member(campaign, "moderator", email="bob@example.org", name="Bob")


@pytest.fixture
def mallory(db: None) -> User:
    """Owns another campaign and has no business here."""
    return make_member(
        make_campaign(), "owner", email="mallory@example.org", name="Mallory"
    )


@pytest.fixture
def stranger(db: None) -> User:
    """Has an account and no campaign."""
    return make_user(email="stranger@example.org")


@pytest.fixture
def as_user():
    """A client that is logged in as the user given."""

    def log_in(user: User) -> Client:
        client = Client()
        client.force_login(
            user, backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        return client

    return log_in


@pytest.fixture
def printer() -> None:
    """What PDF files need beyond Python."""
    try:
        import weasyprint  # noqa: F401
    except OSError:
        require(None, "Pango is not installed")
    require(shutil.which("fc-list"), "fc-list (package fontconfig) is not installed")


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """The storage has room for half a file, and leaves that behind."""

    def save_half(storage: FileSystemStorage, name: str, content: object) -> None:
        path = Path(storage.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("hal")
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(FileSystemStorage, "_save", save_half)


@pytest.fixture
def drawing(printer: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """What somebody waits for is drawn at once, as if a worker were there."""

    def draw(task, code):
        task(code)
        return True

    monkeypatch.setattr("exports.waiting.wake", draw)
