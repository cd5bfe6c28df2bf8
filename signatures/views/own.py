"""Pages behind mailed links: confirming, and the signer's own signature."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.errors import Refusal
from core.formats import language
from core.http import SeeOther, secret_address
from signatures import corrections, own, services
from signatures.models import Correction, Mail, Signature
from signatures.own_data import data_of
from signatures.own_forms import OwnLineForm, OwnPublicityForm
from signatures.reading import is_erased, read_link
from signatures.showing import letter_context
from signatures.visiting import signers_path


def unknown_link(request: HttpRequest, purpose: str, token: str) -> HttpResponse:
    if is_erased(purpose, token):
        return render(request, "signatures/erased.html", status=410)
    return render(request, "signatures/link_unknown.html", status=404)


@secret_address
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for a click before confirming: mail scanners follow every link they see."""
    signature, sequence, is_expired = read_link("confirm", token)
    if signature is None:
        return unknown_link(request, "confirm", token)
    state = _confirmation_state(signature, sequence, is_expired)
    problem = ""
    if request.method == "POST" and state in {"pending", "expired"}:
        try:
            return _act_on_confirmation(request, signature, state)
        except Refusal as refusal:
            signature, _rest, _is_expired = read_link("confirm", token)
            if signature is None:  # erased at the same moment
                return unknown_link(request, "confirm", token)
            if signature.is_confirmed:  # somebody pressed twice
                return SeeOther(request.path)
            problem = str(refusal)
            state = _confirmation_state(signature, sequence, is_expired)
    return _confirm_page(request, signature, state, problem)


def _confirm_page(
    request: HttpRequest, signature: Signature, state: str, problem: str
) -> HttpResponse:
    first_read = signature.revision
    if state == "pending":
        signature.revision = services.revision_to_sign(signature)
    context = {
        **letter_context(signature.letter),
        "letter_path": signers_path(signature),
        "signature": signature,
        "first_read": first_read,
        "accepted": signature.revision.in_language(signature.language),
        "seen": services.line_digest(signature),
        "news": signature.gets_news,
        "consents": signature.consents.select_related("partner").order_by("pk"),
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
            return SeeOther(signers_path(signature, "check-your-mail/"))
        raise Refusal(_("This link is too old. Ask for a new one below."))
    if action == "deny":
        signature.deny()
    elif action == "confirm":
        services.confirm_signature(signature, seen=request.POST.get("seen", ""))
    else:
        raise Refusal(_("Press one of the two buttons."))
    return SeeOther(request.path)


class InvalidForm(Refusal):
    """What was typed cannot be used; the form says why."""

    def __init__(self, form: OwnLineForm | OwnPublicityForm):
        super().__init__()
        self.form = form


def _correct(request: HttpRequest, signature: Signature) -> None:
    form = OwnLineForm(request.POST, signature=signature)
    if not form.is_valid():
        raise InvalidForm(form)
    own.correct_line(signature, form.line(), flags=form.flags())


def _change_publicity(request: HttpRequest, signature: Signature) -> None:
    form = OwnPublicityForm(request.POST, signature=signature)
    if not form.is_valid():
        raise InvalidForm(form)
    own.change_publicity(signature, form.cleaned_data["publicity"])


def _erase(request: HttpRequest, signature: Signature) -> None:
    if request.POST.get("sure") != "on":
        raise Refusal(_("Tick the box if you want everything to be deleted."))
    own.erase(signature)


ACTIONS: dict[str, Callable[[HttpRequest, Signature], None]] = {
    "correct": _correct,
    "publicity": _change_publicity,
    "unsubscribe": lambda _request, signature: own.end_news(signature),
    "keep": lambda request, signature: own.keep(
        signature, seen=request.POST.get("seen", "")
    ),
    "withdraw": lambda _request, signature: own.withdraw(signature),
    "erase": _erase,
}


@secret_address
@require_http_methods(["GET", "HEAD", "POST"])
def signature(request: HttpRequest, token: str) -> HttpResponse:
    """The signer's own page: the line as it is printed, and all that they may do to it."""
    signature, _rest, is_expired = read_link("signature", token)
    if signature is None or is_expired:
        return unknown_link(request, "signature", token)
    problem, form, action = "", None, request.POST.get("action", "")
    if request.method == "POST":
        try:
            if action not in ACTIONS:
                raise Refusal(_("Press one of the buttons."))
            ACTIONS[action](request, signature)
        except InvalidForm as invalid:
            form = invalid.form
        except Refusal as refusal:
            problem = str(refusal)
        else:
            return SeeOther(f"{request.path}?done={action}")
        signature, _rest, _is_expired = read_link("signature", token)
        if signature is None:  # erased at the same moment
            return unknown_link(request, "signature", token)
    context = {
        **_own_page(signature, form),
        "problem": problem,
        "section": action,
        "done": request.GET.get("done", "") if request.method != "POST" else "",
        "data_path": reverse("signatures:own_data", args=[token]),
    }
    status = 422 if problem or form else 200
    return render(request, "signatures/signature.html", context, status=status)


def _own_page(
    signature: Signature, form: OwnLineForm | OwnPublicityForm | None
) -> dict[str, Any]:
    """What the page shows; `form` is the one that was filled in wrongly."""
    waiting = corrections.waiting_for(signature)
    decided = signature.corrections.exclude(status=Correction.Status.SUPERSEDED)
    is_line, is_publicity = (
        isinstance(form, kind) for kind in (OwnLineForm, OwnPublicityForm)
    )
    return {
        "signature": signature,
        "letter": signature.letter,
        "letter_path": signers_path(signature),
        "title": signature.letter.title(language()),
        "accepted": signature.revision.in_language(signature.language),
        "state": own.state_of(signature),
        "waiting": waiting and corrections.preview(signature, waiting),
        "last_correction": None if waiting else decided.order_by("-pk").first(),
        "consents": signature.consents.select_related("partner").order_by("pk"),
        "form": form,
        "line_form": form if is_line else OwnLineForm(signature=signature),
        "publicity_form": form
        if is_publicity
        else OwnPublicityForm(signature=signature),
    }


@secret_address
@require_safe
def own_data(request: HttpRequest, token: str) -> HttpResponse:
    """All that is kept of the signature, as a file."""
    signature, _rest, is_expired = read_link("signature", token)
    if signature is None or is_expired:
        return unknown_link(request, "signature", token)
    response = JsonResponse(
        data_of(signature), json_dumps_params={"indent": 2, "ensure_ascii": False}
    )
    response["Content-Disposition"] = 'attachment; filename="my-signature.json"'
    return response
