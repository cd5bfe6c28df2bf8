"""The list of names as a table inside the PDF, for those who count with machines."""

from pathlib import Path

from django.utils.translation import gettext as _

from exports.models import Document
from exports.roll import Roll
from exports.weasy import Attached
from exports.writers import WRITERS


def attached_list(roll: Roll, folder: Path) -> Attached:
    """Exactly the names that the document prints, and those whom it counts."""
    path = folder / f"names-{roll.language}.csv"
    WRITERS[Document.Format.CSV](roll, path)
    content = path.read_bytes()
    path.unlink()
    return Attached(path.name, _("The list of names as a table"), content, roll.read_at)
