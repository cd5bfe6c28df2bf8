"""The letter's text in all its revisions, for everybody."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.formats import language
from letters.difference import difference
from signatures.showing import letter_context
from signatures.visiting import visit


@require_safe
def history(request: HttpRequest, slug: str) -> HttpResponse:
    """All revisions with their dates, reasons and fingerprints."""
    seen = visit(request, slug)
    if not seen.shows_text:
        raise Http404
    context = {
        "letter": seen.letter,
        "letter_path": seen.path(),
        "visit": seen,
        "title": seen.letter.title(language()),
        "rows": [
            (revision, seen.path(f"text/{revision.number}/"))
            for revision in seen.letter.published_revisions
        ],
    }
    return seen.finish(render(request, "signatures/history.html", context))


@require_safe
def revision(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One revision's text, and what it changed."""
    seen = visit(request, slug)
    published = seen.letter.published_revisions if seen.shows_text else []
    shown = next((each for each in published if each.number == number), None)
    if shown is None:
        raise Http404
    context = letter_context(seen.letter, shown)
    translation = context["translation"]
    before = next((each for each in published if each.number < number), None)
    old = before and before.in_language(translation.language)
    context |= {
        "letter_path": seen.path(),
        "history_path": seen.history_path,
        "visit": seen,
        "is_current": shown == published[0],
        "before": before,
        "before_path": before and seen.path(f"text/{before.number}/"),
        "blocks": difference(old, translation) if old else (),
    }
    return seen.finish(render(request, "signatures/revision.html", context))
