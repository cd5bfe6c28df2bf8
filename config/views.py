import email
import re
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.policy import default as POLICY
from pathlib import Path

from django.conf import settings
from django.core.paginator import Paginator
from django.db import Error as DatabaseError
from django.db.models import Min
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from signatures.models import Mail

BROKER_SECONDS = 0.1
MAIL_NAME = re.compile(r"[0-9TZ.]+-[0-9a-f]+\.eml")
MAILS_PER_PAGE = 50
MAIL_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'; "
    "sandbox allow-popups allow-popups-to-escape-sandbox"
)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return redirect(f"/{get_language()}/")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    private = ["accounts/", "admin/", "mailbox/", "organize/", "*/confirm/"]
    private.append("*/signature/")
    lines = ["User-agent: *", *(f"Disallow: /{path}" for path in private)]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """Whether we can work: 200 while the database answers, because all else may wait."""
    report: dict[str, object] = {
        "database": True,
        "broker": broker_answers(),
        "oldest_owed_mail_seconds": None,
        "version": settings.VERSION,
    }
    try:
        report["oldest_owed_mail_seconds"] = oldest_owed_mail_seconds()
    except DatabaseError:
        report["database"] = False
    return JsonResponse(report, status=200 if report["database"] else 503)


def oldest_owed_mail_seconds() -> int | None:
    owed = Mail.objects.filter(status__in=[Mail.Status.QUEUED, Mail.Status.CLAIMED])
    since = owed.aggregate(since=Min("created_at"))["since"]
    return None if since is None else int((timezone.now() - since).total_seconds())


def broker_answers() -> bool:
    url = settings.CELERY_BROKER_URL.replace("redis+socket://", "unix://")
    redis = Redis.from_url(
        url,
        socket_connect_timeout=BROKER_SECONDS,
        socket_timeout=BROKER_SECONDS,
        retry=Retry(NoBackoff(), 0),
    )
    try:
        with redis:
            return bool(redis.ping())
    except (RedisError, OSError):
        return False


@require_safe
@never_cache
def mailbox(request: HttpRequest) -> HttpResponse:
    """What would have been sent, newest first."""
    found = (path.name for path in mail_folder().glob("*.eml"))
    names = sorted(filter(MAIL_NAME.fullmatch, found), reverse=True)
    page = Paginator(names, MAILS_PER_PAGE).get_page(request.GET.get("page"))
    mails = [(name, read_headers(name)) for name in page]
    return private(
        render(request, "config/mailbox.html", {"mails": mails, "page": page})
    )


@require_safe
@never_cache
def mail(request: HttpRequest, name: str) -> HttpResponse:
    message = read_mail(name)
    text = message.get_body(("plain",))
    context = {
        "name": name,
        "message": message,
        "text": text.get_content() if text else "",
        "has_html": message.get_body(("html",)) is not None,
    }
    return private(render(request, "config/mail.html", context))


@require_safe
@never_cache
def mail_html(request: HttpRequest, name: str) -> HttpResponse:
    """The HTML part for the frame on the mail's page: it may neither run nor load anything."""
    html = read_mail(name).get_body(("html",))
    if html is None:
        raise Http404
    # Links open beside the mailbox, as they do beside a mail program.
    page = html.get_content().replace("<head>", '<head><base target="_blank">', 1)
    response = private(HttpResponse(page))
    response["Content-Security-Policy"] = MAIL_POLICY
    return response


def private(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def mail_folder() -> Path:
    if not settings.HAS_MAILBOX:
        raise Http404
    return Path(settings.MAILBOX_DIR)


def mail_path(name: str) -> Path:
    path = mail_folder() / name
    if not MAIL_NAME.fullmatch(name) or not path.is_file():
        raise Http404
    return path


def read_headers(name: str) -> EmailMessage:
    with mail_path(name).open("rb") as file:
        return BytesHeaderParser(policy=POLICY).parse(file)


def read_mail(name: str) -> EmailMessage:
    return email.message_from_bytes(mail_path(name).read_bytes(), policy=POLICY)


def not_here(request: HttpRequest) -> HttpResponse:
    raise Http404
