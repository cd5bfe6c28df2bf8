"""The page where editors choose how the documents of a letter look."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from exports import grouping
from exports.layout_forms import (
    LayoutForm,
    group_forms,
    rearranged,
    rows_of,
    sent_rows,
)
from exports.layouts import save_layout
from exports.models import Layout
from exports.preview import Choice, choice_of
from exports.reading import languages
from letters.access import letter_to_edit
from letters.models import Letter

SECONDS_OF_CHOICE = 30 * 60


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def layout(request: HttpRequest, slug: str) -> HttpResponse:
    letter = letter_to_edit(request, slug)
    known = Layout.of(letter)
    form = LayoutForm(instance=known)
    groups = group_forms(rows_of(grouping.written_rules(letter)))
    code = ""
    status = 200
    if request.method == "POST":
        action = request.POST.get("action", "save")
        rows = sent_rows(request.POST)
        form = LayoutForm(request.POST, instance=known)
        if action not in {"save", "preview"}:
            rows = rearranged(rows, action)
        groups = group_forms(rows)
        is_right = form.is_valid() and groups.is_valid()
        if is_right and action == "save":
            save_layout(letter, form.cleaned_data, groups.rules)
            messages.success(request, _("The layout is saved."))
            return redirect("exports:layout", letter.slug)
        if is_right:
            code = _keep(letter, choice_of(form.instance, groups.rules))
        elif action in {"save", "preview"}:
            status = 422
    context = {
        "letter": letter,
        "form": form,
        "groups": groups,
        "languages": languages(letter),
        "choice": code,
        "has_signatures": letter.signatures.all().listed().exists(),
    }
    return render(request, "exports/layout.html", context, status=status)


def _keep(letter: Letter, choice: Choice) -> str:
    """Remember for the previews what is not saved yet."""
    code = uuid.uuid4().hex
    cache.set(f"preview:choice:{letter.pk}:{code}", choice, SECONDS_OF_CHOICE)
    return code
