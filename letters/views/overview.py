"""The letter's overview, and the steps that change its state."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from campaigns.access import may, signed_in
from campaigns.models import DOCUMENT_READERS, EDITORS, MODERATORS
from core.errors import Refusal
from core.links import absolute_url
from letters.access import letter_to_edit, letter_to_read
from letters.date_forms import ExtensionForm
from letters.dates import events
from letters.models import Letter, UnsavedText


@never_cache
@login_required
@require_safe
def letter(request: HttpRequest, slug: str) -> HttpResponse:
    return _overview(request, letter_to_read(request, slug))


def _overview(request: HttpRequest, letter: Letter, problem: str = "") -> HttpResponse:
    may_edit = may(request, letter.campaign, EDITORS)
    context = {
        "letter": letter,
        "problem": problem,
        "missing": letter.missing_for_opening(),
        "events": events(letter),
        "extensions": letter.extensions.select_related("author"),
        "unsaved": _unsaved_texts(letter) if may_edit else [],
        "secret_links": _secret_links(letter) if may_edit else [],
        "may_edit": may_edit,
        "may_review": may(request, letter.campaign, MODERATORS),
        "may_download": may(request, letter.campaign, DOCUMENT_READERS),
    }
    status = 422 if problem else 200
    return render(request, "letters/letter.html", context, status=status)


def _unsaved_texts(letter: Letter) -> list[UnsavedText]:
    """One of what each editor wrote while another text was saved, and has not settled."""
    unsaved = UnsavedText.objects.filter(
        revision__letter=letter, revision__published_at=None
    )
    rows = unsaved.select_related("author")
    return list({(each.author_id, each.language): each for each in rows}.values())


def _secret_links(letter: Letter) -> list[dict[str, str]]:
    if letter.is_announced() and letter.is_text_public():
        return []  # everybody may read it: nobody needs a secret
    return [
        {
            "language": code,
            "url": absolute_url("signatures:letter", letter.slug, language=code)
            + f"?key={letter.key}",
        }
        for code in letter.campaign.languages
    ]


def _take_step(
    request: HttpRequest, slug: str, step: Callable[[Letter], None], success: str
) -> HttpResponse:
    letter = letter_to_edit(request, slug)
    try:
        step(letter)
    except Refusal as refusal:
        return _overview(request, letter_to_edit(request, slug), str(refusal))
    messages.success(request, success)
    return redirect("letters:letter", slug)


@never_cache
@login_required
@require_POST
def open(request: HttpRequest, slug: str) -> HttpResponse:
    return _take_step(
        request, slug, Letter.open, _("The letter is open for signature.")
    )


@never_cache
@login_required
@require_POST
def close(request: HttpRequest, slug: str) -> HttpResponse:
    return _take_step(request, slug, Letter.close, _("The letter is closed."))


@never_cache
@login_required
@require_POST
def replace_link(request: HttpRequest, slug: str) -> HttpResponse:
    success = _("There is a new secret link. The old one leads nowhere from now on.")
    return _take_step(request, slug, Letter.replace_key, success)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def extend(request: HttpRequest, slug: str) -> HttpResponse:
    letter = letter_to_edit(request, slug)
    data = request.POST if request.method == "POST" else None
    form = ExtensionForm(data, letter=letter)
    if form.is_valid():
        try:
            letter.extend(**form.cleaned_data, author=signed_in(request))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The deadline is moved."))
            return redirect("letters:letter", slug)
    context = {"letter": letter, "form": form}
    status = 422 if form.errors else 200
    return render(request, "letters/extend.html", context, status=status)
