"""What a recipient's office gets by the link that was mailed to it."""

import logging

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

from core.errors import Refusal
from core.http import secret_address, sentence
from core.stored import open_unchanged
from deliveries.emails import token_hash
from deliveries.models import DownloadLink
from exports.models import Document

logger = logging.getLogger(__name__)


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
        return sentence(_("This link has expired. Write to those who sent it."), 410)
    delivery = link.dispatch.delivery
    try:
        stored = open_unchanged(found.file, found.sha256)
    except Refusal:
        # The operator's matter: the office can only write to those who sent it.
        words = _(
            "The document cannot be given out at the moment. Write to %(address)s."
        )
        logger.exception("Document %s is not the one that was frozen.", found.pk)
        return sentence(words % {"address": delivery.reply_to}, 503)
    return FileResponse(
        stored,
        as_attachment=True,
        filename=f"{delivery.letter.slug}-{delivery.language}.pdf",
    )
