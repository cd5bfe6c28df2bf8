"""The sign-up sheet, for the team and for partners."""

from http import HTTPStatus

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campaigns.access import campaigns_with, signed_in
from campaigns.models import ANY_ROLE, DOCUMENT_READERS, PARTNERS, Partner
from core.errors import Refusal
from exports.sign_up_sheet import PAPERS, Sheet
from exports.waiting import drawn
from letters.models import Letter


@login_required
@never_cache
@require_safe
def sign_up_sheet(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    letter, partner = _asked_for(request, slug)
    paper = request.GET.get("paper", "a4")
    if language not in dict(settings.LANGUAGES) or paper not in PAPERS:
        raise Http404
    sheet = Sheet(letter.pk, language, partner.pk if partner else None, paper)
    of = f"{letter.pk}:{language}:{sheet.partner_id}:{paper}"
    turn = f"sheet:{signed_in(request).pk}:{of}"
    try:
        answer = drawn(sheet, turn)
    except Refusal as refusal:
        return _without(request, letter, str(refusal), HTTPStatus.SERVICE_UNAVAILABLE)
    if answer is None:
        words = _("A later sheet is being drawn. Look again.")
        return _without(request, letter, words, HTTPStatus.TOO_MANY_REQUESTS)
    if answer.problem:
        words = answer.problem
        return _without(request, letter, words, HTTPStatus.UNPROCESSABLE_ENTITY)
    name = "-".join([slug, *([partner.code] if partner else []), language])
    headers = {"Content-Disposition": f'inline; filename="sheet-{name}.pdf"'}
    return HttpResponse(answer.content, content_type="application/pdf", headers=headers)


def _without(
    request: HttpRequest, letter: Letter, problem: str, status: HTTPStatus
) -> HttpResponse:
    context = {"letter": letter, "problem": problem}
    return render(request, "exports/no_sheet.html", context, status=status)


def _asked_for(request: HttpRequest, slug: str) -> tuple[Letter, Partner | None]:
    """The letter and the partner; a partner's people get their own sheets only."""
    user = signed_in(request)
    code = request.GET.get("partner", "")
    partner = Partner.objects.filter(campaign__letters__slug=slug, code=code).first()
    if code and partner is None:
        raise Http404
    # The code on the sheet holds the secret link, which viewers are not shown.
    is_announced = Q(pk__in=Letter.objects.announced(timezone.now()).values("pk"))
    allowed = Q(campaign__in=campaigns_with(request, DOCUMENT_READERS))
    allowed |= is_announced & Q(campaign__in=campaigns_with(request, ANY_ROLE))
    if partner and partner.memberships.filter(user=user, role__in=PARTNERS).exists():
        allowed |= ~Q(status=Letter.Status.DRAFT)
    letters = Letter.objects.filter(allowed).select_related("campaign")
    return get_object_or_404(letters, slug=slug), partner
