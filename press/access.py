"""Who may see which release: the team, journalists by their link, and everybody in time."""

from datetime import datetime

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from letters.access import letter_to_edit, letter_to_read
from letters.models import Letter
from press.models import Release
from press.models.release import ReleaseQuerySet


def _of(letter: Letter, pk: int) -> Release:
    releases = letter.releases.select_related("edition")
    release: Release = get_object_or_404(releases, pk=pk)
    release.letter = letter
    return release


def release_to_read(request: HttpRequest, slug: str, pk: int) -> Release:
    return _of(letter_to_read(request, slug), pk)


def release_to_edit(request: HttpRequest, slug: str, pk: int) -> Release:
    return _of(letter_to_edit(request, slug), pk)


def release_by_key(key: str) -> Release:
    """The published release of a journalists' link."""
    releases = Release.objects.filter(is_published=True).select_related(
        "letter__campaign", "edition"
    )
    release = releases.filter(key=key).first()
    if release is None:
        raise Http404
    return release


def public_releases(letter: Letter, now: datetime) -> ReleaseQuerySet:
    """Those that whoever may see the letter's page may read; newest first."""
    return Release.objects.public(now).filter(letter=letter)
