"""A sheet of paper on which people sign, with a QR code for those who would rather type."""

import base64
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import segno
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from campaigns.models import Partner
from core.errors import Refusal
from exports.markup import accent, direction
from exports.pdf import print_page
from letters.models import Letter
from signatures.invitations import invitation

STYLESHEET = Path(settings.BASE_DIR) / "static" / "css" / "sign-up-sheet.css"
LINES = 12
PAPERS = {"a4": "A4 landscape", "letter": "letter landscape"}


@dataclass(frozen=True)
class Sheet:
    """What somebody waits for (`exports.waiting`)."""

    letter_id: int
    language: str
    partner_id: int | None
    paper: str

    def draw(self) -> bytes:
        letter = Letter.objects.select_related("campaign").get(pk=self.letter_id)
        partner = None
        if self.partner_id is not None:
            partner = Partner.objects.filter(pk=self.partner_id).first()
        return render_sheet(letter, self.language, partner=partner, paper=self.paper)


def render_sheet(
    letter: Letter, language: str, *, partner: Partner | None = None, paper: str = "a4"
) -> bytes:
    """The sheet as PDF/UA, in a language in which the letter has a text."""
    address = invitation(letter, language, partner)
    code = qr_code(address)
    with translation.override(language), TemporaryDirectory() as folder:
        html = sheet_page(letter, language, partner, paper, address, code)
        path = Path(folder) / "sheet.pdf"
        print_page(html, path, loadable={code})
        return path.read_bytes()


def qr_code(address: str) -> str:
    """A picture of the address, as a data URI."""
    picture = BytesIO()
    # A quarter of it may be dirty, torn or folded.
    code = segno.make(address, error="q", micro=False)
    code.save(picture, kind="svg", border=4, xmldecl=False)
    encoded = base64.b64encode(picture.getvalue()).decode()
    return f"data:image/svg+xml;base64,{encoded}"


def sheet_page(
    letter: Letter,
    language: str,
    partner: Partner | None,
    paper: str,
    address: str,
    code: str,
) -> str:
    revision = letter.current_revision or letter.draft_revision
    text = revision.in_language(language) if revision else None
    if text is None or text.language != language:
        raise Refusal(_("Write the letter's text in this language first."))
    campaign = letter.campaign
    return render_to_string(
        "exports/sign_up_sheet.html",
        {
            "letter": letter,
            "language": language,
            "direction": direction(language),
            "css": mark_safe(STYLESHEET.read_text()),  # noqa: S308  our own file
            "size": PAPERS[paper],
            "accent": accent(campaign.accent_color),
            "text": text,
            "recipients": [
                each.full_name(language) for each in letter.recipients.all()
            ],
            "campaign": campaign.name.text(language),
            "contact": campaign.privacy_contact,
            "days": campaign.retention_days,
            "partner": partner.name.text(language) if partner else "",
            "address": address,
            "code": code,
            "asks_publicity": "public" in letter.publicities[:-1],
            "is_public": letter.publicities == ["public"],
            "lines": range(1, LINES + 1),
        },
    )
