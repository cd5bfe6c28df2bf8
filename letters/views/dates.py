from copy import copy

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from core.clocks import zone_names
from core.errors import Refusal
from letters.access import letter_to_edit
from letters.changes import change_dates
from letters.date_forms import DatesForm


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def dates(request: HttpRequest, slug: str) -> HttpResponse:
    letter = letter_to_edit(request, slug)
    data = request.POST if request.method == "POST" else None
    form = DatesForm(data, instance=copy(letter))
    if form.is_valid():
        try:
            change_dates(letter, **form.changed_columns())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The dates are saved."))
            return redirect("letters:rules", slug)
    context = {"letter": letter, "form": form, "zones": zone_names()}
    status = 422 if form.errors else 200
    return render(request, "letters/dates.html", context, status=status)
