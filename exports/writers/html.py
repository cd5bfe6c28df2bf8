from pathlib import Path

from exports.markup import render_page
from exports.roll import Roll
from exports.writers.characters import legal


def write_html(roll: Roll, path: Path) -> None:
    path.write_text(legal(render_page(roll)), encoding="utf-8")
