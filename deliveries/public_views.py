"""What a recipient's office gets by the link that was mailed to it."""

from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
)
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.http import secret_address
from deliveries.emails import token_hash
from deliveries.models import DownloadLink


def _link(token: str) -> DownloadLink:
    rows = DownloadLink.objects.select_related(
        "dispatch__document", "dispatch__delivery__edition__letter__campaign"
    )
    link = rows.filter(token_hash=token_hash(token)).first()
    if link is None:
        raise Http404
    return link


@secret_address
@require_safe
def document(request: HttpRequest, token: str) -> HttpResponse:
    link = _link(token)
    found = link.dispatch.document
    context = {
        "token": token,
        "edition": link.dispatch.delivery.edition,
        "letter": link.dispatch.delivery.letter,
        "document": found,
        "expires_at": link.expires_at,
        "is_gone": found is None or link.is_expired(),
        "reply_to": link.dispatch.delivery.reply_to,
    }
    status = 410 if context["is_gone"] else 200
    return render(request, "deliveries/document.html", context, status=status)


@secret_address
@require_safe
def file(request: HttpRequest, token: str) -> HttpResponseBase:
    link = _link(token)
    found = link.dispatch.document
    if found is None or link.is_expired():
        return HttpResponse(
            _("This link has expired. Write to those who sent it."),
            status=410,
            content_type="text/plain; charset=utf-8",
        )
    delivery = link.dispatch.delivery
    return FileResponse(
        found.file.open("rb"),
        as_attachment=True,
        filename=f"{delivery.letter.slug}-{delivery.language}.pdf",
    )
