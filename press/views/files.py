"""A release as a file: what needs a worker is taken from it, what is text is written here."""

from pathlib import Path
from tempfile import TemporaryDirectory

from django.http import Http404, HttpResponse
from django.utils import translation

from press.content import compose
from press.models import Release, ReleaseFile
from press.writers import TYPES, WRITERS

MADE_BY_WORKERS = set(ReleaseFile.Format.values)


def language_or_404(release: Release, language: str) -> str:
    if language not in release.letter.campaign.languages:
        raise Http404
    return language


def file_response(release: Release, language: str, format: str) -> HttpResponse:
    language_or_404(release, language)
    if format not in WRITERS:
        raise Http404
    read = _made if format in MADE_BY_WORKERS else _written
    name = f"{release.letter.slug}-press-{language}.{format}"
    # Never shown in the browser: a file of its own style is no page of this site.
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(
        read(release, language, format), content_type=TYPES[format], headers=headers
    )


def _made(release: Release, language: str, format: str) -> bytes:
    row = release.files.filter(language=language, format=format).first()
    if row is None or not row.file:
        raise Http404
    try:
        with row.file.open("rb") as file:
            return file.read()
    except FileNotFoundError:  # taken away in this moment, since the text has changed
        raise Http404 from None


def _written(release: Release, language: str, format: str) -> bytes:
    with TemporaryDirectory(prefix="undersigned-") as folder:
        path = Path(folder) / f"release.{format}"
        with translation.override(language):
            WRITERS[format](compose(release, language), path)
        return path.read_bytes()
