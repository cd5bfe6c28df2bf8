"""The words that go with a letter, and the news to its signers."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from campaigns.access import signed_in
from core.errors import Refusal
from deliveries import telling
from deliveries.cover import PLACEHOLDERS, cover
from deliveries.emails import write_news
from deliveries.forms import CoverForm
from deliveries.models import Announcement, CoverLetter, Delivery
from deliveries.services import save_cover_letter
from exports.models import Edition
from letters.access import letter_to_edit
from letters.models import Letter
from signatures.models import Signature


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def cover_letter(request: HttpRequest, slug: str) -> HttpResponse:
    letter = letter_to_edit(request, slug)
    kept = CoverLetter.objects.filter(letter=letter).first()
    data = request.POST if request.method == "POST" else None
    form = CoverForm(data, instance=kept or CoverLetter(letter=letter))
    if form.is_valid():
        save_cover_letter(letter, form.cleaned_data)
        messages.success(request, _("The cover letter is saved."))
        return redirect("deliveries:cover_letter", slug)
    context = {
        "letter": letter,
        "form": form,
        "placeholders": {
            f"{{{name}}}": meaning for name, meaning in PLACEHOLDERS.items()
        },
        "samples": _samples(letter),
    }
    status = 422 if form.errors else 200
    return render(request, "deliveries/cover_form.html", context, status=status)


def _samples(letter: Letter) -> list[tuple[Edition, str, object]]:
    """What is saved, as the first recipient would read it, in each language.

    It stands with the newest whole edition, and with the newest addendum if there is one.
    """
    recipient = letter.recipients.first()
    if recipient is None:
        return []
    editions = letter.editions.order_by("-number")
    newest = [
        editions.filter(addendum_to=None).first(),
        editions.exclude(addendum_to=None).select_related("addendum_to").first(),
    ]
    samples: list[tuple[Edition, str, object]] = []
    for edition in filter(None, newest):
        edition.letter = letter
        for code in letter.campaign.languages:
            samples.append((edition, code, cover(edition, recipient, code)))
    return samples


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def tell(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """How many signers will be told, and what; the button under it lets it happen."""
    letter = letter_to_edit(request, slug)
    edition = get_object_or_404(letter.editions, number=number)
    edition.letter = letter
    problem = ""
    if request.method == "POST":
        try:
            telling.announce(edition, signed_in(request))
        except Refusal as refusal:
            problem = str(refusal)
        else:
            messages.success(request, _("The signers are being told, one mail each."))
            return redirect("deliveries:tell", slug, number)
    announcement = Announcement.objects.filter(edition=edition).first()
    context = {
        "letter": letter,
        "edition": edition,
        "problem": problem,
        "announcement": announcement,
        "tally": telling.tally(announcement) if announcement else None,
        "waiting": telling.to_tell(edition).count(),
        "is_delivered": edition.deliveries.filter(status__in=Delivery.DONE).exists(),
        "samples": _sample_news(edition),
    }
    status = 422 if problem else 200
    return render(request, "deliveries/tell.html", context, status=status)


def _sample_news(edition: Edition) -> list[tuple[str, object]]:
    """The mail in each language, without anybody's link."""
    letter = edition.letter
    rows = edition.deliveries.filter(status__in=Delivery.DONE)
    deliveries = list(rows.select_related("recipient"))
    somebody = Signature(letter=letter, status=Signature.Status.APPROVED)
    return [
        (code, write_news(deliveries, somebody, code, link="…", unsubscribe="…"))
        for code in letter.campaign.languages
    ]
