"""What other sites may read: counts and public lines, as JSON."""

import base64
import json
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.links import absolute_url
from letters.models import Letter
from signatures import registry
from signatures.lines import printed
from signatures.models import Signature
from signatures.searching import fold
from signatures.visiting import visit

SIGNERS_PER_PAGE = 100
SUGGESTIONS_MAXIMUM = 8
TYPED_MINIMUM, TYPED_MAXIMUM = 2, 200


def _open_response(data: dict[str, Any], *, status: int = 200) -> JsonResponse:
    response = JsonResponse(data, status=status)
    response["Access-Control-Allow-Origin"] = "*"
    return response


@require_safe
def letter(request: HttpRequest, slug: str) -> HttpResponse:
    seen = visit(request, slug)
    letter = seen.letter
    counts = letter.signatures.all().counts()
    response = _open_response(
        {
            "slug": letter.slug,
            "status": letter.status,
            "title": letter.titles(),
            "counts": {
                "total": counts.total,
                "people": counts.people,
                "organizations": counts.organizations,
                "countries": counts.countries,
            },
            "goal": letter.goal,
            "closes_at": letter.closes_at,
            "url": absolute_url(
                "signatures:letter",
                letter.slug,
                language=letter.campaign.default_language,
            ),
        }
    )
    return seen.finish(response)


@require_safe
def signers(request: HttpRequest, slug: str) -> HttpResponse:
    """Public lines in print order; `next` is the cursor of the following page, or null."""
    seen = visit(request, slug)
    rows = seen.letter.signatures.public().order_by("kind", "sort_key", "pk")
    if not seen.shows_names:
        rows = rows.none()
    cursor = request.GET.get("cursor", "")
    if cursor:
        try:
            rows = rows.filter(_after(cursor))
        except (ValueError, TypeError, OverflowError, RecursionError):
            return _open_response(
                {"error": _("This cursor is not one of ours.")}, status=400
            )
    page = list(rows[: SIGNERS_PER_PAGE + 1])
    more = len(page) > SIGNERS_PER_PAGE
    page = page[:SIGNERS_PER_PAGE]
    response = _open_response(
        {
            "signers": [_line(row, seen.letter) for row in page],
            "next": _cursor(page[-1]) if more else None,
        }
    )
    return seen.finish(response)


def _line(row: Signature, letter: Letter) -> dict[str, str]:
    line = {"kind": row.kind, "name": row.name, **printed(row, letter.printed)}
    if row.kind == Signature.Kind.ORGANIZATION:
        line["title"] = ""  # it is the representative's
    return line


def _cursor(row: Signature) -> str:
    position = [row.kind, bytes(row.sort_key).hex(), row.pk]
    return base64.urlsafe_b64encode(json.dumps(position).encode()).decode().rstrip("=")


def _after(cursor: str) -> Q:
    padded = cursor + "=" * (-len(cursor) % 4)
    kind, key, pk = json.loads(base64.urlsafe_b64decode(padded.encode("ascii")))
    if kind not in dict(Signature.Kind.choices) or not 0 <= int(pk) < 2**63:
        raise ValueError(cursor)
    sort_key = bytes.fromhex(key)
    return (
        Q(kind__gt=kind)
        | Q(kind=kind, sort_key__gt=sort_key)
        | Q(kind=kind, sort_key=sort_key, pk__gt=int(pk))
    )


@require_safe
def organizations(request: HttpRequest, slug: str) -> HttpResponse:
    """Names of organizations that everybody may read, for who types one."""
    seen = visit(request, slug)
    typed = request.GET.get("q", "")[:TYPED_MAXIMUM]
    found = []
    if seen.shows_text and len(fold(typed)) >= TYPED_MINIMUM:
        found = registry.suggestions(
            seen.letter.campaign, typed, maximum=SUGGESTIONS_MAXIMUM
        )
    return seen.finish(_open_response({"organizations": found}))
