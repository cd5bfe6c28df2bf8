"""Back, in a browser that keeps the pages it leaves: nothing that was ended looks alive."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from tests.browser import launch
from tests.processes.conftest import Site, link_in, wait_for

pytestmark = [pytest.mark.processes, pytest.mark.browser]

ADDRESS = "ixchel@example.org"
NAME = "Ixchel Tzoc"


@pytest.fixture
def page() -> Iterator[Page]:
    with sync_playwright() as playwright:
        # As people's browsers do; Playwright turns it off.
        keeps = ["--disable-back-forward-cache"]
        browser = launch(playwright, ignore_default_args=keeps)
        yield browser.new_page(locale="en-US")
        browser.close()


def go_back(page: Page) -> None:
    # A page that was kept is not loaded again, so that there is no load to wait for.
    page.go_back(wait_until="commit")


def test_own_page_is_shown_as_it_is_now(site: Site, page: Page) -> None:
    site.post(
        "/en/letters/judges-in-exile/",
        kind="person",
        name=NAME,
        email=ADDRESS,
        country="GT",
        publicity="public",
        agree="on",
    )
    site.post(link_in(site.mail_to(ADDRESS)[0]), action="confirm")
    wait_for(lambda: len(site.mail_to(ADDRESS)) == 2)
    page.goto(site.url + link_in(site.mail_to(ADDRESS)[1]))
    expect(page.locator("main")).to_contain_text(NAME)

    page.locator("#withdraw summary").click()
    page.locator("#withdraw button").click()
    expect(page.locator(".notice")).to_contain_text("has been withdrawn")
    go_back(page)
    expect(page.locator(".notice")).to_contain_text("has been withdrawn")

    page.locator("#erase summary").click()
    page.locator("[name=sure]").check()
    page.locator("#erase button").click()
    expect(page.locator("h1")).to_have_text("This signature was deleted")
    go_back(page)
    expect(page.locator("h1")).to_have_text("This signature was deleted")
