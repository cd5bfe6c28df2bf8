"""The main job in a real browser against real processes, from signing to the PDF."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser import launch
from tests.processes.conftest import Site, link_in
from tests.requirements import require

pytestmark = [pytest.mark.processes, pytest.mark.browser]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    require(shutil.which("pdftotext"), "poppler-utils is not installed")
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


def sign(page: Page, **fields: str) -> None:
    """Fill in the form in Spanish as the fields say and send it."""
    for name in ("kind", "publicity"):
        page.locator(f"input[name={name}][value={fields.pop(name)}]").check()
    country = fields.pop("country")
    for name, value in fields.items():
        page.locator(f"[name={name}]").fill(value)
    page.locator("[name=country]").select_option(country)
    page.locator("[name=agree]").check()
    page.get_by_role("button", name="Firmar", exact=True).click()
    expect(page.locator("h1")).to_have_text("Revise su correo")


def confirm(page: Page, site: Site, address: str) -> None:
    message = site.mail_to(address)[0]
    assert "Confirme su firma" in message["Subject"]
    page.goto(site.url + link_in(message))
    page.get_by_role("button", name="Confirmar mi firma").click()
    expect(page.locator("h1")).to_contain_text("Su firma está confirmada")


def approve(page: Page, name: str) -> None:
    row = page.locator("tr", has_text=name)
    row.locator("input.action-select").check()


def test_from_signing_on_a_phone_to_the_pdf(
    site: Site, browser: Browser, tmp_path: Path
) -> None:
    slug = "judges-in-exile"
    phone = browser.new_context(
        viewport={"width": 360, "height": 740},
        locale="es-GT",
        java_script_enabled=False,
    ).new_page()

    phone.goto(f"{site.url}/es/letters/{slug}/")
    sign(
        phone,
        kind="person",
        name="Ixchel K’iche’ Tzoc de Xol",
        title="Catequista",
        city="Huehuetenango",
        country="GT",
        email="ixchel@example.org",
        publicity="public",
    )
    phone.goto(f"{site.url}/es/letters/{slug}/")
    sign(
        phone,
        kind="organization",
        name="Casa del Migrante Ñandú",
        representative="Luz de la Cruz",
        city="Tapachula",
        country="MX",
        email="casa@example.org",
        publicity="public",
    )
    confirm(phone, site, "ixchel@example.org")
    confirm(phone, site, "casa@example.org")
    before = site.json(f"/api/letters/{slug}.json")["counts"]

    desk = browser.new_context(locale="en-US", accept_downloads=True).new_page()
    desk.goto(f"{site.url}/admin/")
    desk.locator("[name=login]").fill("organizer@example.org")
    desk.locator("[name=password]").fill("undersigned-demo")
    desk.locator("main button[type=submit], form button").first.click()
    desk.goto(f"{site.url}/admin/signatures/signature/?todo=review")
    approve(desk, "Ixchel K’iche’ Tzoc de Xol")
    approve(desk, "Casa del Migrante Ñandú")
    desk.locator("select[name=action]").select_option("approve")
    desk.locator("button[name=index]").click()
    expect(desk.locator(".messagelist")).to_contain_text("2 signatures: Approved.")
    after = site.json(f"/api/letters/{slug}.json")["counts"]
    assert after["people"] == before["people"] + 1
    assert after["organizations"] == before["organizations"] + 1

    desk.goto(f"{site.url}/organize/letters/{slug}/documents/")
    desk.locator("[name=language]").select_option("es")
    desk.locator("[name=format]").select_option("pdf")
    desk.locator("main form button").first.click()
    link = desk.locator("a[href$='/file/']").first
    link.wait_for(timeout=90_000)
    with desk.expect_download() as download:
        link.click()
    target = tmp_path / "letter.pdf"
    download.value.save_as(target)

    text = subprocess.run(
        ["pdftotext", "-layout", target, "-"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    plain = text.replace("\u2068", "").replace("\u2069", "")
    organizations, people = (
        plain.index("Casa del Migrante Ñandú"),
        plain.index("Ixchel K’iche’"),
    )
    heading = plain.index("Personas")
    assert organizations < heading < people
    assert f"{after['total']:,}" in plain


def test_pages_break_no_rule_of_the_content_security_policy(
    site: Site, browser: Browser
) -> None:
    page = browser.new_page()
    broken: list[str] = []
    page.on("console", lambda message: broken.append(message.text))
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.goto(f"{site.url}/accounts/login/")
    page.locator("[name=login]").fill("organizer@example.org")
    page.locator("[name=password]").fill("undersigned-demo")
    page.locator("main button[type=submit], form button").first.click()
    for path in [
        "/en/",
        "/en/letters/judges-in-exile/",
        "/es/letters/judges-in-exile/signers/",
        "/admin/",
        "/admin/signatures/signature/",
        "/admin/letters/letter/",
        "/organize/letters/judges-in-exile/documents/",
        "/mailbox/",
    ]:
        page.goto(site.url + path)

    assert broken == []


def test_phone_pages_do_not_scroll_sideways(site: Site, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 740})
    for language in ("en", "es"):
        for path in (
            "",
            "letters/judges-in-exile/",
            "letters/judges-in-exile/signers/",
        ):
            page.goto(f"{site.url}/{language}/{path}")
            width = page.evaluate("document.documentElement.scrollWidth")
            assert width <= 360, path
