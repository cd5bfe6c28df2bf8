"""Pages two to a sheet, in the order in which a folded stack of paper becomes a booklet."""

from collections.abc import Iterator
from pathlib import Path

# Of the sheet on its long side, in points.
SHEETS = {"letter": (792, 612), "a4": (841.89, 595.28)}


def order(pages: int) -> Iterator[tuple[int | None, int | None]]:
    """Which page stands left and which right, side by side of each sheet; None is blank.

    Fronts and backs alternate, for printing on both sides, turned on the short edge.
    """
    padded = -(-pages // 4) * 4

    def page(number: int) -> int | None:
        return number if number < pages else None

    for sheet in range(padded // 4):
        first, last = 2 * sheet, padded - 1 - 2 * sheet
        yield page(last), page(first)
        yield page(first + 1), page(last - 1)


def write_booklet(source: Path, target: Path, paper: str) -> int:
    """Write the booklet; return how many sheets of paper it takes."""
    # Imported late: only who asks for a packet needs it.
    import pikepdf

    width, height = SHEETS[paper]
    sides = 0
    with pikepdf.open(source) as pages, pikepdf.new() as booklet:
        for pair in order(len(pages.pages)):
            side = booklet.add_blank_page(page_size=(width, height))
            for number, left in zip(pair, (0, width / 2), strict=True):
                if number is not None:
                    half = pikepdf.Rectangle(left, 0, left + width / 2, height)
                    side.add_overlay(pages.pages[number], half)
            sides += 1
        booklet.save(
            target,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            deterministic_id=True,
        )
    return sides // 2
