"""How the document looks on paper."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from exports.typesetting.blocks import Geometry

MILLIMETER = 72 / 25.4
PAPERS = {"letter": (612.0, 792.0), "a4": (595.276, 841.89)}  # points
COLUMN_GAP = 18


@dataclass(frozen=True)
class Medium:
    """What the document is read on: how large its type is, and its margins in points."""

    scale: float
    top: float  # room for the running head is inside of it
    side: float
    bottom: float  # for the running foot and the code


MEDIA = {
    "print": Medium(1, 25 * MILLIMETER, 27 * MILLIMETER, 24 * MILLIMETER),
    # Names are as large as twelve points; a window has an edge of its own.
    "screen": Medium(1.3, 20 * MILLIMETER, 15 * MILLIMETER, 22 * MILLIMETER),
}


@dataclass(frozen=True)
class Look:
    """What an organizer chose, and an edition keeps."""

    design: str = "classic"
    paper: str = "letter"
    medium: str = "print"
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


def geometry(look: Look) -> "Geometry":
    # Imported late: it loads Pango, which the web process does not need.
    from exports.typesetting.blocks import Geometry

    width, height = PAPERS[look.paper]
    medium = MEDIA[look.medium]
    return Geometry(
        width=width,
        height=height,
        left=medium.side,
        right=medium.side,
        top=medium.top,
        bottom=medium.bottom,
        columns=1,
        gap=COLUMN_GAP,
    )


def page_css(look: Look) -> str:
    """The sheet, its margins and the size of its type, for WeasyPrint."""
    width, height = PAPERS[look.paper]
    medium = MEDIA[look.medium]
    return (
        # Otherwise images ask readers to smooth them, which PDF/A forbids.
        "img { image-rendering: crisp-edges } "
        f"html {{ font-size: {12 * medium.scale:.2f}pt }} "
        f"@page {{ size: {width}pt {height}pt;"
        f" margin: {medium.top:.2f}pt {medium.side:.2f}pt {medium.bottom:.2f}pt }}"
    )
