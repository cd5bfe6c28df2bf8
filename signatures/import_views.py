"""Pages where moderators import spreadsheets, look at what became of them, and undo them."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from campaigns.access import may, signed_in
from campaigns.models import MODERATORS, OWNERS
from core.errors import Refusal
from core.formats import own_name
from letters.access import letter_to_moderate, letters_with
from signatures import undoing, uploading
from signatures.models import Batch, Upload
from signatures.sheets import Table
from signatures.upload_forms import ColumnsForm, UploadForm

ROWS_PER_PAGE = 100
# What needs attention comes first.
OUTCOMES = {
    "rejected": gettext_lazy("rejected"),
    "held": gettext_lazy("held"),
    "merged": gettext_lazy("merged"),
    "accepted": gettext_lazy("accepted"),
}


def report_context(request: HttpRequest, report: dict[str, Any]) -> dict[str, Any]:
    """A page of a report, of all rows or of those with one outcome."""
    rows = report.get("rows", [])
    chosen = request.GET.get("outcome", "")
    if chosen in OUTCOMES:
        rows = [row for row in rows if row["outcome"] == chosen]
    order = list(OUTCOMES)
    rows = sorted(
        rows, key=lambda row: (order.index(row["outcome"]), not row["reason"])
    )
    page = Paginator(rows, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    counts = report.get("counts", {})
    return {
        "page": page,
        "rows": [{**row, "label": OUTCOMES[row["outcome"]]} for row in page],
        "chosen": chosen if chosen in OUTCOMES else "",
        "total": len(report.get("rows", [])),
        "filters": [
            {"outcome": outcome, "label": label, "count": counts.get(outcome, 0)}
            for outcome, label in OUTCOMES.items()
        ],
    }


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, slug: str) -> HttpResponse:
    letter = letter_to_moderate(request, slug)
    form = UploadForm(request.POST or None, request.FILES or None, letter=letter)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            received = uploading.receive(
                letter,
                author=signed_in(request),
                filename=file.name,
                data=file.read(),
                language=form.cleaned_data["language"],
                is_confirmed=form.cleaned_data["is_confirmed"],
            )
        except Refusal as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("organize:import_columns", received.code)
    status = 422 if request.method == "POST" else 200
    context = {"letter": letter, "form": form}
    return render(request, "signatures/organize/upload.html", context, status=status)


def _upload(request: HttpRequest, code: uuid.UUID) -> Upload:
    """One's own file only: nobody else has been shown it."""
    letters = letters_with(request, MODERATORS)
    uploads = Upload.objects.filter(letter__in=letters, author=signed_in(request))
    return get_object_or_404(uploads.select_related("letter__campaign"), code=code)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: HttpRequest, code: uuid.UUID) -> HttpResponse:
    upload = _upload(request, code)
    table = uploading.open_upload(upload)
    known = uploading.known_meanings(upload, table)
    initial = {f"column-{column}": meaning for column, meaning in enumerate(known)}
    data = request.POST if request.method == "POST" else None
    form = ColumnsForm(data, table=table, initial=initial)
    if form.is_valid():
        try:
            uploading.set_meanings(upload, table, form.meanings())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            is_look = "look" in request.POST
            return redirect(
                "organize:import_columns" if is_look else "organize:import_trial", code
            )
    context = {
        "upload": upload,
        "letter": upload.letter,
        "form": form,
        "columns": list(form.columns()),
        "preview": uploading.preview(upload, table),
        "row_count": len(table.body),
    }
    status = 422 if form.errors else 200
    return render(request, "signatures/organize/columns.html", context, status=status)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def trial(request: HttpRequest, code: uuid.UUID) -> HttpResponse:
    """What an import would do; pressing the button does it, or throws the file away."""
    upload = _upload(request, code)
    letter = upload.letter
    if request.method != "POST":
        return _trial_page(request, upload, uploading.open_upload(upload))
    if request.POST.get("action") == "discard":
        upload.delete()
        messages.success(request, _("The file was deleted. Nothing was imported."))
        return redirect("organize:batches", letter.slug)
    try:
        batch = uploading.import_upload(upload)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        table = uploading.open_upload(upload)
        return _trial_page(request, upload, table, status=422)
    messages.success(request, _("The sheet was imported."))
    return redirect("organize:batch", batch.pk)


def _trial_page(
    request: HttpRequest, upload: Upload, table: Table, *, status: int = 200
) -> HttpResponse:
    try:
        report = uploading.try_out(upload, table)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("organize:import_columns", upload.code)
    context = {
        "upload": upload,
        "letter": upload.letter,
        "language": own_name(upload.language),
        "earlier": uploading.earlier_import(upload, table),
        **report_context(request, report),
    }
    return render(request, "signatures/organize/trial.html", context, status=status)


@login_required
@never_cache
@require_safe
def batches(request: HttpRequest, slug: str) -> HttpResponse:
    letter = letter_to_moderate(request, slug)
    rows = letter.batches.select_related("author", "undone_by").defer("report")
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    context = {
        "letter": letter,
        "page": page,
        "partners": letter.campaign.partners.all(),
        "is_owner": may(request, letter.campaign, OWNERS),
    }
    return render(request, "signatures/organize/batches.html", context)


def _batch(request: HttpRequest, pk: int) -> Batch:
    letters = letters_with(request, MODERATORS)
    rows = Batch.objects.filter(letter__in=letters.values("pk"))
    rows = rows.select_related("letter__campaign", "author", "undone_by")
    return get_object_or_404(rows, pk=pk)


@login_required
@never_cache
@require_safe
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    batch = _batch(request, pk)
    context = {
        "batch": batch,
        "letter": batch.letter,
        **report_context(request, batch.report),
    }
    return render(request, "signatures/organize/batch.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    batch = _batch(request, pk)
    if request.method != "POST":
        return _undo_page(request, batch)
    try:
        undone = undoing.undo_batch(batch, actor=signed_in(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return _undo_page(request, batch, status=422)
    for sentence in _sentences(undone):
        messages.success(request, sentence)
    return redirect("organize:batch", batch.pk)


def _undo_page(
    request: HttpRequest, batch: Batch, *, status: int = 200
) -> HttpResponse:
    context = {
        "batch": batch,
        "letter": batch.letter,
        "foreseen": undoing.foresee_undoing(batch),
    }
    return render(request, "signatures/organize/undo.html", context, status=status)


def _sentences(undone: undoing.Undone) -> list[str]:
    deleted = ngettext(
        "Undone: %(count)d signature was deleted.",
        "Undone: %(count)d signatures were deleted.",
        undone.deleted,
    )
    returned = ngettext(
        "%(count)d signature waits for its signer again.",
        "%(count)d signatures wait for their signers again.",
        undone.returned,
    )
    kept = ngettext(
        "%(count)d signature stays, because its signer acted on it since.",
        "%(count)d signatures stay, because their signers acted on them since.",
        undone.kept,
    )
    return [deleted % {"count": undone.deleted}] + [
        sentence % {"count": count}
        for sentence, count in [(returned, undone.returned), (kept, undone.kept)]
        if count
    ]
