from collections.abc import Callable, Iterable
from urllib.parse import unquote
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.utils.http import parse_header_parameters
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


def refuse_charsets(application: WSGIApplication) -> WSGIApplication:
    """Answer 400 to requests in another encoding than UTF-8, before Django decodes them.

    It would use any codec of Python's that the header names, such as rot13 or utf-7.
    """

    def checked(
        environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        if _is_utf8(environ.get("CONTENT_TYPE", "")):
            return application(environ, start_response)
        start_response(
            "400 Bad Request", [("Content-Type", "text/plain; charset=utf-8")]
        )
        return [_("Send the request in the encoding UTF-8.").encode()]

    return checked


def _is_utf8(content_type: str) -> bool:
    try:
        _media, parameters = parse_header_parameters(content_type)
    except ValueError:
        return False
    charset = parameters.get("charset", "utf-8")
    return charset.strip().lower() in {"utf-8", "utf8"}
