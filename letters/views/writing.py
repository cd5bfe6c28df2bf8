"""The text page of the wizard: the languages side by side, saved while they are written."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from campaigns.access import signed_in
from core.errors import Refusal
from core.formats import language_name, own_name
from core.http import SeeOther
from letters import parity, services
from letters.access import letter_to_edit
from letters.difference import Block, difference
from letters.models import Letter, Revision, Translation, UnsavedText
from letters.text_forms import SNIPPETS, TextForm, append, initial_text


@dataclass(frozen=True)
class Step:
    """What a button asks for beside saving: "insert:bold:en", "mine:en", "accept:es:…"."""

    verb: str = "save"
    language: str = ""
    subject: str = ""

    @classmethod
    def read(cls, data: QueryDict) -> "Step":
        verb, *rest = data.get("action", "save").split(":", 2)
        if verb == "insert" and len(rest) == 2 and rest[0] in SNIPPETS:
            return cls(verb, rest[1], rest[0])
        if verb in {"mine", "theirs"} and len(rest) == 1:
            return cls(verb, rest[0])
        if verb == "accept" and len(rest) == 2:
            return cls(verb, *rest)
        return cls("next") if verb == "next" else cls()


@dataclass(frozen=True)
class Conflict:
    """Two texts of one language: what somebody else saved, and what this editor wrote."""

    theirs: Translation
    ours: UnsavedText
    hour: str

    @property
    def difference(self) -> tuple[Block, ...]:
        return difference(self.theirs, self.ours)


@dataclass(frozen=True)
class Outcome:
    """What became of one language that was sent."""

    state: str  # "" (nothing new), "saved", "invalid", "conflict", "published"
    form: TextForm
    saved: Translation | None = None


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


def hour(letter: Letter, at: datetime) -> str:
    """By the clock of the letter's zone; with the day, unless it is today there."""
    zone = ZoneInfo(letter.time_zone)
    shown, today = at.astimezone(zone), timezone.now().astimezone(zone).date()
    words = str(time_format(shown, "TIME_FORMAT"))
    if shown.date() == today:
        return words
    return f"{words}, {date_format(shown, 'DATE_FORMAT')}"


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def text(request: HttpRequest, slug: str) -> HttpResponse:
    """Write the draft; once it is published, read it and begin the next one."""
    letter = letter_to_edit(request, slug)
    if request.method != "POST":
        return _page(request, letter, columns(letter, signed_in(request)))
    step = Step.read(request.POST)
    outcomes = _save(request, letter, step)
    letter = letter_to_edit(request, slug)  # its texts have just been changed
    shown = columns(letter, signed_in(request), outcomes)
    states = {column.state for column in shown}
    status = 422 if "invalid" in states else 409
    if states <= {"", "saved"}:
        status = 200
    if request.accepts("text/html"):
        if status != 200:
            return _page(request, letter, shown, status=status)
        messages.success(request, _("The text is saved."))
        if step.verb == "next":
            return redirect(_next_page(letter), letter.slug)
        anchor = f"#{step.language}" if step.language else ""
        return SeeOther(request.path + anchor)
    return _answer(request, letter, shown, status)


def _next_page(letter: Letter) -> str:
    is_draft = letter.status == Letter.Status.DRAFT
    return "letters:dates" if is_draft else "letters:revisions"


def _save(request: HttpRequest, letter: Letter, step: Step) -> dict[str, Outcome]:
    """Save each language that was sent and changed; say what became of each."""
    editor = signed_in(request)
    revision = letter.draft_revision or letter.current_revision
    assert revision is not None
    outcomes = {}
    for language in letter.campaign.languages:
        if f"{language}-version" not in request.POST:
            continue
        if step == Step("theirs", language):
            services.drop_unsaved(revision, language, editor)
            continue
        data = _data(request.POST, language, step)
        form = TextForm(data, language=language)
        is_same_draft = data.get("revision") == str(revision.number)
        outcomes[language] = _save_one(
            revision, form, editor, is_same_draft=is_same_draft
        )
    if step.verb == "accept":
        _accept(request, revision, step)
    return outcomes


def _data(posted: QueryDict, language: str, step: Step) -> Mapping[str, Any]:
    data = posted.dict()
    if step.language != language:
        return data
    if step.verb == "insert":
        body = str(data.get(f"{language}-body", ""))
        data[f"{language}-body"] = append(body, step.subject)
    if step.verb == "mine":
        # Having seen both, the editor means the one that was written later.
        data[f"{language}-version"] = data.get(f"{language}-theirs", "0")
        data[f"{language}-base"] = ""
    return data


def _save_one(
    revision: Revision, form: TextForm, editor: User, *, is_same_draft: bool
) -> Outcome:
    if not form.is_valid():
        return Outcome("invalid", form)
    if not form.is_changed:
        return Outcome("", form)
    version = form.cleaned_data["version"] if is_same_draft else -1
    try:
        saved = services.save_text(
            revision, form.language, version=version, author=editor, **form.written
        )
    except services.Conflict:
        return Outcome("conflict", form)
    except Refusal:
        return Outcome("published", form)
    return Outcome("saved", form, saved)


def _accept(request: HttpRequest, revision: Revision, step: Step) -> None:
    translation = Translation.objects.filter(
        revision=revision, language=step.language
    ).first()
    try:
        if translation:
            services.accept_paragraph(translation, step.subject)
    except Refusal as refusal:
        messages.error(request, str(refusal))


def columns(
    letter: Letter, editor: User, outcomes: Mapping[str, Outcome] | None = None
) -> list[Column]:
    """What the page shows of each language; what was sent and not saved stays filled in."""
    revision = letter.draft_revision or letter.current_revision
    if revision is None:
        return []
    texts = revision.texts()
    kept = {
        each.language: each for each in revision.unsaved_texts.filter(author=editor)
    }
    return [
        _column(
            letter,
            language,
            texts,
            kept.get(language),
            outcomes.get(language) if outcomes else None,
        )
        for language in letter.campaign.languages
    ]


def _column(
    letter: Letter,
    language: str,
    texts: Mapping[str, Translation],
    kept: UnsavedText | None,
    outcome: Outcome | None,
) -> Column:
    written, source = texts.get(language), texts.get(letter.authoritative)
    conflict = _conflict(letter, written, kept)
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


def _conflict(
    letter: Letter, theirs: Translation | None, ours: UnsavedText | None
) -> Conflict | None:
    if theirs is None or ours is None:
        return None
    fields = ("title", "body", "closing")
    if all(getattr(theirs, name) == getattr(ours, name) for name in fields):
        return None
    return Conflict(theirs, ours, hour(letter, theirs.edited_at))


def _form(
    language: str,
    written: Translation | None,
    kept: UnsavedText | None,
    conflict: Conflict | None,
) -> TextForm:
    """A form with the saved text; in a conflict with the editor's own, for editing."""
    if conflict is None and (kept is None or written is not None):
        return TextForm(language=language, initial=initial_text(language, written))
    assert kept is not None
    own = {"title": kept.title, "body": kept.body, "closing": kept.closing}
    initial = initial_text(language, written, **own)
    if conflict:
        # Saving it by the way must not replace what somebody else wrote.
        initial["version"] = max(conflict.theirs.version - 1, 0)
    else:
        initial["base"] = ""
    return TextForm(language=language, initial=initial)


def _page(
    request: HttpRequest, letter: Letter, shown: list[Column], *, status: int = 200
) -> HttpResponse:
    draft = letter.draft_revision
    context = {
        "letter": letter,
        "draft": draft,
        "published": letter.current_revision,
        "columns": shown,
        "authoritative_name": language_name(letter.authoritative),
        "snippets": SNIPPETS,
        "has_problem": any(column.form.errors for column in shown),
    }
    return render(request, "letters/text.html", context, status=status)


def _answer(
    request: HttpRequest, letter: Letter, shown: list[Column], status: int
) -> JsonResponse:
    """What the page's script shows: the state of each language that was sent."""
    context = {
        "letter": letter,
        "authoritative_name": language_name(letter.authoritative),
    }

    def part(name: str, column: Column) -> str:
        return render_to_string(
            f"letters/_{name}.html", {**context, "column": column}, request
        )

    languages = {
        column.language: {
            "state": column.state,
            "message": _message(column),
            **_counted(column.outcome),
            "errors": part("text_errors", column),
            "conflict": part("conflict", column),
            "parity": part("parity", column),
        }
        for column in shown
    }
    return JsonResponse({"languages": languages}, status=status)


def _counted(outcome: Outcome | None) -> dict[str, Any]:
    """What the next saving begins with: what this one wrote, whatever came after it."""
    if outcome is None or outcome.saved is None:
        return {}
    return {"version": outcome.saved.version, "base": outcome.saved.fingerprint}


def _message(column: Column) -> str:
    if column.state == "conflict" and column.conflict:
        return _(
            "Not saved: %(name)s saved this text at %(hour)s while you were writing. "
            "Both are shown; choose one."
        ) % {"name": column.conflict.theirs.edited_by, "hour": column.conflict.hour}
    if column.state == "published":
        return _(
            "Not saved: the text has been published meanwhile. What you wrote is kept. "
            "Load this page again to prepare a change with it."
        )
    if column.state == "invalid":
        return _("Not saved: there is a problem.")
    return _("Saved at %(hour)s") % {"hour": column.hour} if column.text else ""


@login_required
@never_cache
@require_POST
def begin_revision(request: HttpRequest, slug: str) -> HttpResponse:
    """Make the draft of the next text, a copy of the published one."""
    letter = letter_to_edit(request, slug)
    services.begin_revision(letter, signed_in(request))
    return SeeOther(reverse("letters:text", args=[letter.slug]))
