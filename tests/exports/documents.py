"""Renders as the worker does, and reads what came out."""

import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from exports.designs import DESIGNS, Look
from exports.rendering import Rendered, render
from exports.roll import Roll
from exports.writers import LETTER_WRITERS, WRITERS
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


Write = Callable[[Roll, Path], None]


def in_look(format: str, look: Look, *languages: str) -> Write:
    """Writes a roll in that look, and its text in other languages, too."""

    def write_letter(roll: Roll, path: Path) -> None:
        rolls: Sequence[Roll] = [
            roll,
            *(replace(roll, language=code) for code in languages),
        ]
        LETTER_WRITERS[format](rolls, path, look)

    return write_letter


# Every format but PDF, and what follows the layout in each design: with a cover, or with
# texts in several languages and the summary at the end.
WRITE: dict[str, Write] = {
    **WRITERS,
    **{format: in_look(format, Look()) for format in LETTER_WRITERS},
}
LOOKS: dict[str, Write] = {
    f"{format} {design}{' cover' if has_cover else ''}": in_look(
        format,
        Look(design, "a4", has_cover=has_cover, has_summary=True),
        *(() if has_cover else ("es",)),
    )
    for format in LETTER_WRITERS
    for design in DESIGNS
    for has_cover in (False, True)
}
