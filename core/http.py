"""Answers that Django has no name for."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlsplit

from django.conf import settings
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
)
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


class SeeOther(HttpResponseRedirect):
    status_code = 303


def sentence(words: str, status: int) -> HttpResponse:
    """An answer in words to who asked for a file."""
    return HttpResponse(words, status=status, content_type="text/plain; charset=utf-8")


def is_cross_site(request: HttpRequest) -> bool:
    """Whether the browser states that another site's page sent this form."""
    if site := request.headers.get("Sec-Fetch-Site"):
        return site in {"cross-site", "same-site"}
    origin = request.headers.get("Origin", "")
    allowed = {request.get_host(), urlsplit(settings.SITE_URL).netloc}
    try:
        return bool(origin) and urlsplit(origin).netloc not in allowed
    except ValueError:
        return True  # no browser of ours sends such an origin


def secret_address(view: View[P]) -> View[P]:
    """A page whose address is a secret: kept by nobody, passed on to nobody.

    The token is what authorizes the POST, and there is no session to ride, so the
    CSRF token would add a cookie and nothing else.
    """

    @wraps(view)
    def wrapper(
        request: HttpRequest, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex"
        return response

    return csrf_exempt(never_cache(wrapper))
