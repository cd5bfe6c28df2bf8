import uuid
from pathlib import Path
from tempfile import TemporaryDirectory

from celery import shared_task
from django.core.files import File
from django.utils import timezone, translation

from core.errors import Refusal
from exports.limits import room_on_disk
from press.content import compose
from press.models import ReleaseFile
from press.writers import WRITERS


@shared_task
def make_release_file(file_id: int) -> None:
    row = ReleaseFile.take(file_id)
    if row is None:
        return  # made, or in the hands of another worker
    try:
        with room_on_disk():
            _make(row)
    except Refusal as refusal:
        row.mark_failed(str(refusal))
    except Exception:
        row.requeue()
        raise


def _make(row: ReleaseFile) -> None:
    now = timezone.now()
    content = compose(row.release, row.language, now)
    old = row.file.name
    with TemporaryDirectory(prefix="undersigned-") as folder:
        path = Path(folder) / f"release.{row.format}"
        with translation.override(row.language):
            WRITERS[row.format](content, path)
        with path.open("rb") as file:
            # The name says nothing: files are found through their rows only.
            row.file.save(f"{uuid.uuid4().hex}.{row.format}", File(file), save=False)
    new = row.file.name
    assert new is not None
    is_taken = row.mark_ready(new, now)
    if superseded := old if is_taken else new:
        row.file.storage.delete(superseded)
