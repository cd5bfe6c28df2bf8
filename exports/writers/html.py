from pathlib import Path

from core.characters import legal
from exports.markup import render_page
from exports.roll import Roll


def write_html(roll: Roll, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(map(legal, render_page(roll)))
