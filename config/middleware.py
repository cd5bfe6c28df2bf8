from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from campaigns.access import campaigns_with
from campaigns.models import ANY_ROLE
from letters.models import Letter

PRIVATE = ("/accounts/", "/admin/", "/organize/")


def keep_private(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Let nobody keep an organizer's page."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.path.startswith(PRIVATE):
            add_never_cache_headers(response)
        return response

    return middleware


def organizers_clock(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Let the admin tell times by the clock of the user's latest letter.

    What belongs to a letter is told by that letter's own.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.path.startswith("/admin/") or not request.user.is_authenticated:
            return get_response(request)
        own = Letter.objects.filter(campaign__in=campaigns_with(request, ANY_ROLE))
        zone = own.order_by("-pk").values_list("time_zone", flat=True).first()
        with timezone.override(zone or timezone.get_default_timezone()):
            return get_response(request)

    return middleware
