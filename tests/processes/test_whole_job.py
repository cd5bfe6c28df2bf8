"""The main job in a real browser against real processes, from signing to the PDF."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser import launch
from tests.exports.documents import pdf_text
from tests.processes.conftest import Site, link_in
from tests.requirements import require

pytestmark = [pytest.mark.processes, pytest.mark.browser]


SLUG = "judges-in-exile"
PERSON = {
    "kind": "person",
    "name": "Ixchel K’iche’ Tzoc de Xol",
    "title": "Catequista",
    "city": "Huehuetenango",
    "country": "GT",
    "email": "ixchel@example.org",
    "publicity": "public",
}
ORGANIZATION = {
    "kind": "organization",
    "name": "Casa del Migrante Ñandú",
    "representative": "Luz de la Cruz",
    "city": "Tapachula",
    "country": "MX",
    "email": "casa@example.org",
    "publicity": "public",
}


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


def log_in(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/admin/")
    page.locator("[name=login]").fill("organizer@example.org")
    page.locator("[name=password]").fill("undersigned-demo")
    page.locator("main form button").first.click()
    expect(page.locator("h1").first).to_be_visible()


def approve(page: Page, site: Site, *names: str) -> None:
    page.goto(f"{site.url}/admin/signatures/signature/?todo=review")
    for name in names:
        page.locator("tr", has_text=name).locator("input.action-select").check()
    page.locator("select[name=action]").select_option("approve")
    page.locator("button[name=index]").click()
    expect(page.locator(".messagelist")).to_contain_text(
        f"{len(names)} signatures: Approved."
    )


def download_pdf(page: Page, site: Site, target: Path) -> str:
    """Ask for the Spanish PDF, wait for the worker, and return the text of the file."""
    page.goto(f"{site.url}/organize/letters/{SLUG}/documents/")
    page.locator("[name=language]").select_option("es")
    page.locator("[name=format]").select_option("pdf")
    page.locator("main form button").first.click()
    page.wait_for_url("**/documents/*/")
    page.evaluate("window.isKept = true")
    link = page.locator("a[href$='/file/']").first
    link.wait_for(timeout=90_000)
    # Nothing was loaded again while somebody may have listened to the page.
    assert page.evaluate("window.isKept")
    with page.expect_download() as download:
        link.click()
    download.value.save_as(target)
    return pdf_text(target, "-layout")


def test_from_signing_on_a_phone_to_the_pdf(
    site: Site, browser: Browser, tmp_path: Path
) -> None:
    phone = browser.new_context(
        viewport={"width": 360, "height": 740},
        locale="es-GT",
        java_script_enabled=False,
    ).new_page()
    for signer in (PERSON, ORGANIZATION):
        phone.goto(f"{site.url}/es/letters/{SLUG}/")
        sign(phone, **signer)
    confirm(phone, site, PERSON["email"])
    confirm(phone, site, ORGANIZATION["email"])
    before = site.json(f"/api/letters/{SLUG}.json")["counts"]

    desk = browser.new_context(locale="en-US", accept_downloads=True).new_page()
    log_in(desk, site)
    approve(desk, site, PERSON["name"], ORGANIZATION["name"])
    after = site.json(f"/api/letters/{SLUG}.json")["counts"]
    text = download_pdf(desk, site, tmp_path / "letter.pdf")

    assert after["people"] == before["people"] + 1
    assert after["organizations"] == before["organizations"] + 1
    heading = text.index("\nPersonas\n")
    assert f"Personas: {after['people']:,}" in text
    assert text.index(ORGANIZATION["name"]) < heading < text.index(PERSON["name"])


def test_pages_break_no_rule_of_the_content_security_policy(
    site: Site, browser: Browser
) -> None:
    page = browser.new_page()
    broken: list[str] = []
    page.on("console", lambda message: broken.append(message.text))
    page.on("pageerror", lambda error: broken.append(str(error)))
    log_in(page, site)
    for path in [
        "/en/",
        f"/en/letters/{SLUG}/",
        f"/es/letters/{SLUG}/signers/",
        "/admin/",
        "/admin/signatures/signature/",
        "/admin/letters/letter/",
        f"/organize/letters/{SLUG}/documents/",
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
