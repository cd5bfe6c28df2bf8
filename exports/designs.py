"""How the document looks on paper."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from exports.typesetting.pages import Geometry

MILLIMETER = 72 / 25.4
PAPERS = {"letter": (612.0, 792.0), "a4": (595.276, 841.89)}  # points
# Room for the running head and foot is inside of these.
TOP, SIDE, BOTTOM = 25 * MILLIMETER, 27 * MILLIMETER, 24 * MILLIMETER
COLUMN_GAP = 18


@dataclass(frozen=True)
class Look:
    """What an organizer chose, and an edition keeps."""

    design: str = "classic"
    paper: str = "letter"
    has_cover: bool = False
    has_summary: bool = False
    attaches_list: bool = False


@dataclass(frozen=True)
class Design:
    """The list of names; lengths in points."""

    size: float
    leading: float
    columns: int = 1
    run_in: bool = False  # names follow each other in the line


DESIGNS = {
    "classic": Design(9.25, 13.1),
    "columns": Design(8.5, 11.8, columns=2),
    "compact": Design(8, 11.2, run_in=True),
}


def geometry(paper: str, columns: int = 1) -> "Geometry":
    # Imported late: it loads Pango, which the web process does not need.
    from exports.typesetting.pages import Geometry

    width, height = PAPERS[paper]
    return Geometry(
        width=width,
        height=height,
        left=SIDE,
        right=SIDE,
        top=TOP,
        bottom=BOTTOM,
        columns=columns,
        gap=COLUMN_GAP,
    )


def page_css(paper: str) -> str:
    """The sheet and its margins, for WeasyPrint."""
    width, height = PAPERS[paper]
    return (
        # Otherwise images ask readers to smooth them, which PDF/A forbids.
        "img { image-rendering: crisp-edges } "
        f"@page {{ size: {width}pt {height}pt;"
        f" margin: {TOP:.2f}pt {SIDE:.2f}pt {BOTTOM:.2f}pt }}"
    )
