"""Pages behind mailed links: confirming, and the signer's own signature."""

from django.conf import settings
from django.core.signing import BadSignature, SignatureExpired
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.errors import Refusal
from core.http import SeeOther, secret_address
from core.links import read_token
from signatures import services
from signatures.models import Mail, Signature
from signatures.showing import language, letter_context
from signatures.visiting import signers_path


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
        "letter_path": signers_path(signature.letter),
        "signature": signature,
        "accepted": signature.revision.in_language(signature.language),
        "seen": services.line_digest(signature),
        "state": state,
        "problem": problem,
    }
    status = 422 if problem else {"expired": 410, "superseded": 410}.get(state, 200)
    return render(request, "signatures/confirm.html", context, status=status)


def _check_your_mail_path(signature: Signature) -> str:
    path, _mark, query = signers_path(signature.letter).partition("?")
    return f"{path}check-your-mail/{_mark}{query}"


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
            return SeeOther(_check_your_mail_path(signature))
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
        "letter_path": signers_path(signature.letter),
        "title": signature.letter.title(language()),
        "accepted": signature.revision.in_language(signature.language),
        "problem": problem,
    }
    status = 422 if problem else 200
    return render(request, "signatures/signature.html", context, status=status)
