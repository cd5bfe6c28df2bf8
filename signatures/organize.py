"""Pages for organizers outside the admin."""

from csp.decorators import csp_replace
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from core.errors import Refusal
from core.http import SeeOther
from letters.access import letter_to_edit, letter_to_read
from letters.text_forms import PublicationForm
from letters.views import revisions
from signatures import revising
from signatures.forms import SigningForm
from signatures.showing import letter_context


# It is annotated for views without arguments.
@csp_replace({"frame-ancestors": ["'self'"]})  # type: ignore[arg-type]
@never_cache
@login_required
@require_safe
def preview(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """The letter's page as it will look; with ?draft=1 the text that is being written.

    Our own pages may show it in a frame: the editor does.
    """
    if language not in dict(settings.LANGUAGES):
        raise Http404
    letter = letter_to_read(request, slug)
    with translation.override(language):
        draft = letter.draft_revision if request.GET.get("draft") else None
        shown = letter_context(letter, draft)
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


@login_required
@never_cache
@require_POST
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    """Make the draft the letter's text, and ask earlier signers where that is needed."""
    letter = letter_to_edit(request, slug)
    form = PublicationForm(request.POST, letter=letter)
    draft = letter.draft_revision
    if form.is_valid():
        try:
            if draft is None:
                raise Refusal(_("There is no draft any more."))
            revising.publish(draft, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The revision is published."))
            return SeeOther(reverse("letters:revisions", args=[slug]))
    return revisions.page(request, letter_to_edit(request, slug), form)
