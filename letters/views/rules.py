from copy import copy

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from core.errors import Refusal
from letters.access import letter_to_edit
from letters.changes import change_rules
from letters.forms import RulesForm


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rules(request: HttpRequest, slug: str) -> HttpResponse:
    letter = letter_to_edit(request, slug)
    data = request.POST if request.method == "POST" else None
    # A copy, because validating writes what was posted into the row.
    form = RulesForm(data, instance=copy(letter))
    if form.is_valid():
        try:
            change_rules(letter, **form.changed_columns())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The rules are saved."))
            return redirect("letters:letter", form.cleaned_data.get("slug", slug))
    context = {"letter": letter, "form": form}
    status = 422 if form.errors else 200
    return render(request, "letters/rules.html", context, status=status)
