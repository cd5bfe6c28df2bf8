"""Pages where organizers freeze editions and take their documents."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from campaigns.access import may, signed_in
from campaigns.models import DOCUMENT_READERS, EDITORS, MODERATORS, Membership
from core.errors import Refusal
from core.http import SeeOther
from exports import freezing, proof
from exports.editions import Unaccepted, next_number, preflight
from exports.forms import EditionDocumentForm
from exports.models import Edition
from exports.preflight import CHECKS, Finding
from exports.services import request_document
from letters.access import letter_to_edit, letters_with
from letters.models import Letter

MARK_MAXIMUM = 40  # characters


@login_required
@never_cache
@require_safe
def editions(request: HttpRequest, slug: str) -> HttpResponse:
    letter = get_object_or_404(letters_with(request, DOCUMENT_READERS), slug=slug)
    rows = letter.editions.select_related("addendum_to", "frozen_by")
    context = {
        "letter": letter,
        "editions": rows,
        "may_freeze": may(request, letter.campaign, EDITORS),
        "on_its_way": letter.freezings.unfinished().first(),
    }
    return render(request, "exports/editions.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def prepare(
    request: HttpRequest, slug: str, original: int | None = None
) -> HttpResponse:
    """What was found, to be accepted one by one; then the button that freezes."""
    letter = letter_to_edit(request, slug)
    addendum_to = original and get_object_or_404(letter.editions, number=original)
    if request.method != "POST":
        if row := letter.freezings.unfinished().first():
            return redirect("exports:freezing", slug, row.number)
        return _preparation(request, letter, addendum_to or None)
    try:
        row = freezing.ask(
            letter,
            user=signed_in(request),
            accepted=_accepted(request),
            addendum_to=addendum_to or None,
            number=_number(request.POST.get("number", "")),
        )
    except Unaccepted:
        problem = _(
            "Nothing was frozen. Accept each finding, or mend it first; what has changed"
            " since you looked is asked again."
        )
    except Refusal as refusal:
        problem = str(refusal)
    else:
        return SeeOther(reverse("exports:freezing", args=[slug, row.number]))
    return _preparation(request, letter, addendum_to or None, problem)


@login_required
@never_cache
@require_safe
def freezing_page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """How far the freezing of an edition is; then on to the edition."""
    letter = letter_to_edit(request, slug)
    # First the row: what is frozen between the two questions is an edition already.
    row = letter.freezings.select_related("addendum_to").filter(number=number).first()
    if letter.editions.filter(number=number).exists():
        return SeeOther(reverse("exports:edition", args=[slug, number]))
    if row is None:
        raise Http404
    return render(request, "exports/freezing.html", {"letter": letter, "row": row})


def _accepted(request: HttpRequest) -> dict[str, str]:
    """The marks that the boxes had which were ticked."""
    ticked = {name: request.POST.get(f"accept-{name}", "") for name in CHECKS}
    return {
        name: mark for name, mark in ticked.items() if 0 < len(mark) <= MARK_MAXIMUM
    }


def _number(text: str) -> int | None:
    is_number = text.isascii() and text.isdecimal() and len(text) < 10
    return int(text) if is_number else None


def _pages_to_mend(request: HttpRequest, letter: Letter) -> dict[str, str]:
    """Where what each check found can be mended, as far as the user may do it."""
    text = reverse("letters:text", args=[letter.slug])
    recipients = reverse("letters:recipients", args=[letter.slug])
    pages = {"text": text, "texts": text, "recipients": recipients}
    pages["open"] = reverse("letters:letter", args=[letter.slug])
    if may(request, letter.campaign, MODERATORS):
        reviews = reverse("admin:signatures_signature_changelist")
        corrections = reverse("admin:signatures_correction_changelist")
        pages["reviews"] = f"{reviews}?todo=review&letter__id__exact={letter.pk}"
        pages["corrections"] = (
            f"{corrections}?status__exact=waiting"
            f"&signature__letter__id__exact={letter.pk}"
        )
        pages["twins"] = reverse("admin:signatures_organization_twins")
    return pages


def _preparation(
    request: HttpRequest,
    letter: Letter,
    addendum_to: Edition | None,
    problem: str = "",
) -> HttpResponse:
    findings: list[Finding] = []
    refusal = ""
    try:
        findings = preflight(letter, addendum_to)
    except Refusal as reason:
        refusal = str(reason)
    accepted = _accepted(request)
    pages = _pages_to_mend(request, letter)
    context = {
        "letter": letter,
        "original": addendum_to,
        "number": next_number(letter),
        "refusal": refusal,
        "problem": "" if problem == refusal else problem,
        "findings": [
            (
                finding,
                accepted.get(finding.check_name) == finding.mark,
                pages.get(finding.check_name),
            )
            for finding in findings
        ],
        "can_freeze": not refusal and all(x.can_be_accepted for x in findings),
    }
    status = 422 if problem else 200
    return render(request, "exports/prepare_edition.html", context, status=status)


def _edition(
    request: HttpRequest,
    slug: str,
    number: int,
    roles: frozenset[Membership.Role] = DOCUMENT_READERS,
) -> Edition:
    letters = letters_with(request, roles)
    rows = Edition.objects.filter(letter__in=letters).select_related(
        "letter__campaign", "addendum_to", "frozen_by", "revision"
    )
    return get_object_or_404(rows, letter__slug=slug, number=number)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edition(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """What was frozen and its documents; a POST asks for another one."""
    edition = _edition(request, slug, number)
    data = request.POST if request.method == "POST" else None
    form = EditionDocumentForm(data, edition=edition)
    if form.is_valid():
        try:
            request_document(
                edition.letter,
                **form.cleaned_data,
                edition=edition,
                user=signed_in(request),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            path = reverse("exports:edition", args=[slug, number])
            return SeeOther(f"{path}#documents")
    documents = edition.documents.select_related("letter", "recipient")
    documents = documents.prefetch_related("edition__rolls")
    documents = documents.order_by("audience", "recipient", "language", "format", "pk")
    context = {
        "letter": edition.letter,
        "edition": edition,
        "form": form,
        "documents": documents,
        "is_rendering": not all(x.is_finished for x in documents),
        "progress": " ".join(f"{x.status}{x.progress}" for x in documents),
        "acceptances": [
            (CHECKS.get(each.check_name, each.check_name), each)
            for each in edition.acceptances.select_related("accepted_by")
        ],
        "addenda": edition.addenda.all(),
        "gone": proof.withdrawn(edition),
        "may_freeze": may(request, edition.letter.campaign, EDITORS),
        "public_path": reverse("proof:edition", args=[slug, number]),
    }
    status = 422 if form.errors else 200
    return render(request, "exports/edition.html", context, status=status)


@login_required
@never_cache
@require_POST
def publish(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The public copy: let everybody have it, or take it back."""
    edition = _edition(request, slug, number, roles=EDITORS)
    if "take_back" in request.POST:
        proof.unpublish_copy(edition)
        messages.success(request, _("The public copy is not published any more."))
    else:
        try:
            proof.publish_copy(edition, signed_in(request))
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The public copy is published."))
    return SeeOther(reverse("exports:edition", args=[slug, number]))
