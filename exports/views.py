"""Pages where organizers ask for documents, wait for them and take them."""

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
)
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from campaigns.access import campaigns_with, may, signed_in
from campaigns.models import DOCUMENT_READERS, EDITORS, Membership
from core.errors import Refusal
from core.http import sentence
from core.stored import open_unchanged
from exports.forms import DocumentForm
from exports.models import Document
from exports.reading import languages
from exports.services import request_document
from letters.access import letters_with

DOCUMENTS_SHOWN = 50


def _document(request: HttpRequest, code: uuid.UUID) -> Document:
    campaigns = campaigns_with(request, DOCUMENT_READERS)
    documents = Document.objects.filter(letter__campaign__in=campaigns)
    return get_object_or_404(
        documents.select_related("letter__campaign", "edition"), code=code
    )


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def documents(request: HttpRequest, slug: str) -> HttpResponse:
    letter = get_object_or_404(letters_with(request, DOCUMENT_READERS), slug=slug)
    data = request.POST if request.method == "POST" else None
    form = DocumentForm(data, letter=letter)
    if form.is_valid():
        try:
            document = request_document(
                letter, **form.cleaned_data, user=signed_in(request)
            )
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            return redirect("exports:document", document.code)
    context = {
        "letter": letter,
        "form": form,
        "can_print": bool(languages(letter)),
        "may_edit": letters_with(request, EDITORS).filter(pk=letter.pk).exists(),
        "documents": letter.documents.filter(edition=None).select_related(
            "requested_by", "letter"
        )[:DOCUMENTS_SHOWN],
    }
    return render(
        request, "exports/documents.html", context, status=422 if form.errors else 200
    )


@login_required
@never_cache
@require_safe
def document(request: HttpRequest, code: uuid.UUID) -> HttpResponse:
    document = _document(request, code)
    context = {
        "document": document,
        "may_cancel": may(request, document.letter.campaign, _cancelers(document)),
    }
    return render(request, "exports/document.html", context)


def _cancelers(document: Document) -> frozenset[Membership.Role]:
    """An edition is the editors', and a hand-over waits for each of its documents."""
    return EDITORS if document.edition_id else DOCUMENT_READERS


@login_required
@never_cache
@require_POST
def cancel(request: HttpRequest, code: uuid.UUID) -> HttpResponse:
    document = _document(request, code)
    if not may(request, document.letter.campaign, _cancelers(document)):
        raise Http404
    if not document.cancel():
        messages.info(request, _("It was finished already."))
    return redirect("exports:document", document.code)


@login_required
@never_cache
@require_safe
def file(request: HttpRequest, code: uuid.UUID) -> HttpResponseBase:
    document = _document(request, code)
    if document.status != Document.Status.READY:
        raise Http404
    try:
        stored = open_unchanged(document.file, document.sha256)
    except Refusal as refusal:
        return sentence(str(refusal), HTTPStatus.SERVICE_UNAVAILABLE)
    return FileResponse(stored, as_attachment=True, filename=document.download_name)
