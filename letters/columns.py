"""The languages of the text page, side by side: what is saved, what is not, and why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from accounts.models import User
from core.formats import own_name
from letters import parity
from letters.difference import Block, difference
from letters.models import Letter, Translation, UnsavedText
from letters.text_forms import TextForm, initial_text


@dataclass(frozen=True)
class Conflict:
    """Two texts of one language: what was saved, and what this editor's page keeps."""

    theirs: Translation
    ours: UnsavedText
    hour: str

    @property
    def difference(self) -> tuple[Block, ...]:
        return difference(self.theirs, self.ours)

    @property
    def cause(self) -> str:
        if self.theirs.edited_by_id == self.ours.author_id:
            return _("You saved this text at %(hour)s, in another tab or window.") % {
                "hour": self.hour
            }
        return _("%(name)s saved this text at %(hour)s while you were writing.") % {
            "name": self.theirs.edited_by or _("Somebody"),
            "hour": self.hour,
        }


@dataclass(frozen=True)
class Outcome:
    """What became of one language that was sent."""

    state: str  # "" (nothing new), "saved", "invalid", "conflict", "published"
    form: TextForm
    saved: Translation | None = None
    kept: int | None = None  # the unsaved text that its page shows from now on


@dataclass(frozen=True)
class Column:
    """One language of the text page."""

    language: str
    form: TextForm
    text: Translation | None
    is_authoritative: bool
    pairs: list[parity.Pair]  # those that are out of step
    conflict: Conflict | None
    hour: str
    outcome: Outcome | None = None  # of what was sent just now

    @property
    def state(self) -> str:
        return self.outcome.state if self.outcome else ""

    @property
    def name(self) -> str:
        return own_name(self.language)

    @property
    def message(self) -> str:
        """Whether what stands in the box is saved, and if not, why."""
        if self.state == "published":
            return _(
                "Not saved: the text has been published meanwhile. What you wrote is "
                "kept. Load this page again to prepare a change with it."
            )
        if self.state == "invalid":
            return _("Not saved: there is a problem.")
        if self.state == "conflict" and self.conflict:
            return _("Not saved. %(cause)s Both are shown; choose one.") % {
                "cause": self.conflict.cause
            }
        if self.state == "conflict":
            return _(
                "Not saved: this page was opened for an earlier draft. What you wrote "
                "is kept. Load this page again to go on with it."
            )
        if self.conflict:
            return _("Not saved yet")
        return self._saved() if self.text else ""

    def _saved(self) -> str:
        if self.text and self.text.edited_by:
            return _("Saved at %(hour)s by %(name)s") % {
                "hour": self.hour,
                "name": self.text.edited_by,
            }
        return _("Saved at %(hour)s") % {"hour": self.hour}


def hour(letter: Letter, at: datetime) -> str:
    """By the clock of the letter's zone; with the day, unless it is today there."""
    zone = ZoneInfo(letter.time_zone)
    shown, today = at.astimezone(zone), timezone.now().astimezone(zone).date()
    words = str(time_format(shown, "TIME_FORMAT"))
    if shown.date() == today:
        return words
    return f"{words}, {date_format(shown, 'DATE_FORMAT')}"


def columns(
    letter: Letter, editor: User, outcomes: Mapping[str, Outcome] | None = None
) -> list[Column]:
    """What the page shows of each language; what was sent and not saved stays filled in."""
    revision = letter.draft_revision or letter.current_revision
    if revision is None:
        return []
    texts = revision.texts()
    kept = list(revision.unsaved_texts.filter(author=editor))
    return [
        _column(
            letter,
            language,
            texts,
            [each for each in kept if each.language == language],
            outcomes.get(language) if outcomes else None,
        )
        for language in letter.campaign.languages
    ]


def _column(
    letter: Letter,
    language: str,
    texts: Mapping[str, Translation],
    all_kept: Iterable[UnsavedText],
    outcome: Outcome | None,
) -> Column:
    written, source = texts.get(language), texts.get(letter.authoritative)
    kept = _shown(all_kept, written, outcome)
    conflict = (
        Conflict(written, kept, hour(letter, written.edited_at))
        if written and kept and _differ(written, kept)
        else None
    )
    is_invalid = outcome is not None and outcome.state == "invalid"
    return Column(
        language=language,
        form=outcome.form
        if outcome and is_invalid
        else _form(language, written, kept, conflict),
        text=written,
        is_authoritative=language == letter.authoritative,
        pairs=parity.out_of_step(source, written)
        if source and written and source is not written
        else [],
        conflict=conflict,
        hour=hour(letter, written.edited_at) if written else "",
        outcome=outcome,
    )


def _shown(
    all_kept: Iterable[UnsavedText],
    written: Translation | None,
    outcome: Outcome | None,
) -> UnsavedText | None:
    """A page goes on with its own; a new one shows the last that is not settled."""
    if outcome:
        return next((each for each in all_kept if each.pk == outcome.kept), None)
    unsettled = [each for each in all_kept if written is None or _differ(written, each)]
    return unsettled[-1] if unsettled else None


def _differ(theirs: Translation, ours: UnsavedText) -> bool:
    names = ("title", "body", "closing")
    return any(getattr(theirs, name) != getattr(ours, name) for name in names)


def _form(
    language: str,
    written: Translation | None,
    kept: UnsavedText | None,
    conflict: Conflict | None,
) -> TextForm:
    """A form with the saved text; in a conflict with the editor's own, for editing."""
    if kept is None or (written and conflict is None):
        return TextForm(language=language, initial=initial_text(language, written))
    own = {"title": kept.title, "body": kept.body, "closing": kept.closing}
    initial = {**initial_text(language, written, **own), "kept": kept.pk}
    if conflict:
        # Saving it by the way must not replace what somebody else wrote.
        initial["version"] = max(conflict.theirs.version - 1, 0)
    else:
        initial["base"] = ""
    return TextForm(language=language, initial=initial)
