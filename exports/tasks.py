import hashlib
import uuid
from pathlib import Path
from tempfile import TemporaryDirectory

from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded
from django.core.files import File
from django.utils import translation
from django.utils.translation import gettext as _

from core.errors import Refusal
from exports.models import Document
from exports.rendering import render


@shared_task
def render_document(document_id: int) -> None:
    document = Document.claim(document_id)
    if document is None:
        return  # done, failed, or in the hands of another worker
    with translation.override(document.language):
        try:
            _render(document)
        except Refusal as refusal:
            document.mark_failed(str(refusal))
        except SoftTimeLimitExceeded:
            document.mark_failed(
                _(
                    "Rendering took too long. Choose CSV or plain text, or ask the"
                    " operator for a longer time limit."
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
        )
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
            # The name says nothing: files are found through their rows only.
            document.file.save(
                f"{uuid.uuid4().hex}.{document.format}", File(file), save=False
            )
    is_taken = document.mark_ready(
        file=document.file.name,
        sha256=sha256,
        size=document.file.size,
        pages=rendered.pages,
        names=rendered.names,
        warning=rendered.warning,
    )
    if not is_taken:
        document.file.delete(save=False)
