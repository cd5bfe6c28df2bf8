"""Whether a file is one of those that an edition names: by its SHA-256, never by the file."""

import hashlib
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BytesIO
from threading import BoundedSemaphore, Event, Timer
from typing import Any

from django.core.cache import cache
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from core.errors import Refusal
from exports.models import Document, Edition
from exports.services import request_document
from signatures.models import Signature
from signatures.visiting import Visit

MEGABYTES_MAXIMUM = 64
BYTES_MAXIMUM = MEGABYTES_MAXIMUM * 1024 * 1024
CHECKS_A_MINUTE = (
    60  # of the whole site: whose browser has no Web Crypto sends the file
)
# Reading a file keeps a thread busy for as long as the sender likes: one at a time in
# each process, so that pages go on, and not for ever.
SECONDS_MAXIMUM = 120
_place = BoundedSemaphore(1)


class HashedFile(UploadedFile):
    """What is left of an upload: its name, its size and its hash."""

    def __init__(self, name: str, size: int, sha256: str):
        super().__init__(BytesIO(), name=name, size=size)
        self.sha256 = sha256


class HashingUpload(FileUploadHandler):
    """Hashes what arrives, piece by piece, and keeps nothing of it."""

    is_too_large = False

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._digest = hashlib.sha256()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) > BYTES_MAXIMUM:
            self.is_too_large = True
            # The rest is read and forgotten, or browsers would not show the answer.
            raise StopUpload(connection_reset=False)
        self._digest.update(raw_data)

    def file_complete(self, file_size: int) -> HashedFile:
        return HashedFile(self.file_name or "", file_size, self._digest.hexdigest())


def uploaded_sha256(request: HttpRequest) -> str:
    """The hash of the file that was sent; Refusal with a sentence where there is none."""
    _count_check(request)
    upload = HashingUpload(request)
    request.upload_handlers = [upload]
    with _limited_time(request):
        file = request.FILES.get("file")
    if upload.is_too_large:
        raise Refusal(
            ngettext(
                "The file is larger than %(number)s megabyte, and so none of ours.",
                "The file is larger than %(number)s megabytes, and so none of ours.",
                MEGABYTES_MAXIMUM,
            )
            % {"number": MEGABYTES_MAXIMUM}
        )
    if not isinstance(file, HashedFile):
        raise Refusal(_("Choose the file that you want to check."))
    return file.sha256


class TooManyChecks(Refusal):
    def __init__(self) -> None:
        super().__init__(
            _(
                "Many files are being checked just now. Try again in a minute, or compare"
                " the SHA-256 of your file with those below yourself."
            )
        )


def hang_up(request: HttpRequest) -> None:
    """Read no more of it: gunicorn would wait seconds for the rest, in a thread."""
    connection = request.META.get("gunicorn.socket")
    with suppress(OSError):  # it is closed already
        if connection is not None:
            connection.shutdown(socket.SHUT_RD)


@contextmanager
def _limited_time(request: HttpRequest) -> Iterator[None]:
    """Refusal if the file does not arrive in time, or another one is being read."""
    if not _place.acquire(blocking=False):
        hang_up(request)
        raise TooManyChecks
    is_over = Event()

    def end() -> None:
        is_over.set()
        hang_up(request)

    clock = Timer(SECONDS_MAXIMUM, end)
    clock.daemon = True
    clock.start()
    try:
        yield
    finally:
        clock.cancel()
        _place.release()
    if is_over.is_set():
        raise Refusal(
            _(
                "The file took too long to arrive. Compare the SHA-256 of your file with"
                " those below yourself."
            )
        )


def _count_check(request: HttpRequest) -> None:
    minute = f"proof:{int(time.time() // 60)}"
    cache.add(minute, 0, timeout=120)
    if cache.incr(minute) > CHECKS_A_MINUTE:
        hang_up(request)
        raise TooManyChecks


def withdrawn(edition: Edition) -> int:
    """How many names stand in its files and on the letter's list no more."""
    listed = Signature.objects.listed()
    still = edition.entrants.filter(signature__in=listed).count()
    return max(0, edition.counts.total - still)


def copies(seen: Visit, edition: Edition) -> list[tuple[str, Document]]:
    """Paths and files of the public copy, where there is one and names may be read."""
    if not (edition.published_at and seen.shows_names):
        return []
    rows = edition.documents.filter(
        status=Document.Status.READY,
        format=Document.Format.PDF,
        audience=Document.Audience.PUBLIC,
        recipient=None,
    )
    newest = {each.language: each for each in rows.order_by("pk")}
    return [
        (seen.path(f"editions/{edition.number}/letter-{code}.pdf"), newest[code])
        for code in sorted(newest)
    ]


@transaction.atomic
def publish_copy(edition: Edition, user: User) -> None:
    """Let everybody download the edition with the names that are public."""
    if edition.letter.is_past_retention(timezone.now()):
        raise Refusal(
            _("The campaign's days are over, and the names of the edition are deleted.")
        )
    Edition.objects.filter(pk=edition.pk, published_at=None).update(
        published_at=timezone.now()
    )
    for language in edition.languages:
        request_document(
            edition.letter,
            language=language,
            format=Document.Format.PDF,
            user=user,
            edition=edition,
            audience=Document.Audience.PUBLIC,
        )


def unpublish_copy(edition: Edition) -> None:
    Edition.objects.filter(pk=edition.pk).update(published_at=None)
