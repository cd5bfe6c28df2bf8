from collections.abc import Callable
from urllib.parse import unquote

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.utils.translation import gettext as _

Handler = Callable[[HttpRequest], HttpResponse]


def refuse_nul(get_response: Handler) -> Handler:
    """Answer 400 to NUL characters in a URL, which PostgreSQL cannot store or compare."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path or "\x00" in unquote(
            request.META.get("QUERY_STRING", "")
        ):
            return HttpResponseBadRequest(
                _("This address contains a character that cannot be used."),
                content_type="text/plain; charset=utf-8",
            )
        return get_response(request)

    return middleware
