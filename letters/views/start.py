from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from campaigns.access import campaigns_with, roles_by_campaign, signed_in
from campaigns.models import ANY_ROLE, EDITORS, PARTNERS
from core.clocks import zone_names
from core.errors import Refusal
from letters.changes import begin_letter
from letters.forms import NewLetterForm


@never_cache
@login_required
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Where somebody lands who has logged in: the team here, a partner's people there."""
    roles = set(roles_by_campaign(request).values())
    is_of_a_team = signed_in(request).is_superuser or ANY_ROLE & roles
    if PARTNERS & roles and not is_of_a_team:
        return redirect("partner:home")
    return redirect("admin:index")


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    campaigns = campaigns_with(request, EDITORS)
    if not campaigns.exists():
        raise Http404
    data = request.POST if request.method == "POST" else None
    form = NewLetterForm(data, campaigns=campaigns)
    if form.is_valid():
        try:
            begin_letter(form.instance, signed_in(request))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The letter is there as a draft."))
            return redirect("letters:recipients", form.instance.slug)
    context = {"form": form, "zones": zone_names()}
    status = 422 if form.errors else 200
    return render(request, "letters/new.html", context, status=status)
