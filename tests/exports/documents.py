"""Renders as the worker does, and reads what came out."""

import shutil
import subprocess
from pathlib import Path

from exports.rendering import Rendered, render
from letters.models import Letter
from tests.requirements import require


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
    """The text of the file in reading order, without the marks that isolate names."""
    require(shutil.which("pdftotext"), "pdftotext (poppler-utils) is not installed.")
    command = ["pdftotext", *options, str(path), "-"]
    text = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    return text.replace("\u2068", "").replace("\u2069", "")
