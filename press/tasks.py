from pathlib import Path
from tempfile import TemporaryDirectory

from celery import shared_task
from django.core.files import File
from django.utils import timezone, translation

from core.errors import Refusal
from core.stored import new_name, save_whole
from exports.limits import room_on_disk
from press.content import compose, stamp
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
            name = new_name(row.file, row.format)
            new = save_whole(row.file, name, File(file))
    is_taken = row.mark_ready(new, now, stamp(content))
    if superseded := old if is_taken else new:
        row.file.storage.delete(superseded)
