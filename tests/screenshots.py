"""Pictures of every page for docs/images: `python -m tests.screenshots [word …]`.

Starts the demo by itself. With words, only pages whose name holds one of them are taken.
It fails when a page answers with an error or is wider than the screen.
"""

import json
import sys
from collections.abc import Iterator

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from config.env import BASE_DIR
from tests.browser import launch
from tests.processes.conftest import Site, running_site

FOLDER = BASE_DIR / "docs" / "images"
GALLERY = BASE_DIR / "docs" / "pages.md"
INTRODUCTION = (
    "Every page of the demo, on a phone and on a desk, in both languages. The pictures"
    " are taken by `python -m tests.screenshots`."
)
LANGUAGES = ("en", "es")
WIDTHS = (360, 1280)
HEIGHT_MAXIMUM = 1800  # pixels; a longer page is cut
SLUG = "judges-in-exile"
LETTER = f"/{{language}}/letters/{SLUG}/"
WIZARD = f"/organize/letters/{SLUG}/"
# The letter that was handed over.
DELIVERED = "/{language}/letters/an-interpreter-at-every-hearing/"
HANDED_OVER = "/organize/letters/an-interpreter-at-every-hearing/"
# Name of the picture and path, for people who read and sign.
PUBLIC = {
    "home": "/{language}/",
    "letter": LETTER,
    "signers": f"{LETTER}signers/",
    "partners": f"{LETTER}partners/",
    "history": f"{LETTER}text/",
    "revision": f"{LETTER}text/2/",
    "lost-link": f"{LETTER}my-signature/",
    "confirm": "{confirm}",
    "own-signature": "{own}",
    "unsubscribe": "{unsubscribe}",
    "delivered-letter": DELIVERED,
    "public-editions": f"{DELIVERED}editions/",
    "proof": f"{DELIVERED}editions/1/",
    "press-page": f"{DELIVERED}press/",
    "journalists": "{journalists}",
}
# For the team, and for a partner's people.
ORGANIZER = {
    "overview": WIZARD,
    "recipients": f"{WIZARD}recipients/",
    "text": f"{WIZARD}text/",
    "editor": "/organize/letters/keep-the-shelters-open/text/",
    "new-letter": "/organize/letters/new/",
    "dates": f"{WIZARD}dates/",
    "rules": f"{WIZARD}rules/",
    "revisions": f"{WIZARD}revisions/",
    "import": f"{WIZARD}import/",
    "paper": f"{WIZARD}paper/",
    "review": "/admin/signatures/signature/?todo=review",
    "corrections": "/admin/signatures/correction/",
    "signature": "{signature}",
    "counted": "{counted}",
    "organizations": "/admin/signatures/organization/",
    "organization": "{organization}",
    "twins": "/admin/signatures/organization/twins/",
    "access-records": "/admin/campaigns/accessrecord/",
    "start": "/admin/",
    "layout": f"{HANDED_OVER}layout/",
    "documents": f"{HANDED_OVER}documents/",
    "editions": f"{HANDED_OVER}editions/",
    "preflight": f"{WIZARD}editions/prepare/",
    "edition": f"{HANDED_OVER}editions/1/",
    "addendum": f"{HANDED_OVER}editions/1/addendum/",
    "deliveries": f"{HANDED_OVER}deliveries/",
    "delivery": "{delivery}",
    "plan-delivery": "{plan}",
    "mail-preview": "{mail}",
    "answer": "{answer}",
    "packet": "{packet}",
    "cover-letter": f"{HANDED_OVER}deliveries/cover/",
    "tell-signers": f"{HANDED_OVER}deliveries/tell/1/",
    "press-releases": f"{HANDED_OVER}press/",
    "press-release": "{release}",
    "press-text": "{release}text/",
    "press-settings": "{release}settings/",
    "press-preview": "{release}preview/en/",
}
PARTNER = {"partner": "/organize/partner/"}
LINKS = """
import json
from signatures.models import Signature
from signatures import emails
from core.links import make_token
from accounts.models import User
from deliveries.models import Delivery
from deliveries.services import request_packet
from letters.models import Letter
from press.models import Release
pending = Signature.objects.filter(status="pending", kind="organization").first()
pending = pending or Signature.objects.filter(status="pending").first()
own = Signature.objects.filter(status="approved", kind="person", publicity="public")[0]
token = emails.self_service_token(own)
shouted = Signature.objects.filter(flags__contains="shouted").first()
counted = Signature.objects.filter(publicity="counted", status="approved").first()
twin = Signature.objects.filter(flags__contains="twin").first()
letter = Letter.objects.get(slug="an-interpreter-at-every-hearing")
edition = letter.editions.get(number=1)
user = User.objects.get(email="organizer@example.org")
recipient = letter.recipients.first()
request_packet(edition, recipient, "en", user)
base = f"/organize/letters/{letter.slug}/"
by_hand = Delivery.objects.get(method="hand")
# A mail to look at: the demo's own has been sent.
to_send = Delivery.objects.create(
    edition=edition, recipient=recipient, method="mail", language="en",
    address="office@example.org", reply_to=user.email,
)
release = letter.releases.get()
embargoed = Release.objects.exclude(pk=release.pk).get()
print(json.dumps({
    "signature": f"/admin/signatures/signature/{shouted.pk}/change/",
    "counted": f"/admin/signatures/signature/{counted.pk}/change/",
    "organization": f"/admin/signatures/organization/{twin.organization_id}/change/",
    "delivery": f"{base}deliveries/{by_hand.pk}/",
    "answer": f"{base}deliveries/{by_hand.pk}/answer/",
    "mail": f"{base}deliveries/{to_send.pk}/send/",
    "plan": f"{base}deliveries/new/{recipient.pk}/hand/",
    "packet": f"{base}deliveries/packet/1/{recipient.pk}/en/",
    "release": f"{base}press/{release.pk}/",
    "journalists": f"/{{language}}/press/{embargoed.key}/",
    "confirm": f"/{{language}}/confirm/{emails.confirm_token(pending, 1)}/",
    "own": f"/{{language}}/signature/{token}/",
    "unsubscribe": f"/{{language}}/unsubscribe/{emails.unsubscribe_token(own)}/",
}))
"""


def take(page: Page, url: str, name: str) -> str:
    """Take a picture; return what is wrong with the page, or nothing."""
    answer = page.goto(url)
    page.wait_for_load_state("networkidle")
    size = page.evaluate(
        "({width: document.documentElement.scrollWidth,"
        " height: document.documentElement.scrollHeight, seen: window.innerWidth})"
    )
    clip = {
        "x": 0,
        "y": 0,
        "width": size["seen"],
        "height": min(size["height"], HEIGHT_MAXIMUM),
    }
    page.screenshot(
        path=FOLDER / f"{name}.jpg", type="jpeg", quality=55, full_page=True, clip=clip
    )
    if answer is None or answer.status >= 400:
        return f"{name}: {url} answers {answer and answer.status}"
    if size["width"] > size["seen"]:
        return f"{name}: {size['width']} wide on a screen of {size['seen']}"
    return ""


def log_in(context: BrowserContext, site: Site, email: str) -> None:
    page = context.new_page()
    page.goto(f"{site.url}/accounts/login/")
    page.locator("[name=login]").fill(email)
    page.locator("[name=password]").fill("undersigned-demo")
    page.locator("main form button").first.click()
    page.wait_for_load_state("networkidle")
    page.close()


def sets(links: dict[str, str]) -> Iterator[tuple[str, dict[str, str]]]:
    yield (
        "",
        {
            name: path.format(language="{language}", **links)
            for name, path in PUBLIC.items()
        },
    )
    yield (
        "organizer@example.org",
        {name: path.format(**links) for name, path in ORGANIZER.items()},
    )
    yield "partner@example.org", PARTNER


def pictures(site: Site, browser: Browser, words: list[str]) -> list[str]:
    links = json.loads(site.manage("shell", "-c", LINKS).splitlines()[-1])
    problems = []
    for email, pages in sets(links):
        for language in LANGUAGES:
            context = browser.new_context(locale=language)
            if email:
                log_in(context, site, email)
            page = context.new_page()
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 800})
                for name, path in pages.items():
                    if words and not any(word in name for word in words):
                        continue
                    url = site.url + path.format(language=language)
                    problems.append(take(page, url, f"{name}-{language}-{width}"))
            context.close()
    return [problem for problem in problems if problem]


def write_gallery() -> None:
    """One table of all pictures that there are, for docs/pages.md."""
    headings = [f"{language}, {width} px" for language in LANGUAGES for width in WIDTHS]
    rows = [["page", *headings], ["---"] * (1 + len(headings))]
    for name in [*PUBLIC, *ORGANIZER, *PARTNER]:
        cells = [
            f"[picture](images/{name}-{language}-{width}.jpg)"
            for language in LANGUAGES
            for width in WIDTHS
        ]
        rows.append([name.replace("-", " "), *cells])
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    GALLERY.write_text(f"# Pages\n\n{INTRODUCTION}\n\n{table}\n")


def main(words: list[str]) -> None:
    FOLDER.mkdir(exist_ok=True)
    with running_site() as site, sync_playwright() as playwright:
        problems = pictures(site, launch(playwright), words)
    write_gallery()
    sys.exit("\n".join(problems) or 0)


if __name__ == "__main__":
    main(sys.argv[1:])
