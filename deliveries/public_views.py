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
from exports.models import Document


def _document(link: DownloadLink) -> Document | None:
    """What the link still gives: nothing when it has expired, or the data were deleted."""
    found = link.dispatch.document
    is_there = found is not None and found.status == Document.Status.READY
    return found if is_there and not link.is_expired() else None


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
    found = _document(link)
    context = {
        "token": token,
        "edition": link.dispatch.delivery.edition,
        "letter": link.dispatch.delivery.letter,
        "document": found,
        "expires_at": link.expires_at,
        "reply_to": link.dispatch.delivery.reply_to,
    }
    status = 200 if found else 410
    return render(request, "deliveries/document.html", context, status=status)


@secret_address
@require_safe
def file(request: HttpRequest, token: str) -> HttpResponseBase:
    link = _link(token)
    found = _document(link)
    if found is None:
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
