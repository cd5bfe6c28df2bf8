"""The journalists' page by its secret link, and everybody's once the hour has come."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.formats import language
from core.http import secret_address
from exports import proof
from exports.models import Document
from letters import text
from press.access import public_releases, release_by_key
from press.content import compose, embargo_end
from press.models import Release
from press.views.files import MADE_BY_WORKERS, file_response
from press.writers import WRITERS
from press.writers.page import parts
from signatures.numbers import format_counts
from signatures.visiting import Visit, visit

# Builds the path of a file of a release from its language and format.
FilePath = Callable[[str, str], str]


@secret_address
@require_safe
def by_key(request: HttpRequest, key: str) -> HttpResponse:
    """What journalists read before the hour, and after it."""
    release = release_by_key(key)
    letter = release.letter
    context = {
        "letter": letter,
        "title": letter.title(language()),
        "by_key": True,
        "kits": [
            _kit(
                release,
                lambda *args: reverse("presskit:file_by_key", args=[key, *args]),
            )
        ],
        "embargo_until": embargo_end(release) if release.is_embargoed() else "",
        "texts": _texts(release),
        # By their link journalists read the release, and no names before everybody does.
        "documents": _copies(Visit(letter, ""), release)
        if letter.is_announced()
        else [],
    }
    return render(request, "press/kit.html", context)


@secret_address
@require_safe
def file_by_key(request: HttpRequest, key: str, code: str, format: str) -> HttpResponse:
    return file_response(release_by_key(key), code, format)


@require_safe
def kit(request: HttpRequest, slug: str) -> HttpResponse:
    """The same for everybody, from the hour on: until then there is no such page."""
    seen = visit(request, slug)
    letter = seen.letter
    releases = list(public_releases(letter, timezone.now()).select_related("edition"))
    if not releases:
        raise Http404
    for release in releases:
        release.letter = letter
    latest = releases[0]
    context = {
        "letter": letter,
        "title": letter.title(language()),
        "letter_path": seen.path(),
        "visit": seen,
        "kits": [
            _kit(release, lambda *args, pk=release.pk: seen.path(_file(pk, *args)))
            for release in releases
        ],
        "texts": _texts(latest) if seen.shows_text else [],
        "documents": _copies(seen, latest),
    }
    return seen.finish(render(request, "press/kit.html", context))


@require_safe
def public_file(
    request: HttpRequest, slug: str, pk: int, code: str, format: str
) -> HttpResponse:
    seen = visit(request, slug)
    releases = public_releases(seen.letter, timezone.now())
    release = get_object_or_404(releases.select_related("edition"), pk=pk)
    release.letter = seen.letter
    return seen.finish(file_response(release, code, format))


def _file(pk: int, code: str, format: str) -> str:
    return f"press/{pk}/{code}.{format}"


def _languages(release: Release) -> list[str]:
    """The language of the page first."""
    codes = release.letter.campaign.languages
    return sorted(codes, key=lambda code: code != language())


def _kit(release: Release, path: FilePath) -> dict[str, Any]:
    rows = release.files.all()
    made = {(row.language, row.format) for row in rows if row.can_be_taken}
    awaited = [row for row in rows if row.is_being_made]
    return {
        "release": release,
        "copies": [
            {
                **parts(compose(release, code)),
                "files": [
                    {"name": format.upper(), "path": path(code, format)}
                    for format in WRITERS
                    if format not in MADE_BY_WORKERS or (code, format) in made
                ],
                "awaited": [
                    row.format.upper() for row in awaited if row.language == code
                ],
            }
            for code in _languages(release)
        ],
    }


def _texts(release: Release) -> list[dict[str, Any]]:
    """The letter as the edition froze it, or as its own page shows it now."""
    letter, edition = release.letter, release.edition
    revision = letter.current_revision or letter.draft_revision
    if edition:
        revision = edition.revision
    texts = revision.texts() if revision else {}
    counts = edition.counts if edition else letter.signatures.all().counts()
    return [
        {
            "text": texts[code],
            "body": text.render(
                text.fill(texts[code].body, format_counts(counts, code))
            ),
        }
        for code in _languages(release)
        if code in texts
    ]


def _copies(seen: Visit, release: Release) -> list[tuple[str, Document]]:
    """The public copy of the edition, as far as this visitor may read names."""
    return proof.copies(seen, release.edition) if release.edition else []
