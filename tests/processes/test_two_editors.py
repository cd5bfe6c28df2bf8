"""Two editors write one text at the same time, each in a browser of their own."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser import launch
from tests.processes.conftest import Site
from tests.processes.test_whole_job import log_in

pytestmark = [pytest.mark.processes, pytest.mark.browser]

PAGE = "/organize/letters/keep-the-shelters-open/text/"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


def open_page(browser: Browser, site: Site) -> Page:
    page = browser.new_context(locale="en-US").new_page()
    log_in(page, site)
    page.goto(site.url + PAGE)
    return page


def write(page: Page, words: str) -> None:
    body = page.locator("[name=en-body]")
    body.press("Control+End")
    body.type(words)


def test_the_second_is_told_and_shown_both_and_nothing_is_lost(
    site: Site, browser: Browser
) -> None:
    first, second = open_page(browser, site), open_page(browser, site)

    write(first, " The first wrote this.")
    expect(first.locator("#en [data-state]")).to_contain_text("Saved at")
    first.locator("#en .tool", has_text="Bold").click()
    expect(first.locator("[name=en-body]")).to_have_value(re.compile(r"\*\*bold\*\*$"))
    write(second, " The second wrote that.")

    told = second.locator("#en [data-conflict]")
    expect(told).to_contain_text("saved this text at")
    expect(told).to_contain_text("The first wrote this.")
    expect(told).to_contain_text("The second wrote that.")
    second.reload()
    expect(told).to_contain_text("The second wrote that.")
    second.get_by_role("button", name="Use mine").click()
    expect(second.locator("[data-conflict] h3")).to_have_count(0)
    assert "The second wrote that." in second.locator("[name=en-body]").input_value()


def test_what_is_out_of_step_is_marked_without_loading_the_page(
    site: Site, browser: Browser
) -> None:
    page = open_page(browser, site)
    page.evaluate("window.isKept = true")

    page.locator("[name=en-title]").fill("Keep all shelters open this winter")

    marks = page.locator("#es [data-parity]")
    expect(marks).to_contain_text("was changed after this was translated")
    assert page.evaluate("window.isKept")
