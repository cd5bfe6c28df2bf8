import shutil
from typing import Any

from playwright.sync_api import Browser, Playwright

from tests.requirements import require

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def launch(playwright: Playwright, **options: Any) -> Browser:
    """Start the system's Chromium without a word to anybody outside this machine."""
    names = ("chromium", "chromium-browser", "google-chrome")
    program = next(filter(None, map(shutil.which, names)), None)
    require(program, "Chromium is not installed")
    return playwright.chromium.launch(executable_path=program, args=QUIET, **options)
