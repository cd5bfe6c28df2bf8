"""Editions with files, as a letter has them once it is frozen."""

import hashlib
from datetime import timedelta
from io import BytesIO

import pikepdf
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from deliveries import packets
from deliveries.emails import token_hash
from deliveries.files import add_file
from deliveries.models import Delivery, Packet
from exports import frozen
from exports.models import Document, Edition, Entrant
from exports.reading import read_roll
from letters.models import Letter
from tests.factories import make_letter


def make_pdf(pages: int = 5) -> bytes:
    file = BytesIO()
    with pikepdf.new() as pdf:
        for number in range(pages):
            page = pdf.add_blank_page(page_size=(612, 792))
            text = f"BT /F1 24 Tf 72 700 Td (page {number + 1}) Tj ET"
            page.Contents = pdf.make_stream(text.encode())
            page.Resources = pikepdf.Dictionary(
                Font=pikepdf.Dictionary(
                    F1=pikepdf.Dictionary(
                        Type=pikepdf.Name.Font,
                        Subtype=pikepdf.Name.Type1,
                        BaseFont=pikepdf.Name.Helvetica,
                    )
                )
            )
        pdf.save(file)
    return file.getvalue()


def add_document(edition, *, content=None, **fields):
    content = make_pdf() if content is None else content
    values = {
        "letter": edition.letter,
        "language": "en",
        "format": "pdf",
        "audience": "officials",
        "status": "ready",
        "sha256": hashlib.sha256(content).hexdigest(),
        "size": len(content),
        "ready_at": timezone.now(),
        **fields,
    }
    document = Document(edition=edition, **values)
    document.file.save(f"document.{document.format}", ContentFile(content))
    return document


def make_edition(letter=None, *, is_ready=True, signatures=(), **fields):
    """An edition frozen an hour ago, with its files in both languages unless told otherwise."""
    letter = letter or make_letter()
    values = {
        "number": letter.editions.count() + 1,
        "revision": letter.current_revision,
        "recipients": list(letter.recipients.values_list("pk", flat=True)),
        "people": 1200,
        "organizations": 34,
        "countries": 5,
        "counted": 7,
        "frozen_at": timezone.now() - timedelta(hours=1),
        **fields,
    }
    edition = Edition.objects.create(letter=letter, **values)
    Entrant.objects.bulk_create(
        Entrant(edition=edition, signature=each) for each in signatures
    )
    if is_ready:
        for language in letter.campaign.languages:
            add_document(edition, language=language)
    return edition


def add_roll(edition):
    """What it prints in English."""
    # As it is in the database, with texts by language.
    data = frozen.dump(read_roll(Letter.objects.get(pk=edition.letter_id), "en"))
    roll = edition.rolls.model(
        edition=edition, language="en", sha256=hashlib.sha256(data).hexdigest()
    )
    roll.file.save("roll.jsonl.gz", ContentFile(data))


def make_delivery(edition=None, **fields):
    """Delivered by hand a minute ago, unless told otherwise."""
    edition = edition or make_edition()
    method = fields.get("method", "hand")
    values = {
        "recipient": edition.letter.recipients.first(),
        "method": method,
        "language": "en",
        "status": "delivered",
    }
    if method == "mail":
        values |= {
            "status": "planned",
            "address": "office@example.gov",
            "reply_to": "answers@example.org",
        }
    values |= fields
    if values["status"] in Delivery.DONE:
        values.setdefault("delivered_at", timezone.now() - timedelta(minutes=1))
        values.setdefault("sha256", "0" * 64)
    return Delivery.objects.create(edition=edition, **values)


def make_packet(edition, language="en", **fields):
    """Ready an hour ago, unless told otherwise."""
    packet = Packet(
        edition=edition, recipient=edition.letter.recipients.first(), language=language
    )
    made = timezone.now() - timedelta(hours=1)
    packet.status, packet.requested_at, packet.ready_at = "ready", made, made
    packet.stamp = packets.stamp(packet)
    packet.file.save("packet.zip", ContentFile(b"PK"), save=False)
    packet.sha256 = hashlib.sha256(b"PK").hexdigest()
    for name, value in fields.items():
        setattr(packet, name, value)
    packet.save()
    return packet


def make_deliveries(edition, user):
    """What the pages of deliveries need, by name: for the test of access."""
    # Addressed to the recipient, so that it is the one that is taken.
    document = add_document(edition, recipient=edition.letter.recipients.first())
    add_roll(edition)
    delivery = make_delivery(edition, recorded_by=user)
    by_mail = make_delivery(edition, method="mail")
    dispatch = by_mail.dispatches.create(
        document=document, subject="Letter", text="Text", status="failed"
    )
    dispatch.links.create(
        token_hash=token_hash("a" * 43), expires_at=timezone.now() + timedelta(days=1)
    )
    kept = add_file(
        delivery, SimpleUploadedFile("a.txt", b"thanks"), "receipt", user=user
    )
    make_packet(Edition.objects.get(pk=edition.pk))
    return {
        "delivery": delivery,
        "by_mail": by_mail,
        "kept": kept,
        "token": "a" * 43,
    }
