"""The page where moderators type paper sheets, line after line."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from campaigns.access import is_key, signed_in
from core.errors import Refusal
from core.formats import language
from letters.access import letter_to_moderate
from letters.models import Letter
from signatures import countries
from signatures.models import Batch
from signatures.paper import Doubt, Entered, Undecided, enter_sheet
from signatures.paper_forms import PaperLineFormSet, PaperSheetForm


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: HttpRequest, slug: str) -> HttpResponse:
    letter = letter_to_moderate(request, slug)
    data = request.POST if request.method == "POST" else None
    sheet = PaperSheetForm(data, letter=letter, initial=_initial(request, letter))
    lines: Any = PaperLineFormSet(data, prefix="line", form_kwargs={"letter": letter})
    if data is None:
        return _page(request, letter, sheet, lines)
    doubts: dict[int, Doubt] = {}
    if sheet.is_valid() and lines.is_valid():
        fields = {**sheet.cleaned_data}
        publicity = fields.pop("publicity")
        entered = lines.lines(publicity)
        if not entered:
            sheet.add_error(None, _("Enter at least one line."))
            return _page(request, letter, sheet, lines, doubts)
        try:
            done = enter_sheet(
                letter, author=signed_in(request), lines=entered, **fields
            )
        except Refusal as refusal:
            sheet.add_error(None, str(refusal))
        except Undecided as undecided:
            doubts = undecided.doubts
        else:
            return _saved(request, done, publicity)
    return _page(request, letter, sheet, lines, doubts)


def _earlier(request: HttpRequest, letter: Letter, parameter: str) -> Batch | None:
    pk = request.GET.get(parameter, "")
    if not is_key(pk):
        return None
    sheets = letter.batches.filter(kind=Batch.Kind.PAPER, undone_at=None)
    return sheets.filter(pk=int(pk)).first()


def _initial(request: HttpRequest, letter: Letter) -> dict[str, Any]:
    """What the sheet before says about this one, or about its other rows."""
    same = _earlier(request, letter, "sheet")
    before = same or _earlier(request, letter, "after")
    if before is None:
        return {"language": letter.campaign.default_language}
    number = before.sheet_number
    if same is None:
        number = str(int(number) + 1) if is_key(number) else ""
    initial = {
        "sheet_number": number,
        "collector": before.collector,
        "language": before.language,
    }
    if (publicity := request.GET.get("publicity", "")) in letter.publicities:
        initial["publicity"] = publicity
    return initial


def _saved(request: HttpRequest, done: Entered, publicity: str) -> HttpResponse:
    batch = done.batch
    sentence = ngettext(
        "%(count)d row of sheet %(number)s was saved.",
        "%(count)d rows of sheet %(number)s were saved.",
        len(done.entries),
    )
    messages.success(
        request,
        sentence % {"count": len(done.entries), "number": batch.sheet_number},
    )
    for entry in done.entries:
        if entry["reason"]:
            line = _("Row %(row)d: %(reason)s")
            messages.info(request, line % entry)
    parameter = "sheet" if request.POST.get("then") == "continue" else "after"
    query = urlencode({parameter: str(batch.pk), "publicity": publicity})
    return redirect(f"{reverse('organize:paper', args=[batch.letter.slug])}?{query}")


def _page(
    request: HttpRequest,
    letter: Letter,
    sheet: PaperSheetForm,
    lines: Any,
    doubts: dict[int, Doubt] | None = None,
) -> HttpResponse:
    doubts = doubts or {}
    same = _earlier(request, letter, "sheet")
    rows = same.report.get("rows", []) if same else []
    before = max((row["row"] for row in rows), default=0)
    context = {
        "letter": letter,
        "form": sheet,
        "lines": lines,
        "rows": [
            {"number": before + position, "form": form, "doubt": doubts.get(position)}
            for position, form in enumerate(lines, 1)
        ],
        "countries": countries.choices(language()),
        "earlier": same or _earlier(request, letter, "after"),
    }
    status = 422 if sheet.is_bound else 200
    return render(request, "signatures/organize/paper.html", context, status=status)
