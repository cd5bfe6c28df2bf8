"""Pages on which a release is written, by several editors at once."""

from collections.abc import Sequence

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from campaigns.access import is_key
from core.clocks import zone_names
from core.errors import Refusal
from core.formats import own_name
from press import services
from press.access import release_to_edit
from press.forms import ContactForm, QuoteForm, SettingsForm, TextForm, VersionedForm
from press.models import Contact, Quote, Release, ReleasePartner, ReleaseText
from press.views.releases import overview

CONFLICT = 409


def _save(release: Release, forms: Sequence[VersionedForm]) -> int:
    """Save all forms or none; the status that the page then has, 200 if it was saved."""
    if len([form for form in forms if form.is_valid()]) < len(forms):
        return 422
    try:
        services.save_rows(release, [form.saving for form in forms])
    except Refusal as refusal:
        forms[0].add_error(None, str(refusal))
        return 422
    except services.Outrun:
        for form in forms:
            _meet(form)
        return CONFLICT
    return 200


def _meet(form: VersionedForm) -> None:
    row = form.instance
    same = {"pk": row.pk}
    if isinstance(row, ReleaseText):
        same = {"release": row.release_id, "language": row.language}
    form.meet(type(row)._default_manager.filter(**same).first())


def _page(
    request: HttpRequest,
    release: Release,
    template: str,
    status: int,
    **context: object,
) -> HttpResponse:
    shown = {"letter": release.letter, "release": release, **context}
    shown["is_outrun"] = status == CONFLICT
    return render(request, template, shown, status=status)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    release = release_to_edit(request, slug, pk)
    edited = release_to_edit(request, slug, pk)
    if request.method != "POST":
        form, status = SettingsForm(instance=edited), 200
    else:
        form = SettingsForm(request.POST, instance=edited)
        if (status := _save(release, [form])) == 200:
            messages.success(request, _("The release is saved."))
            return redirect("press:release", slug, pk)
    return _page(
        request, release, "press/settings.html", status, form=form, zones=zone_names()
    )


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def text(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    release = release_to_edit(request, slug, pk)
    data = request.POST if request.method == "POST" else None
    known = {each.language: each for each in release.texts.all()}
    forms = [
        TextForm(
            data,
            instance=known.get(code) or ReleaseText(release=release, language=code),
            prefix=code,
        )
        for code in release.letter.campaign.languages
    ]
    status = 200
    if data is not None and (status := _save(release, forms)) == 200:
        messages.success(request, _("The texts are saved."))
        return redirect("press:release", slug, pk)
    named = [
        (form.instance.language, own_name(form.instance.language), form)
        for form in forms
    ]
    return _page(request, release, "press/text.html", status, forms=named)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def contact(
    request: HttpRequest, slug: str, pk: int, part: int | None = None
) -> HttpResponse:
    release = release_to_edit(request, slug, pk)
    found = get_object_or_404(release.contacts, pk=part) if part else Contact()
    return _part(request, release, ContactForm, found, _("Press contact"))


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def quote(
    request: HttpRequest, slug: str, pk: int, part: int | None = None
) -> HttpResponse:
    release = release_to_edit(request, slug, pk)
    found = get_object_or_404(release.quotes, pk=part) if part else Quote()
    return _part(request, release, QuoteForm, found, _("Quotation"))


def _part(
    request: HttpRequest,
    release: Release,
    form_class: type[VersionedForm],
    part: Contact | Quote,
    title: str,
) -> HttpResponse:
    part.release = release
    data = request.POST if request.method == "POST" else None
    form = form_class(data, instance=part)
    status = 200
    if data is not None and (status := _save(release, [form])) == 200:
        return redirect("press:release", release.letter.slug, release.pk)
    return _page(request, release, "press/part.html", status, form=form, title=title)


@never_cache
@login_required
@require_POST
def arrange(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The buttons beside a contact, a quotation, a partner: up, down, remove; and adding one."""
    release = release_to_edit(request, slug, pk)
    try:
        _press(request, release)
    except Refusal as refusal:
        return overview(request, release_to_edit(request, slug, pk), str(refusal))
    return redirect("press:release", slug, pk)


def _press(request: HttpRequest, release: Release) -> None:
    action = request.POST.get("action", "")
    if action == "add-partner":
        services.add_partner(release, request.POST.get("partner", ""))
        return
    part = _pressed(release, request.POST.get("part", ""))
    if action == "remove":
        services.remove_part(part)
    elif action in {"up", "down"}:
        services.move_part(part, -1 if action == "up" else 1)
    else:
        raise Refusal(_("Press one of the buttons of this page."))


def _pressed(release: Release, name: str) -> services.Part:
    """The part that a button names, as "quote-7"."""
    kind, _dash, pk = name.partition("-")
    kinds: dict[str, type[services.Part]] = {
        "contact": Contact,
        "quote": Quote,
        "partner": ReleasePartner,
    }
    if kind in kinds and is_key(pk):
        rows = kinds[kind]._default_manager.filter(release=release)
        if part := rows.filter(pk=pk).first():
            part.release = release
            return part
    raise Refusal(_("Somebody else has removed this meanwhile."))
