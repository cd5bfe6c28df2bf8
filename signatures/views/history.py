"""The letter's text in all its revisions, for everybody."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.formats import language
from letters import text
from letters.difference import difference
from letters.models import Letter, Revision
from signatures.numbers import format_counts
from signatures.visiting import visit


def _published(letter: Letter) -> list[Revision]:
    """Newest first."""
    revisions = [each for each in letter.revisions.all() if each.published_at]
    return sorted(revisions, key=lambda revision: revision.number, reverse=True)


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
            for revision in _published(seen.letter)
        ],
    }
    return seen.finish(render(request, "signatures/history.html", context))


@require_safe
def revision(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One revision's text, and what it changed."""
    seen = visit(request, slug)
    published = _published(seen.letter) if seen.shows_text else []
    shown = next((each for each in published if each.number == number), None)
    if shown is None:
        raise Http404
    translation = shown.in_language(language())
    if translation is None:
        raise Http404
    before = next((each for each in published if each.number < number), None)
    old = before and before.in_language(translation.language)
    numbers = format_counts(seen.letter.signatures.all().counts(), translation.language)
    context = {
        "letter": seen.letter,
        "campaign": seen.letter.campaign,
        "letter_path": seen.path(),
        "history_path": seen.path("text/"),
        "visit": seen,
        "revision": shown,
        "is_current": shown == published[0],
        "before": before,
        "before_path": before and seen.path(f"text/{before.number}/"),
        "blocks": difference(old, translation) if old else (),
        "translation": translation,
        "title": translation.title,
        "body": text.render(text.fill(translation.body, numbers)),
        "recipients": seen.letter.recipients.all(),
    }
    return seen.finish(render(request, "signatures/revision.html", context))
