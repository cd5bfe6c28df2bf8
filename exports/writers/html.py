from collections.abc import Sequence
from pathlib import Path

from core.characters import legal
from exports.designs import Look
from exports.markup import render_page
from exports.roll import Roll


def write_html(rolls: Sequence[Roll], path: Path, look: Look) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(map(legal, render_page(rolls, look)))
