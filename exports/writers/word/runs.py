"""Text as runs: those from right to left are marked, so that they turn no neighbor."""

import re
from xml.sax.saxutils import escape

from core.characters import legal
from exports.markup import DIRECTION_CONTROLS, RIGHT_TO_LEFT
from exports.writers.word.languages import Tongue

# Words from right to left with what stands between them.
LEFTWARDS = re.compile(
    rf"({RIGHT_TO_LEFT.pattern}+(?:[^\w]*{RIGHT_TO_LEFT.pattern}+)*)"
)
OPEN, CLOSE = "\x01", "\x02"  # no file may hold them, so no text does
PARTS = re.compile(f"[{OPEN}{CLOSE}]")


def clean(text: str) -> str:
    return legal(text).translate(DIRECTION_CONTROLS)


def isolated(part: str) -> str:
    """Part of a line, between brackets for `line_runs` if it runs from right to left."""
    part = clean(part)
    return f"{OPEN}{part}{CLOSE}" if RIGHT_TO_LEFT.search(part) else part


def line_runs(line: str, tongue: Tongue) -> str:
    """The runs of a line whose parts were given to `isolated`."""
    return _turning(PARTS.split(line), "", tongue)


def runs(text: str, tongue: Tongue, properties: str = "") -> str:
    """The runs of any other text, with its line breaks."""
    return _turning(LEFTWARDS.split(clean(text)), properties, tongue)


def _turning(pieces: list[str], properties: str, tongue: Tongue) -> str:
    """Runs of pieces in turn from left to right and from right to left."""
    usual = f"{properties}{tongue.rtl}{tongue.lang}"
    turned = f"{properties}<w:rtl/>{tongue.lang}"
    written = []
    for number, piece in enumerate(pieces):
        if number % 2:
            mark = _run(tongue.mark, usual)
            written += [mark, _run(piece, turned), mark]
        elif piece:
            written.append(_run(piece, usual))
    return "".join(written)


def _run(text: str, properties: str) -> str:
    if properties:
        properties = f"<w:rPr>{properties}</w:rPr>"
    lines = [
        f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n")
    ]
    return f"<w:r>{properties}{'<w:br/>'.join(lines)}</w:r>"
