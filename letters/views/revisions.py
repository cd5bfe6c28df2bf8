"""The revisions of a letter: the history, the draft beside it, and its publication."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from campaigns.access import may
from campaigns.models import MODERATORS
from core.errors import Refusal
from core.formats import own_name
from core.http import SeeOther
from letters import services
from letters.access import letter_to_edit
from letters.difference import Block, difference
from letters.models import Letter, Revision, Translation
from letters.text_forms import PublicationForm


@dataclass(frozen=True)
class Change:
    """What a draft changes in one language."""

    language: str
    name: str
    blocks: tuple[Block, ...]
    is_new: bool
    is_changed: bool


def changes(old: Revision, new: Revision) -> list[Change]:
    before = old.texts()
    return [
        Change(
            language,
            own_name(language),
            difference(before.get(language, Translation()), written),
            is_new=language not in before,
            is_changed=language not in before
            or before[language].fingerprint != written.fingerprint,
        )
        for language, written in new.texts().items()
    ]


@login_required
@never_cache
@require_safe
def revisions(request: HttpRequest, slug: str) -> HttpResponse:
    letter = letter_to_edit(request, slug)
    return page(request, letter)


def page(
    request: HttpRequest, letter: Letter, form: PublicationForm | None = None
) -> HttpResponse:
    """All revisions, newest first; the draft with its difference and the way to publish it."""
    past, draft = letter.published_revisions, letter.draft_revision
    published = past[0] if past else None
    if form is None and draft and published:
        form = PublicationForm(letter=letter, initial={"seen": draft.stamp})
    asked = (each for each in past if each.kind == Revision.Kind.SUBSTANCE)
    context = {
        "letter": letter,
        "published": published,
        "draft": draft,
        "changes": changes(published, draft) if published and draft else [],
        "in_the_way": draft.missing_texts() + draft.out_of_step() if draft else [],
        "form": form,
        "may_review": may(request, letter.campaign, MODERATORS),
        "past": past,
        "asked_about": next(asked, None),
    }
    status = 422 if form and form.errors else 200
    return render(request, "letters/revisions.html", context, status=status)


@login_required
@never_cache
@require_POST
def discard_revision(request: HttpRequest, slug: str) -> HttpResponse:
    letter = letter_to_edit(request, slug)
    draft = letter.draft_revision
    try:
        if draft is None:
            raise Refusal(_("There is no draft any more."))
        services.discard_revision(draft, seen=request.POST.get("seen", ""))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The draft is thrown away."))
    return SeeOther(reverse("letters:revisions", args=[letter.slug]))
