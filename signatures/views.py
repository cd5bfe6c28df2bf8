"""The public pages: none of them reads a session or sets a cookie."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlsplit

from django.conf import settings
from django.core.paginator import Paginator
from django.core.signing import BadSignature, SignatureExpired
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from core.errors import Refusal
from core.links import read_token
from letters import text
from letters.models import Letter
from signatures import services
from signatures.forms import SigningForm
from signatures.models import Mail, Signature
from signatures.numbers import format_counts
from signatures.searching import fold

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]

PAGE_SECONDS = 5  # how long anybody may keep a public page
NAMES_PER_PAGE = 100
RECENT_NAMES = 12


class SeeOther(HttpResponseRedirect):
    status_code = 303


def secret_address(view: View[P]) -> View[P]:
    """A page whose address is a secret: kept by nobody, passed on to nobody.

    The token is what authorizes the POST, and there is no session to ride, so the
    CSRF token would add a cookie and nothing else.
    """

    @wraps(view)
    def wrapper(
        request: HttpRequest, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex"
        return response

    return csrf_exempt(never_cache(wrapper))


def _cacheable(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, public=True, max_age=PAGE_SECONDS)
    return response


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE


def _public_letter(slug: str) -> Letter:
    letters = Letter.objects.public().select_related("campaign")
    return get_object_or_404(
        letters.prefetch_related("revisions__translations", "campaign__partners"),
        slug=slug,
    )


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    letters = (
        Letter.objects.public()
        .select_related("campaign")
        .prefetch_related("revisions__translations")
    )
    totals = Signature.objects.filter(letter__in=letters).listed().by_letter()
    rows = [
        (
            letter.accepts_signatures(),
            {
                "letter": letter,
                "title": letter.title(_language()),
                "total": totals.get(letter.pk, 0),
            },
        )
        for letter in letters
    ]
    context = {
        "open_letters": [row for is_open, row in rows if is_open],
        "closed_letters": [row for is_open, row in rows if not is_open],
    }
    return _cacheable(render(request, "signatures/home.html", context))


def _is_cross_site(request: HttpRequest) -> bool:
    """Whether the browser states that another site's page sent this form."""
    if site := request.headers.get("Sec-Fetch-Site"):
        return site in {"cross-site", "same-site"}
    origin = request.headers.get("Origin", "")
    allowed = {request.get_host(), urlsplit(settings.SITE_URL).netloc}
    try:
        return bool(origin) and urlsplit(origin).netloc not in allowed
    except ValueError:
        return True  # no browser of ours sends such an origin


# Without a CSRF token by decision: signing is anonymous, so there is no session whose
# rights another site could use, and what counts is the click in the signer's mailbox.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: HttpRequest, slug: str) -> HttpResponse:
    letter = _public_letter(slug)
    if request.method != "POST":
        form = SigningForm(
            letter=letter, initial={"partner": request.GET.get("partner", "")[:30]}
        )
        return _cacheable(_letter_page(request, letter, form))
    if _is_cross_site(request):
        return render(
            request, "signatures/cross_site.html", {"letter": letter}, status=403
        )
    form = SigningForm(request.POST, letter=letter)
    if form.is_valid():
        try:
            services.sign_letter(
                letter, language=_language(), **form.signature_fields()
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return SeeOther(_check_your_mail_url(letter))
    response = _letter_page(request, letter, form, status=422)
    patch_cache_control(response, no_store=True)
    return response


def _check_your_mail_url(letter: Letter) -> str:
    return f"{letter.get_absolute_url()}check-your-mail/"


def _letter_page(
    request: HttpRequest, letter: Letter, form: SigningForm, *, status: int = 200
) -> HttpResponse:
    context = {
        **letter_context(letter),
        "form": form,
        "is_open": letter.accepts_signatures(),
        "recent": letter.signatures.public().order_by("-confirmed_at", "-pk")[
            :RECENT_NAMES
        ],
    }
    return render(request, "signatures/letter.html", context, status=status)


def letter_context(letter: Letter) -> dict[str, object]:
    """What shows a letter in the language in use: text, recipients, numbers."""
    revision = letter.current_revision or letter.draft_revision
    translation = revision and revision.in_language(_language())
    counts = letter.signatures.all().counts()
    numbers = format_counts(
        counts, translation.language if translation else _language()
    )
    return {
        "letter": letter,
        "campaign": letter.campaign,
        "translation": translation,
        "body": text.render(text.fill(translation.body, numbers))
        if translation
        else "",
        "title": translation.title if translation else letter.slug,
        "recipients": letter.recipients.all(),
        "counts": counts,
    }


@require_safe
def check_your_mail(request: HttpRequest, slug: str) -> HttpResponse:
    letter = _public_letter(slug)
    context = {
        "letter": letter,
        "title": letter.title(_language()),
        "hours": int(settings.CONFIRMATION_LINK_AGE.total_seconds() // 3600),
    }
    return _cacheable(render(request, "signatures/check_your_mail.html", context))


@require_safe
def signers(request: HttpRequest, slug: str) -> HttpResponse:
    letter = _public_letter(slug)
    query = request.GET.get("q", "")[:200]
    rows = letter.signatures.public().order_by("kind", "sort_key", "pk")
    if fold(query):
        rows = rows.filter(search_text__contains=fold(query))
    page = Paginator(rows, NAMES_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "letter": letter,
        "title": letter.title(_language()),
        "counts": letter.signatures.all().counts(),
        "query": query,
        "page": page,
    }
    return _cacheable(render(request, "signatures/signers.html", context))


def _read_link(purpose: str, token: str) -> tuple[Signature | None, str, bool]:
    """Return the signature a mailed link is about, the rest of its value, and whether it expired."""
    ages = {
        "confirm": settings.CONFIRMATION_LINK_AGE,
        "signature": settings.SELF_SERVICE_LINK_AGE,
    }
    is_expired = False
    try:
        value = read_token(purpose, token, max_age=ages[purpose])
    except SignatureExpired:
        is_expired = True
        value = read_token(purpose, token)
    except BadSignature:
        return None, "", False
    code, _dash, rest = value.partition("-")
    signatures = Signature.objects.select_related("letter__campaign", "revision")
    return signatures.filter(code=code).first(), rest, is_expired


@secret_address
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for a click before confirming: mail scanners follow every link they see."""
    signature, sequence, is_expired = _read_link("confirm", token)
    if signature is None:
        return render(request, "signatures/link_unknown.html", status=404)
    state = _confirmation_state(signature, sequence, is_expired)
    problem = ""
    if request.method == "POST" and state in {"pending", "expired"}:
        try:
            return _act_on_confirmation(request, signature, state)
        except Refusal as refusal:
            signature.refresh_from_db()
            if signature.is_confirmed:  # somebody pressed twice
                return SeeOther(request.path)
            problem = str(refusal)
            state = _confirmation_state(signature, sequence, is_expired)
    context = {
        **letter_context(signature.letter),
        "signature": signature,
        "accepted": signature.revision.in_language(signature.language),
        "seen": services.line_digest(signature),
        "state": state,
        "problem": problem,
    }
    status = 422 if problem else {"expired": 410, "superseded": 410}.get(state, 200)
    return render(request, "signatures/confirm.html", context, status=status)


def _confirmation_state(signature: Signature, sequence: str, is_expired: bool) -> str:
    if signature.is_confirmed:
        return "confirmed"
    if signature.status == Signature.Status.WITHDRAWN and not signature.confirmed_at:
        return "denied"
    if signature.status != Signature.Status.PENDING:
        return "ended"
    if not signature.letter.accepts_confirmations():
        return "late"
    newer = signature.mails.filter(
        kind=Mail.Kind.CONFIRM, status=Mail.Status.SENT, sequence__gt=int(sequence)
    )
    if newer.exists():
        return "superseded"
    return "expired" if is_expired else "pending"


def _act_on_confirmation(
    request: HttpRequest, signature: Signature, state: str
) -> HttpResponse:
    action = request.POST.get("action")
    if state == "expired":
        if action == "resend":
            services.owe_mail(signature, Mail.Kind.CONFIRM, language=signature.language)
            return SeeOther(_check_your_mail_url(signature.letter))
        raise Refusal(_("This link is too old. Ask for a new one below."))
    if action == "deny":
        signature.deny()
    elif action == "confirm":
        services.confirm_signature(signature, seen=request.POST.get("seen", ""))
    else:
        raise Refusal(_("Press one of the two buttons."))
    return SeeOther(request.path)


@secret_address
@require_http_methods(["GET", "HEAD", "POST"])
def signature(request: HttpRequest, token: str) -> HttpResponse:
    """The signer's own page: the line as it is printed, and taking it back."""
    signature, _rest, is_expired = _read_link("signature", token)
    if signature is None or is_expired:
        return render(request, "signatures/link_unknown.html", status=404)
    problem = ""
    if request.method == "POST":
        try:
            if request.POST.get("action") != "withdraw":
                raise Refusal(_("Press the button to withdraw your signature."))
            signature.withdraw()
        except Refusal as refusal:
            problem = str(refusal)
        else:
            return SeeOther(request.path)
    context = {
        "signature": signature,
        "letter": signature.letter,
        "title": signature.letter.title(_language()),
        "accepted": signature.revision.in_language(signature.language),
        "problem": problem,
    }
    status = 422 if problem else 200
    return render(request, "signatures/signature.html", context, status=status)
