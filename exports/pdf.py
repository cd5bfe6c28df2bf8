"""The letter as PDF: WeasyPrint lays out the text, `typesetting` sets the names below it."""

from collections.abc import Callable, Container
from pathlib import Path

from exports.designs import DESIGNS, geometry, page_css
from exports.markup import render_front
from exports.roll import Roll
from exports.weasy import generate, lay_out, loading

Report = Callable[[int], None]
LAID_OUT, SET, WRITTEN = 20, 60, 95  # percent


def write_pdf(
    roll: Roll,
    path: Path,
    report: Report,
    *,
    design: str = "classic",
    paper: str = "letter",
) -> int:
    """Write the letter as PDF/A-3a and PDF/UA-1, and return the number of pages."""
    with loading({logo.uri for logo in roll.logos}) as fetcher:
        from exports.composing import Composition

        document = lay_out(render_front(roll, page_css(paper)), fetcher)
        report(LAID_OUT)
        composition = Composition(roll, document, DESIGNS[design], geometry(paper))
        composition.set_names()
        report(SET)
        composition.write(path)
        report(WRITTEN)
    return composition.pages


def print_page(html: str, path: Path, *, loadable: Container[str]) -> int:
    """Print an HTML page that may load these URIs and no other."""
    with loading(loadable) as fetcher:
        from exports.typesetting.file import write

        document = lay_out(html, fetcher)
        pdf = generate(document)
        with path.open("wb") as file:
            write(pdf, [], file)
    return len(document.pages)
