"""A QR code in the foot of printed pages, as vectors that every page shares."""

from itertools import groupby

import pydyf
import segno

NAME = b"/Code"


def draw_code(address: str) -> pydyf.Stream:
    """The code as a drawing of width and height one."""
    # "m": a seventh of it may be dirty; the foot of a page is not folded.
    rows = segno.make(address, error="m", micro=False).matrix
    unit = 1 / len(rows)
    drawing = pydyf.Stream(
        [b"0 g %.6f 0 0 %.6f 0 0 cm" % (unit, unit)],
        {
            "Type": "/XObject",
            "Subtype": "/Form",
            "BBox": pydyf.Array([0, 0, 1, 1]),
        },
        compress=True,
    )
    for height, row in enumerate(reversed(rows)):
        at = 0
        for is_dark, modules in groupby(row):
            count = len(list(modules))
            if is_dark:
                drawing.stream.append(b"%d %d %d 1 re" % (at, height, count))
            at += count
    drawing.stream.append(b"f")
    return drawing


def place_code(x: float, y: float, size: float) -> bytes:
    """The operators that show it: a link for cameras, and nothing to be read aloud."""
    return (
        b"/Artifact<</Type/Pagination>>BDC q %.2f 0 0 %.2f %.2f %.2f cm %s Do Q EMC"
        % (
            size,
            size,
            x,
            y,
            NAME,
        )
    )
