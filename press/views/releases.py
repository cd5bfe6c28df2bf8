"""The list of a letter's releases, and each one's own page."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from campaigns.access import may, signed_in
from campaigns.models import DOCUMENT_READERS, EDITORS
from core.errors import Refusal
from core.links import absolute_url
from letters.access import letter_to_edit, letter_to_read
from press import readiness, services
from press.access import release_to_edit, release_to_read
from press.content import compose
from press.models import Release
from press.views.files import file_response, language_or_404
from press.writers.page import parts


@never_cache
@login_required
@require_safe
def releases(request: HttpRequest, slug: str) -> HttpResponse:
    letter = letter_to_read(request, slug)
    context = {
        "letter": letter,
        "may_download": may(request, letter.campaign, DOCUMENT_READERS),
        "releases": letter.releases.select_related("edition").prefetch_related("texts"),
        "may_edit": may(request, letter.campaign, EDITORS),
    }
    return render(request, "press/releases.html", context)


@never_cache
@login_required
@require_POST
def prepare(request: HttpRequest, slug: str) -> HttpResponse:
    release = services.prepare_release(
        letter_to_edit(request, slug), signed_in(request)
    )
    return redirect("press:text", slug, release.pk)


@never_cache
@login_required
@require_safe
def release(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    return overview(request, release_to_read(request, slug, pk))


def overview(request: HttpRequest, release: Release, problem: str = "") -> HttpResponse:
    letter = release.letter
    may_edit = may(request, letter.campaign, EDITORS)
    languages = letter.campaign.languages
    files = release.files.all()
    chosen = [row.partner for row in release.partners.select_related("partner")]
    context = {
        "letter": letter,
        "release": release,
        "problem": problem,
        "missing": readiness.missing_in_all(release),
        "missing_by_language": [
            (language, readiness.missing_in(release, language))
            for language in languages
        ],
        "is_whole": not readiness.missing(release),
        "warnings": readiness.warnings(release),
        "contacts_by_language": [
            (language, release.contacts.filter(language=language))
            for language in languages
        ],
        "quotes": release.quotes.all(),
        "partners": release.partners.select_related("partner"),
        "other_partners": [
            partner
            for partner in letter.campaign.partners.all()
            if partner not in chosen
        ],
        "files_by_language": [
            (language, [file for file in files if file.language == language])
            for language in languages
        ],
        "may_edit": may_edit,
        "links": [
            (language, absolute_url("presskit:by_key", release.key, language=language))
            for language in languages
        ]
        if may_edit and release.is_published
        else [],
        "public_path": letter.get_absolute_url() + "press/",
    }
    status = 422 if problem else 200
    return render(request, "press/release.html", context, status=status)


def _take_step(
    request: HttpRequest,
    slug: str,
    pk: int,
    step: Callable[[Release], None],
    success: str,
) -> HttpResponse:
    release = release_to_edit(request, slug, pk)
    try:
        step(release)
    except Refusal as refusal:
        return overview(request, release_to_edit(request, slug, pk), str(refusal))
    messages.success(request, success)
    return redirect("press:release", slug, pk)


@never_cache
@login_required
@require_POST
def step(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The buttons of the page: publish, take back, another link, the files anew."""
    steps: dict[str, tuple[Callable[[Release], None], str]] = {
        "publish": (
            services.publish,
            _("The release is published. Its files are being made."),
        ),
        "take-back": (
            services.take_back,
            _(
                "The release is taken back: the link leads nowhere until you publish it."
            ),
        ),
        "replace-link": (
            services.replace_key,
            _("There is a new link. The old one leads nowhere from now on."),
        ),
        "make-files": (services.owe_files, _("The files are being made.")),
    }
    wanted = steps.get(request.POST.get("step", ""))
    if wanted is None:
        return overview(
            request,
            release_to_edit(request, slug, pk),
            _("Press one of the buttons of this page."),
        )
    return _take_step(request, slug, pk, *wanted)


@never_cache
@login_required
@require_POST
def discard(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    try:
        services.discard(release_to_edit(request, slug, pk))
    except Refusal as refusal:
        return overview(request, release_to_edit(request, slug, pk), str(refusal))
    messages.success(request, _("The draft is thrown away."))
    return redirect("press:releases", slug)


@never_cache
@login_required
@require_safe
def preview(request: HttpRequest, slug: str, pk: int, language: str) -> HttpResponse:
    release = release_to_read(request, slug, pk)
    language_or_404(release, language)
    content = compose(release, language)
    context = {"letter": release.letter, "release": release, **parts(content)}
    return render(request, "press/preview.html", context)


@never_cache
@login_required
@require_safe
def file(
    request: HttpRequest, slug: str, pk: int, language: str, format: str
) -> HttpResponse:
    return file_response(release_to_read(request, slug, pk), language, format)
