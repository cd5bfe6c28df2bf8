"""The letter as PDF: WeasyPrint lays out the text, `typesetting` sets the names below it."""

from collections.abc import Callable, Container, Sequence
from dataclasses import replace
from pathlib import Path

from exports.designs import Look, geometry, page_css
from exports.markup import STYLESHEET, render_front
from exports.roll import Roll
from exports.weasy import Attached, generate, lay_out, loading

Report = Callable[[int], None]
FirstNames = list[
    tuple[int, int]
]  # pages from 1 on, and the numbers of their first names
LAID_OUT, SET, WRITTEN = 20, 60, 95  # percent


def write_pdf(
    rolls: Sequence[Roll],
    path: Path,
    report: Report,
    look: Look,
    recipient: int | None = None,
    attached: Sequence[Attached] = (),
    first_names: FirstNames | None = None,
) -> int:
    """Write the letter as PDF/A-3a and PDF/UA-1, and return the number of pages.

    Where names begin is added to `first_names`.

    Rolls in several languages make one document: the texts one after the other, and one
    list of names. A recipient, by place among the addressees, gets a letter of their own.
    """
    if recipient is not None:
        rolls = [
            replace(roll, addressees=[roll.addressees[recipient]]) for roll in rolls
        ]
    loadable = {logo.uri for roll in rolls for logo in roll.logos}
    with loading(loadable) as fetcher:
        from exports.composing import Composition

        front = render_front(rolls, page_css(look), look)
        document = lay_out(front, fetcher, STYLESHEET)
        report(LAID_OUT)
        composition = Composition(rolls, document, look, geometry(look))
        composition.set_names()
        report(SET)
        if first_names is not None:
            first_names += composition.first_names
        composition.write(path, attached)
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
