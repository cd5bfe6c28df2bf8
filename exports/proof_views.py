"""Where everybody sees what an edition is, and whether a file is one of its own."""

from http import HTTPStatus
from operator import attrgetter
from typing import Any, cast

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import add_never_cache_headers, get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from core.errors import Refusal
from core.formats import language
from core.http import is_cross_site, sentence
from core.stored import open_unchanged
from exports import proof
from exports.models import Document, Edition
from letters.models import Letter
from signatures.visiting import Visit, visit


@require_safe
def editions(request: HttpRequest, slug: str) -> HttpResponse:
    seen = visit(request, slug)
    rows = seen.letter.editions.select_related("revision", "addendum_to")
    context = {
        **_context(seen),
        "rows": [(edition, _path(seen, edition)) for edition in rows],
    }
    return seen.finish(render(request, "exports/proofs.html", context))


# Without a CSRF token, as all public forms: there is no session to ride.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def edition(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    seen = visit(request, slug)
    edition = _edition(seen, number)
    files, others = _files(seen.letter, edition)
    context = {
        **_context(seen),
        "edition": edition,
        "path": _path(seen, edition),
        "editions_path": seen.path("editions/"),
        "original_path": edition.addendum_to and _path(seen, edition.addendum_to),
        "addenda": [(each, _path(seen, each)) for each in edition.addenda.all()],
        "texts": edition.revision.texts() if seen.shows_text else {},
        "rolls": edition.rolls.order_by("pk") if seen.shows_text else [],
        "history_path": seen.path(f"text/{edition.revision.number}/"),
        "files": files,
        "others": others,
        "copies": proof.copies(seen, edition),
        "withdrawn": proof.withdrawn(edition),
        "megabytes": proof.MEGABYTES_MAXIMUM,
    }
    if request.method != "POST":
        return seen.finish(render(request, "exports/proof.html", context))
    answer, status = _check(request, files, others)
    page = render(request, "exports/proof.html", context | answer, status=status)
    add_never_cache_headers(page)
    return page


def _check(
    request: HttpRequest, files: list[Document], others: list[Document]
) -> tuple[dict[str, Any], int]:
    """What to say about the file that was sent, and the status to say it with."""
    if is_cross_site(request):
        words = _("This form was sent by another website, so nothing was checked.")
        return {"problem": words}, HTTPStatus.FORBIDDEN
    try:
        sha256 = proof.uploaded_sha256(request)
    except proof.TooManyChecks as refusal:
        return {"problem": str(refusal)}, HTTPStatus.TOO_MANY_REQUESTS
    except Refusal as refusal:
        return {"problem": str(refusal)}, HTTPStatus.UNPROCESSABLE_ENTITY
    found = [file for file in files if file.sha256 == sha256]
    elsewhere = next((file for file in others if file.sha256 == sha256), None)
    answer = {"checked": sha256, "found": found, "elsewhere": elsewhere}
    return answer, HTTPStatus.OK


@require_safe
def copy(request: HttpRequest, slug: str, number: int, code: str) -> HttpResponse:
    """The edition for everybody, with the names that are public."""
    seen = visit(request, slug)
    edition = _edition(seen, number)
    copies = {each.language: each for _path, each in proof.copies(seen, edition)}
    found = copies.get(code)
    if found is None and edition.layout.is_bilingual and code in edition.languages:
        found = next(iter(copies.values()), None)  # which has the text in each language
    if found is None:
        raise Http404
    etag = quote_etag(found.sha256)
    empty = seen.finish(HttpResponse(headers={"ETag": etag}))
    unchanged = get_conditional_response(request, etag=etag, response=empty)
    if unchanged is not empty:
        return cast(HttpResponse, unchanged)
    try:
        stored = open_unchanged(found.file, found.sha256)
    except Refusal as refusal:
        words = sentence(str(refusal), HTTPStatus.SERVICE_UNAVAILABLE)
        return seen.finish(words)
    response = FileResponse(
        stored,
        content_type="application/pdf",
        filename=f"{slug}-{number}-{code}.pdf",
        headers={"ETag": etag},
    )
    return seen.finish(cast(HttpResponse, response))


def _edition(seen: Visit, number: int) -> Edition:
    rows = seen.letter.editions.select_related("revision", "addendum_to")
    rows = rows.prefetch_related("revision__translations", "addenda")
    return get_object_or_404(rows, number=number)


def _files(letter: Letter, edition: Edition) -> tuple[list[Document], list[Document]]:
    """The files that were made of it, and of the letter's other editions.

    Of those that were deleted the hash is left; what was made twice is told once.
    """
    made = [Document.Status.READY, Document.Status.ERASED]
    rows = letter.documents.filter(status__in=made, edition__isnull=False)
    rows = rows.select_related("recipient").prefetch_related("edition__rolls")
    rows = rows.order_by("audience", "language", "recipient", "format", "pk")
    rows = rows.defer("warning", "first_names")
    told = attrgetter(
        "edition_id", "audience", "language", "recipient_id", "format", "sha256"
    )
    files = list({told(row): row for row in rows}.values())
    own = [file for file in files if file.edition_id == edition.pk]
    return own, [file for file in files if file.edition_id != edition.pk]


def _path(seen: Visit, edition: Edition) -> str:
    return seen.path(f"editions/{edition.number}/")


def _context(seen: Visit) -> dict[str, Any]:
    return {
        "letter": seen.letter,
        "letter_path": seen.path(),
        "visit": seen,
        "title": seen.letter.title(language()),
    }
