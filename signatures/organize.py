"""Pages for organizers outside the admin."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campaigns.access import signed_in
from campaigns.models import ANY_ROLE, Campaign
from letters.models import Letter
from signatures.forms import SigningForm
from signatures.showing import letter_context


@never_cache
@login_required
@require_safe
def preview(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """The letter's page as it will look, drafts included."""
    if language not in dict(settings.LANGUAGES):
        raise Http404
    campaigns = Campaign.objects.with_role(signed_in(request), ANY_ROLE)
    letters = Letter.objects.filter(campaign__in=campaigns).select_related("campaign")
    letter = get_object_or_404(letters, slug=slug)
    with translation.override(language):
        shown = letter_context(letter)
        if shown["translation"] is None:
            messages.error(request, _("Write the letter's text first."))
            return redirect("letters:letter", letter.slug)
        context = {
            **shown,
            "form": SigningForm(letter=letter),
            "is_open": True,
            "is_preview": True,
        }
        return render(request, "signatures/letter.html", context)
