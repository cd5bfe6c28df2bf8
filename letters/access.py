"""Which letters an organizer may read and write: a stranger's is not found."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from campaigns.access import campaigns_with
from campaigns.models import ANY_ROLE, EDITORS, MODERATORS, Membership
from letters.models import Letter, LetterQuerySet


def letters_with(
    request: HttpRequest, roles: frozenset[Membership.Role]
) -> LetterQuerySet:
    campaigns = campaigns_with(request, roles)
    letters = Letter.objects.filter(campaign__in=campaigns.values("pk"))
    return letters.select_related("campaign").prefetch_related(
        "revisions__translations"
    )


def letter_to_read(request: HttpRequest, slug: str) -> Letter:
    return get_object_or_404(letters_with(request, ANY_ROLE), slug=slug)


def letter_to_edit(request: HttpRequest, slug: str) -> Letter:
    return get_object_or_404(letters_with(request, EDITORS), slug=slug)


def letter_to_moderate(request: HttpRequest, slug: str) -> Letter:
    return get_object_or_404(letters_with(request, MODERATORS), slug=slug)
