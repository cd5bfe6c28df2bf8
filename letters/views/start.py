from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campaigns.access import roles_by_campaign, signed_in
from campaigns.models import ANY_ROLE, PARTNERS


@never_cache
@login_required
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Where somebody lands who has logged in: the team here, a partner's people there."""
    roles = set(roles_by_campaign(request).values())
    is_of_a_team = signed_in(request).is_superuser or ANY_ROLE & roles
    if PARTNERS & roles and not is_of_a_team:
        return redirect("/organize/partner/")
    return redirect("admin:index")
