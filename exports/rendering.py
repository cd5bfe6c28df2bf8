"""One letter, one language, one format, one file: for the worker and for the command."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from subprocess import SubprocessError

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.errors import Refusal
from exports import frozen
from exports.attaching import attached_list
from exports.boxes import boxes
from exports.designs import Look
from exports.models import Document, Edition, Layout
from exports.pdf import FirstNames, write_pdf
from exports.reading import languages, read_roll
from exports.roll import Roll
from exports.sealing import seal
from exports.writers import LETTER_WRITERS, PRESS_WRITERS, WRITERS
from letters.models import Letter

LINES_IN_WARNING = 20


@dataclass(frozen=True)
class Rendered:
    names: int
    pages: int | None = None
    warning: str = ""
    sealed_by: str = ""
    first_names: FirstNames = field(default_factory=list)


def render(
    letter: Letter,
    *,
    language: str,
    format: str,
    path: Path,
    report: Callable[[int], None],
    edition: Edition | None = None,
    audience: str = Document.Audience.OFFICIALS,
    recipient: int | None = None,
) -> Rendered:
    """Write what is listed now, or what an edition froze, to the path.

    Raises Refusal with a sentence if that cannot be. The recipient, by key, is the only
    one whom the letter then addresses.
    """
    source = _frozen(edition) if edition else _listed(letter)
    layout = source.layout
    codes = [language]
    if Document.Format(format).follows_layout:
        codes = layout.languages_in_one(language, source.languages)
    rolls = [source.roll(code, audience, recipient) for code in codes]
    report(10)
    with translation.override(language):
        names = rolls[0].counts.total
        if format != Document.Format.PDF:
            is_for_team = edition is None and audience == Document.Audience.OFFICIALS
            _write(
                rolls,
                path,
                format=format,
                audience=audience,
                look=layout.look,
                is_for_team=is_for_team,
            )
            return Rendered(names)
        warning = missing_glyphs(rolls)
        attached = []
        if layout.attaches_list:
            attached = [attached_list(frozen.as_printed(rolls[0]), path.parent)]
        first: FirstNames = []
        pages = write_pdf(
            rolls, path, report, layout.look, attached=attached, first_names=first
        )
        sealed_by = seal(path) if edition else ""
        return Rendered(names, pages, warning, sealed_by, first)


@dataclass(frozen=True)
class _Source:
    """Where the rolls of a document come from."""

    read: Callable[[str], Roll]
    layout: Layout
    languages: list[str]
    recipients: list[int]

    def roll(self, language: str, audience: str, recipient: int | None) -> Roll:
        with translation.override(language):
            roll = frozen.for_audience(self.read(language), audience)
        if recipient is None:
            return roll
        if recipient not in self.recipients:
            raise Refusal(_("The letter is not addressed to this recipient."))
        addressee = roll.addressees[self.recipients.index(recipient)]
        return replace(roll, addressees=[addressee])


def _frozen(edition: Edition) -> _Source:
    return _Source(
        read=partial(frozen.read, edition),
        layout=edition.layout,
        languages=edition.languages,
        recipients=edition.recipients,
    )


def _listed(letter: Letter) -> _Source:
    return _Source(
        read=partial(read_roll, letter),
        layout=Layout.of(letter),
        languages=[code for code, _name in languages(letter)],
        recipients=list(letter.recipients.values_list("pk", flat=True)),
    )


def _write(
    rolls: list[Roll],
    path: Path,
    *,
    format: str,
    audience: str,
    look: Look,
    is_for_team: bool,
) -> None:
    """Write any format but PDF."""
    is_for_press = audience == Document.Audience.PRESS
    if is_for_press and format not in PRESS_WRITERS:
        raise Refusal(
            _("For the press, names are written as plain text, CSV or Excel.")
        )
    if format in LETTER_WRITERS:
        LETTER_WRITERS[format](rolls, path, look)
        return
    roll = rolls[0] if is_for_team else frozen.as_printed(rolls[0])
    writers = PRESS_WRITERS if is_for_press else WRITERS
    writers[format](roll, path)


def missing_glyphs(rolls: list[Roll]) -> str:
    """A sentence and the lines that would print with empty boxes, or nothing."""
    try:
        lines = list(dict.fromkeys(line for roll in rolls for line in boxes(roll)))
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
    if len(lines) > LINES_IN_WARNING:
        lines[LINES_IN_WARNING:] = ["…"]
    return "\n".join([sentence, *lines])
