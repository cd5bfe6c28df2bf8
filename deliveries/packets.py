"""All that somebody takes along to a recipient: one ZIP file."""

import hashlib
import json
import zipfile
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import mark_safe
from django.utils.translation import pgettext

from core.errors import Refusal
from core.images import data_uri
from deliveries.booklet import write_booklet
from deliveries.cover import cover, proof, written_on
from deliveries.documents import checked_copy, document_for, write_text
from deliveries.models import Packet
from exports.markup import accent, direction
from exports.pdf import print_page
from exports.reading import addressee

STYLESHEET = Path(settings.BASE_DIR) / "static" / "css" / "cover-letter.css"
PAPERS = {"letter": "letter", "a4": "A4"}


def write_packet(packet: Packet, file: BinaryIO) -> None:
    """Cover letter, document, booklet, plain text, and the SHA-256 of each."""
    edition, recipient, language = packet.edition, packet.recipient, packet.language
    pdf = document_for(edition, recipient, language)
    with TemporaryDirectory(prefix="undersigned-") as folder:
        place = Path(folder)
        called = file_names(language)
        letter = checked_copy(pdf, place / called["letter"])
        write_booklet(letter, place / called["booklet"], edition.layout.paper)
        write_text(pdf, language, place / called["text"])
        _write_cover_letter(packet, place / called["cover"])
        sums = [f"{_sha256(path)}  {path.name}" for path in sorted(place.iterdir())]
        (place / "SHA256SUMS").write_text("\n".join(sums) + "\n")
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(place.iterdir()):
                archive.write(path, f"{packet.name}/{path.name}")


def file_names(language: str) -> dict[str, str]:
    """What the files are called where they are read: ASCII, for any disk."""
    with translation.override(language):
        return {
            "letter": pgettext("file", "letter") + ".pdf",
            "booklet": pgettext("file", "booklet") + ".pdf",
            "text": pgettext("file", "letter") + ".txt",
            "cover": pgettext("file", "cover-letter") + ".pdf",
        }


def stamp(packet: Packet) -> str:
    """Names all that stands on the cover letter but its date."""
    words = json.dumps(_words(packet), sort_keys=True)
    return hashlib.sha256(words.encode()).hexdigest()


def is_current(packet: Packet) -> bool:
    """Whether the cover letter would say the same today."""
    try:
        return packet.stamp == stamp(packet)
    except Refusal:
        return False


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _words(packet: Packet) -> dict[str, Any]:
    edition, recipient, language = packet.edition, packet.recipient, packet.language
    document = document_for(edition, recipient, language)
    campaign = edition.letter.campaign
    return {
        "language": language,
        "direction": direction(language),
        "size": PAPERS[edition.layout.paper],
        "accent": accent(campaign.accent_color),
        "campaign": campaign.name.text(language),
        "logo": data_uri(campaign.logo) if campaign.logo else "",
        "to": addressee(recipient, language).lines,
        "cover": asdict(cover(edition, recipient, language)),
        "document_name": file_names(language)["letter"],
        "pages": document.pages,
        "proof": proof(document),
    }


def _write_cover_letter(packet: Packet, path: Path) -> None:
    """The cover letter as an accessible PDF, of today."""
    words = _words(packet)
    logo = words["logo"]
    context = {
        **words,
        # Our own file.
        "css": mark_safe(STYLESHEET.read_text()),  # noqa: S308
        "date": written_on(packet.edition, packet.language),
    }
    with translation.override(packet.language):
        html = render_to_string("deliveries/cover_letter.html", context)
        print_page(html, path, loadable={logo} if logo else ())
