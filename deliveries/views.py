"""Pages where organizers hand a letter over, and keep what came of it."""

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
)
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from campaigns.access import may, signed_in
from campaigns.models import ANY_ROLE, DOCUMENT_READERS, EDITORS, Membership
from core.errors import Refusal
from core.http import sentence
from core.stored import open_unchanged
from deliveries.documents import addressees
from deliveries.emails import how_it_comes, is_attached
from deliveries.files import CONTENT_TYPES, add_file, remove_file
from deliveries.forms import (
    AnswerForm,
    DeliveryForm,
    FileForm,
    ReminderForm,
)
from deliveries.models import Delivery, DeliveryFile
from deliveries.services import (
    draft_mail,
    record_answer,
    remind_on,
    remove_delivery,
    save_delivery,
    send_by_mail,
)
from letters.access import letter_to_edit, letter_to_read, letters_with
from letters.models import Letter

# What the buttons do that begin a delivery.
WAYS = [
    (Delivery.Method.MAIL, gettext_lazy("Send by email")),
    (Delivery.Method.HAND, gettext_lazy("Record a hand-over")),
    (Delivery.Method.POST, gettext_lazy("Record a posting")),
]


def _delivery(
    request: HttpRequest, slug: str, pk: int, roles: frozenset[Membership.Role]
) -> Delivery:
    letter = get_object_or_404(letters_with(request, roles), slug=slug)
    rows = Delivery.objects.filter(edition__letter=letter, pk=pk)
    delivery = get_object_or_404(rows.select_related("edition", "recipient"))
    delivery.edition.letter = letter  # with its texts
    return delivery


@never_cache
@login_required
@require_safe
def deliveries(request: HttpRequest, slug: str) -> HttpResponse:
    return _list(request, letter_to_read(request, slug))


def _list(
    request: HttpRequest, letter: Letter, problem: str = "", status: int = 422
) -> HttpResponse:
    editions = list(letter.editions.select_related("addendum_to").order_by("-number"))
    for edition in editions:
        edition.letter = letter  # with its texts
    by_recipient: dict[int, list[Delivery]] = {}
    rows = Delivery.objects.filter(edition__in=editions).select_related("edition")
    for row in rows:
        row.edition.letter = letter
        by_recipient.setdefault(row.recipient_id, []).append(row)
    recipients = [
        (recipient, by_recipient.get(recipient.pk, []))
        for recipient in letter.recipients.all()
    ]
    delivered = {row.edition_id for row in rows if row.is_done}
    context = {
        "letter": letter,
        "problem": problem,
        "editions": editions,
        "recipients": recipients,
        "delivered": [each for each in editions if each.pk in delivered],
        "ways": WAYS,
        "may_edit": may(request, letter.campaign, EDITORS),
        "may_download": may(request, letter.campaign, DOCUMENT_READERS),
    }
    code = status if problem else 200
    return render(request, "deliveries/deliveries.html", context, status=code)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, slug: str, recipient: int, method: str) -> HttpResponse:
    letter = letter_to_edit(request, slug)
    if method not in Delivery.Method.values:
        raise Http404
    found = letter.recipients.filter(pk=recipient).first()
    if found is None:
        problem = _("This recipient is not on the letter any more.")
        return _list(request, letter, problem, status=404)
    # An addendum is of no use to who has not got the whole.
    newest = letter.editions.filter(addendum_to=None).order_by("-number").first()
    if newest is None:
        problem = _("Freeze an edition first: that is what is handed over.")
        return _list(request, letter, problem)
    last = Delivery.objects.filter(edition__letter=letter, method="mail").last()
    initial = {
        "edition": newest.pk,
        "language": found.languages[0],
        "reply_to": last.reply_to if last else signed_in(request).email,
    }
    delivery = Delivery(recipient=found, method=method)
    return _form(request, letter, delivery, initial)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    delivery = _delivery(request, slug, pk, EDITORS)
    if not delivery.is_changeable:
        problem = _("This mail is on its way, or has arrived: it stays as it is.")
        return _page(request, delivery, problem)
    return _form(request, delivery.letter, delivery, None)


def _form(
    request: HttpRequest,
    letter: Letter,
    delivery: Delivery,
    initial: dict[str, object] | None,
) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    form = DeliveryForm(data, instance=delivery, letter=letter, initial=initial)
    if form.is_valid():
        try:
            save_delivery(form.instance, signed_in(request))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            page = "send" if form.instance.is_mail else "delivery"
            return redirect(f"deliveries:{page}", letter.slug, form.instance.pk)
    context = {"letter": letter, "delivery": delivery, "form": form}
    status = 422 if form.errors else 200
    return render(request, "deliveries/form.html", context, status=status)


@never_cache
@login_required
@require_safe
def delivery(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    return _page(request, _delivery(request, slug, pk, ANY_ROLE))


def _page(
    request: HttpRequest,
    delivery: Delivery,
    problem: str = "",
    *,
    file_form: FileForm | None = None,
    reminder_form: ReminderForm | None = None,
) -> HttpResponse:
    letter = delivery.letter
    shown = [form for form in (file_form, reminder_form) if form is not None]
    context = {
        "letter": letter,
        "delivery": delivery,
        "problem": problem,
        "form": shown[0] if shown else None,
        "dispatches": delivery.dispatches.all(),
        "files": delivery.files.select_related("added_by"),
        "file_form": file_form or FileForm(),
        "reminder_form": reminder_form
        or ReminderForm(initial={"day": delivery.remind_on}),
        "may_edit": may(request, letter.campaign, EDITORS),
        "may_download": may(request, letter.campaign, DOCUMENT_READERS),
    }
    status = 422 if problem or shown else 200
    return render(request, "deliveries/delivery.html", context, status=status)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The mail as it will be sent; the button under it sends it."""
    delivery = _delivery(request, slug, pk, EDITORS)
    problem = ""
    if request.method == "POST":
        try:
            send_by_mail(
                delivery, signed_in(request), seen=request.POST.get("seen", "")
            )
        except Refusal as refusal:
            problem = str(refusal)
            delivery = _delivery(request, slug, pk, EDITORS)  # as it is by now
        else:
            messages.success(request, _("The mail is on its way."))
            return redirect("deliveries:delivery", slug, pk)
    if not delivery.is_sendable:
        return _page(
            request,
            delivery,
            problem
            or _("This mail is on its way or has been sent; it is not sent twice."),
        )
    try:
        draft = draft_mail(delivery)
    except Refusal as refusal:
        return _page(request, delivery, str(refusal))
    attached = is_attached(draft.document)
    with translation.override(delivery.language):
        below = how_it_comes(draft.document, "" if attached else "https://…")
    context = {
        "letter": delivery.letter,
        "delivery": delivery,
        "draft": draft,
        "addressees": addressees(draft.document),
        "is_attached": attached,
        "below": below,
        "problem": problem,
    }
    status = 422 if problem else 200
    return render(request, "deliveries/send.html", context, status=status)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    delivery = _delivery(request, slug, pk, EDITORS)
    if not delivery.is_done:
        problem = _(
            "There is no answer before the letter was delivered. Record that first."
        )
        return _page(request, delivery, problem)
    data = request.POST if request.method == "POST" else None
    form = AnswerForm(data, instance=delivery)
    if form.is_valid():
        try:
            record_answer(delivery, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The answer is recorded."))
            return redirect("deliveries:delivery", slug, pk)
    context = {"letter": delivery.letter, "delivery": delivery, "form": form}
    status = 422 if form.errors else 200
    return render(request, "deliveries/answer.html", context, status=status)


@never_cache
@login_required
@require_POST
def remind(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    delivery = _delivery(request, slug, pk, EDITORS)
    form = ReminderForm(request.POST)
    if not form.is_valid():
        return _page(request, delivery, reminder_form=form)
    try:
        remind_on(delivery, form.cleaned_data["day"])
    except Refusal as refusal:
        return _page(request, delivery, str(refusal))
    messages.success(request, _("The day of the reminder is saved."))
    return redirect("deliveries:delivery", slug, pk)


@never_cache
@login_required
@require_POST
def remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    delivery = _delivery(request, slug, pk, EDITORS)
    try:
        remove_delivery(delivery)
    except Refusal as refusal:
        return _page(request, delivery, str(refusal))
    messages.success(request, _("The plan is removed."))
    return redirect("deliveries:deliveries", slug)


@never_cache
@login_required
@require_POST
def files(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Add a file."""
    delivery = _delivery(request, slug, pk, EDITORS)
    form = FileForm(request.POST, request.FILES)
    if form.is_valid():
        upload, kind = form.cleaned_data["file"], form.cleaned_data["kind"]
        try:
            add_file(delivery, upload, kind, signed_in(request))
        except Refusal as refusal:
            form.add_error("file", str(refusal))
        else:
            messages.success(request, _("The file is kept."))
            return redirect("deliveries:delivery", slug, pk)
    return _page(request, delivery, file_form=form)


def _file(
    request: HttpRequest, code: uuid.UUID, roles: frozenset[Membership.Role]
) -> DeliveryFile:
    letters = letters_with(request, roles)
    rows = DeliveryFile.objects.filter(delivery__edition__letter__in=letters)
    return get_object_or_404(
        rows.select_related("delivery__edition__letter"), code=code
    )


@never_cache
@login_required
@require_safe
def file(request: HttpRequest, code: uuid.UUID) -> HttpResponseBase:
    row = _file(request, code, DOCUMENT_READERS)
    try:
        stored = open_unchanged(row.file, row.sha256)
    except Refusal as refusal:
        return sentence(str(refusal), HTTPStatus.SERVICE_UNAVAILABLE)
    return FileResponse(
        stored,
        as_attachment=True,
        filename=str(row),
        content_type=CONTENT_TYPES[row.ending],
    )


@never_cache
@login_required
@require_POST
def drop_file(request: HttpRequest, code: uuid.UUID) -> HttpResponse:
    row = _file(request, code, EDITORS)
    slug, pk = row.delivery.letter.slug, row.delivery_id
    remove_file(row)
    messages.success(request, _("The file is removed."))
    return redirect("deliveries:delivery", slug, pk)
