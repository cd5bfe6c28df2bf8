"""All that somebody takes along to a recipient: one ZIP file."""

import base64
import hashlib
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import mark_safe
from django.utils.translation import get_language_info

from campaigns.models import Campaign
from deliveries.booklet import write_booklet
from deliveries.cover import cover, written_on
from deliveries.documents import checked_copy, document_for, write_text
from exports.markup import ACCENT, COLOR
from exports.models import Document, Edition
from exports.pdf import print_page
from letters.models import Recipient

STYLESHEET = Path(settings.BASE_DIR) / "static" / "css" / "cover-letter.css"
PAPERS = {"letter": "letter", "a4": "A4"}


def packet_name(edition: Edition, recipient: Recipient, language: str) -> str:
    return f"{edition.letter.slug}-{edition.number}-{recipient.pk}-{language}"


def write_packet(
    edition: Edition, recipient: Recipient, language: str, file: BinaryIO
) -> None:
    """Cover letter, document, booklet, plain text, and the SHA-256 of each."""
    pdf = document_for(edition, recipient, language)
    with TemporaryDirectory(prefix="undersigned-") as folder:
        place = Path(folder)
        letter = checked_copy(pdf, place / "letter.pdf")
        write_booklet(letter, place / "booklet.pdf", edition.layout.paper)
        write_text(edition, recipient, language, place / "letter.txt")
        write_cover_letter(
            edition, recipient, language, pdf, place / "cover-letter.pdf"
        )
        sums = [f"{_sha256(path)}  {path.name}" for path in sorted(place.iterdir())]
        (place / "SHA256SUMS").write_text("\n".join(sums) + "\n")
        name = packet_name(edition, recipient, language)
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packet:
            for path in sorted(place.iterdir()):
                packet.write(path, f"{name}/{path.name}")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _logo(campaign: Campaign) -> str:
    """The logo as a data URI; it was drawn anew as PNG when it was uploaded."""
    if not campaign.logo:
        return ""
    with campaign.logo.open("rb") as file:
        return f"data:image/png;base64,{base64.b64encode(file.read()).decode()}"


def write_cover_letter(
    edition: Edition,
    recipient: Recipient,
    language: str,
    document: Document,
    path: Path,
) -> None:
    """The cover letter as an accessible PDF."""
    campaign = edition.letter.campaign
    logo = _logo(campaign)
    color = campaign.accent_color
    name = " ".join(filter(None, [recipient.honorific.text(language), recipient.name]))
    lines = [name, recipient.office.text(language)]
    lines += recipient.address.text(language).splitlines()
    with translation.override(language):
        html = render_to_string(
            "deliveries/cover_letter.html",
            {
                "language": language,
                "direction": "rtl" if get_language_info(language)["bidi"] else "ltr",
                # Our own file, one of our own words, a color that cannot be anything else.
                "css": mark_safe(STYLESHEET.read_text()),  # noqa: S308
                "size": PAPERS[edition.layout.paper],
                "accent": color if COLOR.fullmatch(color) else ACCENT,
                "campaign": campaign.name.text(language),
                "logo": logo,
                "date": written_on(edition, language),
                "to": [line.strip() for line in lines if line.strip()],
                "cover": cover(edition, recipient, language),
                "document_name": "letter.pdf",
                "pages": document.pages,
                "sha256": document.sha256,
            },
        )
        print_page(html, path, loadable={logo} if logo else ())
