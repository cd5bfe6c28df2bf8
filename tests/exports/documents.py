"""Renders as the worker does, and reads what came out."""

import shutil
import subprocess
from pathlib import Path

from exports.rendering import Rendered, render
from letters.models import Letter
from tests.requirements import require

# Embeddings, overrides and isolates: ours around names, pdftotext's around runs.
DIRECTION_CONTROLS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def write(
    letter: Letter, path: Path, *, language: str = "en", format: str = "pdf"
) -> Rendered:
    return render(
        Letter.objects.select_related("campaign").get(pk=letter.pk),
        language=language,
        format=format,
        path=path,
        report=lambda percent: None,
    )


def pdf_text(path: Path, *options: str) -> str:
    """The text of the file in reading order, without marks of direction."""
    require(shutil.which("pdftotext"), "pdftotext (poppler-utils) is not installed.")
    command = ["pdftotext", *options, str(path), "-"]
    text = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    return text.translate(DIRECTION_CONTROLS)
