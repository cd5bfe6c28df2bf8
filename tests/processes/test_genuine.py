"""“Is my file genuine?” in a browser that hashes by itself, and in one without scripts."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser import launch
from tests.processes.conftest import Site, wait_for

pytestmark = [pytest.mark.processes, pytest.mark.browser]

SLUG = "an-interpreter-at-every-hearing"
PAGE = f"/en/letters/{SLUG}/editions/1/"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def file(site: Site) -> Path:
    """A file of the demo's first edition, as its page names it."""
    wait_for(lambda: named(site))
    files = (site.folder / "files" / "documents").iterdir()
    hashes = {hashlib.sha256(each.read_bytes()).hexdigest(): each for each in files}
    return hashes[named(site)[0]]


def named(site: Site) -> list[str]:
    return re.findall(r'data-sha256="(\w{64})"', site.get(PAGE))


def changed(file: Path, folder: Path) -> Path:
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    other = folder / "changed.pdf"
    other.write_bytes(data)
    return other


def check(page: Page, file: Path) -> None:
    page.locator("#file").set_input_files(file)
    page.get_by_role("button", name="Check the file").click()


def test_the_browser_compares_and_sends_nothing(
    site: Site, browser: Browser, file: Path, tmp_path: Path
) -> None:
    page = browser.new_page(locale="en-US")
    page.goto(site.url + PAGE)
    expect(page.locator("#file-hint")).to_contain_text("does not leave your device")
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    answer = page.locator("#answer")

    check(page, file)
    expect(answer).to_contain_text("Genuine. This file is, to the last byte,")
    expect(answer).to_be_focused()

    page.locator("#file").set_input_files([])
    expect(answer).to_be_empty()

    other = changed(file, tmp_path)
    check(page, other)
    expect(answer).to_contain_text("Not genuine.")
    expect(answer).to_contain_text(hashlib.sha256(other.read_bytes()).hexdigest())
    assert requests == []
    page.close()


def test_without_scripts_the_file_is_sent(
    site: Site, browser: Browser, file: Path, tmp_path: Path
) -> None:
    page = browser.new_page(locale="en-US", java_script_enabled=False)
    page.goto(site.url + PAGE)
    expect(page.locator("#file-hint")).to_contain_text("and not kept")
    answer = page.locator("#answer")

    check(page, file)
    expect(answer).to_contain_text("Genuine. This file is, to the last byte,")

    check(page, changed(file, tmp_path))
    expect(answer).to_contain_text("Not genuine.")
    page.close()


def test_a_file_of_another_edition_is_called_so(
    site: Site, browser: Browser, file: Path
) -> None:
    number = site.manage("freeze_edition", SLUG).split()[-1]
    page = browser.new_page(locale="en-US")
    page.goto(f"{site.url}/en/letters/{SLUG}/editions/{number}/")

    check(page, file)

    answer = page.locator("#answer")
    expect(answer).to_contain_text("Genuine, but of another edition.")
    expect(answer).to_contain_text("of edition 1.")
    page.close()
