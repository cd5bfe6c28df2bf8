"""The release as one HTML page, and that page as PDF."""

from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from core.images import data_uri
from exports import wording
from exports.markup import accent, direction, step_headings
from exports.pdf import print_page
from letters import text
from press.content import Content

STYLESHEET = Path(settings.BASE_DIR) / "static" / "css" / "release.css"


def write_html(content: Content, path: Path) -> None:
    path.write_text(page(content), encoding="utf-8")


def write_pdf(content: Content, path: Path) -> None:
    print_page(page(content), path, loadable={logo(content)})


def page(content: Content) -> str:
    """One file without anything outside of it."""
    return render_to_string(
        "press/page.html",
        {
            **parts(content),
            "direction": direction(content.language),
            "css": mark_safe(STYLESHEET.read_text()),  # noqa: S308  our own file
            "accent": accent(content.accent),
            "logo": logo(content),
            "page_number": _page_number(),
        },
    )


def logo(content: Content) -> str:
    """The campaign's as a data URI, if there is one."""
    return data_uri(default_storage.open(content.logo)) if content.logo else ""


def _page_number() -> SafeString:
    """“Page 1 of 9” as a style sheet counts it."""
    words = wording.page_of('" counter(page) "', '" counter(pages) "')
    return mark_safe(f'"{words}"')  # noqa: S308  of the catalog


def parts(content: Content) -> dict[str, object]:
    """What the template of a release needs, in a file and within a page of ours."""
    return {
        "content": content,
        "lead": with_dateline(content),
        "body": step_headings(text.render(content.body)),
        "about": step_headings(text.render(content.about)),
    }


def with_dateline(content: Content) -> SafeString:
    """The lead with place and date before its first word, as agencies have it."""
    lead = step_headings(text.render(content.lead))
    if not content.dateline:
        return lead
    dateline = format_html('<span class="dateline">{}</span>', content.dateline)
    if not lead.startswith("<p>"):
        return format_html("<p>{}</p>{}", dateline, lead)
    # What follows the first tag is as safe as it was with it.
    rest = mark_safe(lead.removeprefix("<p>"))  # noqa: S308
    return format_html("<p>{} – {}", dateline, rest)
