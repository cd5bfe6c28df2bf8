"""Previews of documents for editors. A worker draws; here is only waited for it."""

from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campaigns.access import signed_in
from core.errors import Refusal
from core.http import sentence
from exports import preview
from exports.preview import Choice, Part, Preview
from exports.waiting import drawn
from letters.access import letter_to_edit
from letters.models import Letter


@login_required
@never_cache
@require_safe
def preview_pdf(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    return _preview(request, slug, language, Part.FILE)


@login_required
@never_cache
@require_safe
def preview_png(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """A picture of the first page, or of one with names."""
    has_names = request.GET.get("page") == Part.NAMES
    return _preview(
        request, slug, language, Part.NAMES if has_names else Part.FIRST_PAGE
    )


def _preview(
    request: HttpRequest, slug: str, language: str, part: Part
) -> HttpResponse:
    """The letter as it will be printed."""
    letter = letter_to_edit(request, slug)
    turn = f"preview:{signed_in(request).pk}:{language}:{part}"
    try:
        choice = _choice(letter, request.GET.get("choice", ""))
        answer = drawn(Preview(letter.pk, language, part, choice), turn)
    except Refusal as refusal:
        return sentence(str(refusal), 503)
    if answer is None:
        return sentence(_("A later preview is being drawn. Look again."), 429)
    if answer.problem:
        return sentence(answer.problem, 422)
    kind = "application/pdf" if part == Part.FILE else "image/png"
    return HttpResponse(answer.content, content_type=kind)


def _choice(letter: Letter, code: str) -> Choice:
    if not code:
        return preview.saved_choice(letter)
    choice: Choice | None = cache.get(f"preview:choice:{letter.pk}:{code}")
    if choice is None:
        raise Refusal(_("This preview is out of date. Show the preview again."))
    return choice
