"""To whom the letter goes: an ordered list."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from core.errors import Refusal
from letters.access import letter_to_edit
from letters.forms import RecipientForm
from letters.models import Letter, Recipient, readiness
from letters.recipients import (
    add_recipient,
    change_recipient,
    move_recipient,
    remove_recipient,
)


@never_cache
@login_required
@require_safe
def recipients(request: HttpRequest, slug: str) -> HttpResponse:
    return _list(request, letter_to_edit(request, slug))


def _list(request: HttpRequest, letter: Letter, problem: str = "") -> HttpResponse:
    context = {
        "letter": letter,
        "recipients": letter.recipients.all(),
        "missing": readiness.missing_recipients(letter),
        "is_draft": letter.status == Letter.Status.DRAFT,
        "problem": problem,
    }
    status = 422 if problem else 200
    return render(request, "letters/recipients.html", context, status=status)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_recipient(request: HttpRequest, slug: str) -> HttpResponse:
    letter = letter_to_edit(request, slug)
    data = request.POST if request.method == "POST" else None
    form = RecipientForm(data, instance=Recipient(letter=letter))
    if form.is_valid():
        try:
            add_recipient(letter, form.instance)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("letters:recipients", slug)
    return _form(request, letter, form)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def recipient(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    letter = letter_to_edit(request, slug)
    found = get_object_or_404(letter.recipients, pk=pk)
    data = request.POST if request.method == "POST" else None
    form = RecipientForm(data, instance=found)
    if form.is_valid():
        try:
            change_recipient(form.instance)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The recipient is saved."))
            return redirect("letters:recipients", slug)
    return _form(request, letter, form)


def _form(request: HttpRequest, letter: Letter, form: RecipientForm) -> HttpResponse:
    context = {"letter": letter, "form": form}
    status = 422 if form.errors else 200
    return render(request, "letters/recipient.html", context, status=status)


@never_cache
@login_required
@require_POST
def arrange(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The buttons beside a name: up, down, remove."""
    letter = letter_to_edit(request, slug)
    found = get_object_or_404(letter.recipients, pk=pk)
    try:
        _press(found, request.POST.get("action", ""))
    except Refusal as refusal:
        return _list(request, letter, str(refusal))
    return redirect("letters:recipients", slug)


def _press(recipient: Recipient, action: str) -> None:
    if action == "remove":
        remove_recipient(recipient)
    elif action in {"up", "down"}:
        move_recipient(recipient, -1 if action == "up" else 1)
    else:
        raise Refusal(_("Press one of the buttons beside the name."))
