"""One letter, one language, one format, one file: for the worker and for the command."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from subprocess import SubprocessError

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exports import fonts, writers
from exports.models import Document
from exports.pdf import write_pdf
from exports.reading import read_look, read_roll
from exports.roll import Roll, line
from letters.models import Letter

LINES_IN_WARNING = 20
WRITERS: dict[str, Callable[[Roll, Path], None]] = {
    Document.Format.HTML: writers.write_html,
    Document.Format.TXT: writers.write_txt,
    Document.Format.CSV: writers.write_csv,
    Document.Format.XLSX: writers.write_xlsx,
}


@dataclass(frozen=True)
class Rendered:
    names: int
    pages: int | None
    warning: str


def render(
    letter: Letter,
    *,
    language: str,
    format: str,
    path: Path,
    report: Callable[[int], None],
) -> Rendered:
    """Write what is listed now to the path; raise Refusal with a sentence if that cannot be."""
    with translation.override(language):
        roll = read_roll(letter, language)
        report(10)
        if format != Document.Format.PDF:
            WRITERS[format](roll, path)
            return Rendered(roll.counts.total, None, "")
        warning = missing_glyphs(roll)
        pages = write_pdf([roll], path, report, read_look(letter))
        return Rendered(roll.counts.total, pages, warning)


def missing_glyphs(roll: Roll) -> str:
    """A sentence and the lines that would print with empty boxes, or nothing."""
    try:
        lines = fonts.uncovered(_printed(roll))
    except (OSError, SubprocessError):
        return _(
            "Nobody could check that the fonts have every character, because fc-list"
            " (package fontconfig) does not run. Look at every page."
        )
    if not lines:
        return ""
    sentence = ngettext(
        "No installed font has every character of %(count)s line; it prints with empty"
        " boxes. Install a font for it, for instance fonts-noto-cjk, and render again:",
        "No installed font has every character of %(count)s lines; they print with empty"
        " boxes. Install a font for them, for instance fonts-noto-cjk, and render again:",
        len(lines),
    ) % {"count": len(lines)}
    named = [f"{text} ({' '.join(lacking)})" for text, lacking in lines]
    if len(named) > LINES_IN_WARNING:
        named[LINES_IN_WARNING:] = ["…"]
    return "\n".join([sentence, *named])


def _printed(roll: Roll) -> Iterator[str]:
    yield from (roll.campaign, *roll.partners)
    for addressee in roll.addressees:
        yield from (*addressee.lines, addressee.salutation)
    yield from (roll.title, *roll.body.split("\n"), roll.closing)
    yield from (line(entry, str, roll.parts) for entry in roll.entries)
