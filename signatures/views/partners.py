"""Who stands behind a letter."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.formats import language
from signatures.visiting import visit


@require_safe
def partners(request: HttpRequest, slug: str) -> HttpResponse:
    seen = visit(request, slug)
    context = {
        "visit": seen,
        "letter": seen.letter,
        "letter_path": seen.path(),
        "title": seen.letter.title(language()),
        "campaign": seen.letter.campaign,
        "partners": seen.letter.campaign.partners.all(),
    }
    return seen.finish(render(request, "signatures/partners.html", context))
