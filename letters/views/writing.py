"""The text page of the wizard: the languages side by side, saved while they are written."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from campaigns.access import signed_in
from core.errors import Refusal
from core.formats import language_name
from core.http import SeeOther
from letters import services
from letters.access import letter_to_edit
from letters.columns import Column, Outcome, columns
from letters.models import Letter, Revision, Translation
from letters.text_forms import SNIPPETS, TextForm, append


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
            form = TextForm(request.POST, language=language)
            form.is_valid()
            kept = form.cleaned_data.get("kept")
            services.drop_unsaved(revision, language, editor, kept)
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
    is_valid = form.is_valid()
    kept = form.cleaned_data.get("kept")
    if not is_valid or not form.is_changed:
        return Outcome("" if is_valid else "invalid", form, kept=kept)
    version = form.cleaned_data["version"] if is_same_draft else -1
    try:
        saved = services.save_text(
            revision,
            form.language,
            version=version,
            author=editor,
            kept=kept,
            **form.written,
        )
    except services.Conflict as conflict:
        return Outcome("conflict", form, kept=conflict.ours.pk)
    except services.Published as published:
        return Outcome("published", form, kept=published.ours.pk)
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
            "message": column.message,
            **_next_saving(column.outcome),
            "errors": part("text_errors", column),
            "conflict": part("conflict", column),
            "parity": part("parity", column),
        }
        for column in shown
    }
    return JsonResponse({"languages": languages}, status=status)


def _next_saving(outcome: Outcome | None) -> dict[str, Any]:
    """What the next one begins with: what this one wrote, whatever came after it."""
    if outcome is None:
        return {}
    kept = {"kept": outcome.kept or ""}
    if outcome.saved is None:
        return kept
    saved = outcome.saved
    return {**kept, "version": saved.version, "base": saved.fingerprint}


@login_required
@never_cache
@require_POST
def begin_revision(request: HttpRequest, slug: str) -> HttpResponse:
    """Make the draft of the next text, a copy of the published one."""
    letter = letter_to_edit(request, slug)
    services.begin_revision(letter, signed_in(request))
    return SeeOther(reverse("letters:text", args=[letter.slug]))
