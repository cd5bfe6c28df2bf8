"""Which characters would print as an empty box: asked of fontconfig before they do."""

import subprocess
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from functools import cache

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# Drawn by no glyph of their own: spaces, controls, direction marks, joiners.
INVISIBLE = {"Cc", "Cf", "Zs", "Zl", "Zp"}
VARIATION_SELECTORS = range(0xFE00, 0xFE10)


@cache
def _ranges() -> list[tuple[int, int]]:
    """First and last code points of what the installed fonts cover, merged and sorted."""
    printed = subprocess.run(
        ["fc-list", ":scalable=true", "charset"],  # noqa: S607  wherever it is installed
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    ).stdout
    spans = sorted(
        (int(first, 16), int(last or first, 16))
        for charset in printed.replace(":charset=", "").split()
        for first, _dash, last in [charset.partition("-")]
    )
    merged: list[tuple[int, int]] = []
    for first, last in spans:
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return merged


def are_missing() -> bool:
    """Whether there is no font at all, in which case Pango ends the process."""
    try:
        return not _ranges()
    except (OSError, subprocess.SubprocessError):
        return False  # nobody can tell


@cache
def _is_covered(char: str) -> bool:
    if (
        unicodedata.category(char) in INVISIBLE
        or ord(char) in VARIATION_SELECTORS
        or _has_glyph(ord(char))
    ):
        return True
    # HarfBuzz draws a letter that no font has as its base and its accents.
    parts = unicodedata.normalize("NFD", char)
    return parts != char and all(_has_glyph(ord(part)) for part in parts)


def _has_glyph(code: int) -> bool:
    index = bisect_right(_ranges(), (code, 0x110000)) - 1
    return index >= 0 and _ranges()[index][0] <= code <= _ranges()[index][1]


def missing(text: str) -> str:
    """The characters of the text that no installed font can draw, each once, sorted."""
    return "".join(sorted(char for char in set(text) if not _is_covered(char)))


def validate_drawable(text: str) -> None:
    """Refuse what would print as empty boxes, where the fonts can be asked."""
    try:
        lacking = missing(text)
    except (OSError, subprocess.SubprocessError):
        return
    if lacking:
        named = ", ".join(f"{char} (U+{ord(char):04X})" for char in lacking)
        raise ValidationError(
            _(
                "No installed font has: %(characters)s. Write this without, or ask the"
                " operator for a font."
            ),
            params={"characters": named},
        )


def uncovered(lines: Iterable[str]) -> list[tuple[str, str]]:
    """Those of the lines that would not print whole, each with the characters it lacks."""
    return [(line, lacking) for line in lines if (lacking := missing(line))]
