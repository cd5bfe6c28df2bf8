"""The pages of a partner's login: its own numbers and contacts, and nothing else."""

import csv
from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from campaigns.access import campaigns_with, signed_in
from campaigns.models import OWNERS, PARTNERS, Partner
from core.spreadsheets import safe_cell
from letters.models import Letter, LetterQuerySet
from signatures import partners
from signatures.invitations import invitation


def _own(request: HttpRequest) -> QuerySet[Partner]:
    """The partners for which this user logs in."""
    return Partner.objects.filter(
        memberships__user=signed_in(request), memberships__role__in=PARTNERS
    ).select_related("campaign")


def _letters(partner: Partner) -> LetterQuerySet:
    letters = Letter.objects.filter(campaign=partner.campaign)
    return letters.exclude(status=Letter.Status.DRAFT).select_related("campaign")


@login_required
@never_cache
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    own = list(_own(request))
    if not own:
        raise Http404
    return _page(request, own, is_own=True)


@login_required
@never_cache
@require_safe
def partner(request: HttpRequest, pk: int) -> HttpResponse:
    """One partner's page; owners of the campaign may look, and take nothing."""
    owned = campaigns_with(request, OWNERS)
    readable = Partner.objects.filter(
        Q(pk__in=_own(request).values("pk")) | Q(campaign__in=owned)
    ).select_related("campaign")
    partner = get_object_or_404(readable, pk=pk)
    return _page(
        request, [partner], is_own=_own(request).filter(pk=partner.pk).exists()
    )


def _page(request: HttpRequest, own: list[Partner], *, is_own: bool) -> HttpResponse:
    sections = [{"partner": each, "letters": _letter_rows(each)} for each in own]
    context = {"sections": sections, "is_own": is_own}
    return render(request, "signatures/organize/partner.html", context)


def _letter_rows(partner: Partner) -> list[dict[str, Any]]:
    letters = list(_letters(partner).prefetch_related("revisions__translations"))
    figures = partners.figures(partner, letters)
    last_downloads = partners.last_downloads(partner, letters)
    return [
        {
            "letter": letter,
            "figures": figures[letter.pk],
            "last_download": last_downloads[letter.pk],
            "links": [
                {
                    "code": code,
                    "language": name,
                    "url": invitation(letter, code, partner),
                }
                for code, name in letter.campaign.language_choices
            ],
        }
        for letter in letters
    ]


def _download(
    request: HttpRequest, pk: int, slug: str, name: str, take: Callable[..., Any]
) -> HttpResponse:
    partner = get_object_or_404(_own(request), pk=pk)
    letter = get_object_or_404(_letters(partner), slug=slug)
    rows = take(partner, letter, actor=signed_in(request))
    # The signature at the beginning of the file makes Excel read it as UTF-8.
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    file_name = f"{name}-{partner.code}-{letter.slug}.csv"
    response["Content-Disposition"] = f'attachment; filename="{file_name}"'
    csv.writer(response).writerows([[safe_cell(cell) for cell in row] for row in rows])
    return response


# By POST, so that nothing fetches the file beforehand and each record is somebody's wish.
@login_required
@never_cache
@require_POST
def contacts(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    return _download(request, pk, slug, "contacts", partners.take_contacts)


@login_required
@never_cache
@require_POST
def ended(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    return _download(request, pk, slug, "remove", partners.take_ended)
