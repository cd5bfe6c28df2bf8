"""Files that the team keeps with a delivery: known by what is in them, not by their names."""

import hashlib
import re
import unicodedata
from pathlib import PurePath

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import Refusal
from core.stored import new_name, save_whole
from deliveries.models import Delivery, DeliveryFile
from exports.limits import room_on_disk

BYTES_MAXIMUM = 10 * 1024 * 1024
FILES_MAXIMUM = 20
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "txt": "text/plain; charset=utf-8",
}
BEGINNINGS = {b"%PDF-": "pdf", b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpg"}


def add_file(
    delivery: Delivery, upload: UploadedFile, kind: str, user: User
) -> DeliveryFile:
    """Store a file under a random name, or refuse it with a sentence."""
    if not delivery.is_done:
        raise Refusal(_("Record first that the letter was delivered; then add files."))
    if delivery.letter.is_past_retention(timezone.now()):
        raise Refusal(
            _("The campaign's days are over: files are deleted, and none is added.")
        )
    if (upload.size or 0) > BYTES_MAXIMUM:
        raise Refusal(_("The file is larger than 10 MB. Make it smaller."))
    content = upload.read()
    if not content:
        raise Refusal(_("The file is empty."))
    ending = _ending(content)
    row = DeliveryFile(
        delivery=delivery,
        kind=kind,
        name=_plain_name(upload.name or ""),
        ending=ending,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        added_by=user,
    )
    with room_on_disk():
        name = new_name(row.file, ending)
        row.file = save_whole(row.file, name, ContentFile(content))
    try:
        with transaction.atomic():
            Delivery.objects.select_for_update(of=("self",)).get(pk=delivery.pk)
            if delivery.files.count() >= FILES_MAXIMUM:
                raise Refusal(_("There are 20 files already; that is the limit."))
            row.save(force_insert=True)
    except BaseException:
        row.file.delete(save=False)
        raise
    return row


def remove_file(row: DeliveryFile) -> None:
    """Take away a file that was added by mistake: first the row, then what it names."""
    stored = row.file
    row.delete()
    stored.delete(save=False)


def _ending(content: bytes) -> str:
    for beginning, ending in BEGINNINGS.items():
        if content.startswith(beginning):
            return ending
    try:
        text = content.decode()
    except UnicodeDecodeError:
        text = "\x00"
    if "\x00" in text:
        raise Refusal(_("Only PDF, PNG, JPEG and plain text (UTF-8) are kept."))
    return "txt"


def _plain_name(name: str) -> str:
    """The name without its ending and without what could mislead: slashes, controls."""
    stem = unicodedata.normalize("NFC", PurePath(name.replace("\\", "/")).stem)
    visible = "".join(c if unicodedata.category(c)[0] != "C" else " " for c in stem)
    return " ".join(re.sub(r'[<>:"/|?*]', " ", visible).split())[:100] or _("file")
