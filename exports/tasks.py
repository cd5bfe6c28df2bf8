import hashlib
from pathlib import Path
from tempfile import TemporaryDirectory

from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.core.files import File
from django.utils import translation
from django.utils.translation import gettext as _

from core.errors import Refusal
from core.stored import new_name
from exports.heartbeat import heartbeat
from exports.limits import limited_memory, room_on_disk
from exports.models import Document, LeaseLost
from exports.rendering import render


@shared_task
def render_document(document_id: int) -> None:
    document = Document.claim(document_id)
    if document is None:
        return  # done, failed, or in the hands of another worker
    with translation.override(document.language):
        try:
            with (
                heartbeat(document),
                limited_memory(settings.DOCUMENT_MEMORY),
                room_on_disk(),
            ):
                _render(document)
        except LeaseLost:
            return
        except Refusal as refusal:
            document.mark_failed(str(refusal))
        except SoftTimeLimitExceeded:
            document.mark_failed(
                _(
                    "Rendering took too long. Choose CSV or plain text, or ask the"
                    " operator for a longer time limit."
                )
            )
        except MemoryError:
            document.mark_failed(
                _(
                    "The document needs more memory than one may have here. Choose CSV or"
                    " plain text, or ask the operator for more."
                )
            )
        except Exception:
            document.requeue()
            raise


def _render(document: Document) -> None:
    with TemporaryDirectory(prefix="undersigned-") as folder:
        path = Path(folder) / document.download_name
        rendered = render(
            document.letter,
            language=document.language,
            format=document.format,
            path=path,
            report=document.save_progress,
            edition=document.edition,
            audience=document.audience,
            recipient=document.recipient_id,
        )
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
            size = path.stat().st_size
            name = _keep(document, File(file))
    is_taken = document.mark_ready(
        file=name,
        sha256=sha256,
        size=size,
        pages=rendered.pages,
        names=rendered.names,
        warning=rendered.warning,
        sealed_by=rendered.sealed_by,
        first_names=rendered.first_names,
    )
    if not is_taken:
        document.forget_file(name)


def _keep(document: Document, file: "File[bytes]") -> str:
    """Store the file, whole or not at all, and return its name."""
    document.file.delete(save=False)  # half of one, of a worker that was killed
    name = new_name(document.file, document.format)
    document.announce_file(name)
    try:
        return document.file.storage.save(name, file)
    except BaseException:
        document.forget_file(name)
        raise
