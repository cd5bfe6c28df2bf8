"""The letter's public pages."""

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from core.errors import Refusal
from core.formats import language
from core.http import SeeOther, is_cross_site
from letters.models import Letter
from signatures import registry, services
from signatures.forms import SigningForm
from signatures.lines import named_in
from signatures.models import Signature
from signatures.places import by_country
from signatures.searching import fold
from signatures.showing import letter_context
from signatures.visiting import PAGE_SECONDS, Visit, visit

NAMES_PER_PAGE = 100
RECENT_NAMES = 12


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    letters = (
        Letter.objects.announced(timezone.now())
        .select_related("campaign")
        .prefetch_related("revisions__translations")
    )
    totals = Signature.objects.filter(letter__in=letters).listed().by_letter()
    rows = [
        (
            letter.accepts_signatures(),
            {
                "letter": letter,
                "title": letter.title(language()),
                "total": totals.get(letter.pk, 0),
            },
        )
        for letter in letters
    ]
    context = {
        "open_letters": [row for is_open, row in rows if is_open],
        "closed_letters": [row for is_open, row in rows if not is_open],
    }
    response = render(request, "signatures/home.html", context)
    patch_cache_control(response, public=True, max_age=PAGE_SECONDS)
    return response


# Without a CSRF token by decision: signing is anonymous, so there is no session whose
# rights another site could use, and what counts is the click in the signer's mailbox.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: HttpRequest, slug: str) -> HttpResponse:
    seen = visit(request, slug)
    if request.method != "POST":
        partner = request.GET.get("partner", "")[:30]
        form = SigningForm(letter=seen.letter, initial={"partner": partner})
        return seen.finish(_letter_page(request, seen, form))
    if is_cross_site(request):
        context = {"letter": seen.letter, "letter_path": seen.path()}
        page = render(request, "signatures/cross_site.html", context, status=403)
        return seen.finish(page)
    form = SigningForm(request.POST, letter=seen.letter)
    if form.is_valid():
        try:
            services.sign_letter(
                seen.letter,
                language=language(),
                by_link=bool(seen.key),
                **form.signature_fields(),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return SeeOther(seen.path("check-your-mail/"))
    return seen.finish(_letter_page(request, seen, form, status=422))


def _letter_page(
    request: HttpRequest, seen: Visit, form: SigningForm, *, status: int = 200
) -> HttpResponse:
    letter = seen.letter
    recent = letter.signatures.public().order_by("-confirmed_at", "-pk")
    context = {
        **letter_context(letter),
        "letter_path": seen.path(),
        "signers_path": seen.path("signers/"),
        "partners_path": seen.path("partners/"),
        "lost_link_path": seen.path("my-signature/"),
        "visit": seen,
        "form": form,
        "is_open": seen.accepts_signatures,
        "hides_text": not seen.shows_text,
        "extensions": letter.extensions.all(),
        "recent": named_in(language(), recent[:RECENT_NAMES])
        if seen.shows_names
        else [],
    }
    return render(request, "signatures/letter.html", context, status=status)


@require_safe
def check_your_mail(request: HttpRequest, slug: str) -> HttpResponse:
    seen = visit(request, slug)
    context = {
        "letter": seen.letter,
        "letter_path": seen.path(),
        "title": seen.letter.title(language()),
        "lost_link_path": seen.path("my-signature/"),
        "hours": int(settings.CONFIRMATION_LINK_AGE.total_seconds() // 3600),
    }
    return seen.finish(render(request, "signatures/check_your_mail.html", context))


@require_safe
def signers(request: HttpRequest, slug: str) -> HttpResponse:
    seen = visit(request, slug)
    query = request.GET.get("q", "")[:200]
    rows = seen.letter.signatures.public().order_by("kind", "sort_key", "pk")
    if not seen.shows_names:
        rows = rows.none()
    elif fold(query):
        known = registry.known_as(seen.letter.campaign, query, language())
        rows = rows.filter(
            Q(search_text__contains=fold(query)) | Q(organization__in=known)
        )
    page = Paginator(rows, NAMES_PER_PAGE).get_page(request.GET.get("page"))
    page.object_list = named_in(language(), page.object_list)
    context = {
        "letter": seen.letter,
        "letter_path": seen.path(),
        "visit": seen,
        "title": seen.letter.title(language()),
        "counts": seen.letter.signatures.all().counts(),
        "query": query,
        "page": page,
        "places": by_country(seen.letter, language())
        if seen.shows_names and not query and page.number == 1
        else [],
    }
    return seen.finish(render(request, "signatures/signers.html", context))
