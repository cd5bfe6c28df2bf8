"""A release as a file: what needs a worker is taken from it, what is text is written here."""

from http import HTTPStatus
from pathlib import Path
from tempfile import TemporaryDirectory

from django.http import Http404, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

from core.errors import Refusal
from core.http import sentence
from press.content import compose
from press.models import Release, ReleaseFile
from press.writers import TYPES, WRITERS

MADE_BY_WORKERS = set(ReleaseFile.Format.values)
RETRY_SECONDS = 60  # beat looks twice a minute, and a file takes seconds


def language_or_404(release: Release, language: str) -> str:
    if language not in release.letter.campaign.languages:
        raise Http404
    return language


def file_response(release: Release, language: str, format: str) -> HttpResponse:
    language_or_404(release, language)
    if format not in WRITERS:
        raise Http404
    read = _made if format in MADE_BY_WORKERS else _written
    try:
        content = read(release, language, format)
    except Refusal as refusal:
        answer = sentence(str(refusal), HTTPStatus.SERVICE_UNAVAILABLE)
        answer["Retry-After"] = str(RETRY_SECONDS)
        return answer
    name = f"{release.letter.slug}-press-{language}.{format}"
    # Never shown in the browser: a file of its own style is no page of this site.
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=TYPES[format], headers=headers)


def _made(release: Release, language: str, format: str) -> bytes:
    row = release.files.filter(language=language, format=format).first()
    if row is not None and row.is_being_made:
        raise Refusal(_("This file is being made. Try again in a minute."))
    if row is None or not row.can_be_taken:
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
