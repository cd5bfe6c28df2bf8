"""Signers who are only counted: who they are is shown to owners, one by one, on record."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from campaigns.access import campaigns_with, signed_in
from campaigns.models import OWNERS, AccessRecord
from signatures.models import Signature

# Flags that compare the name with others. A moderator who reads them on somebody who is
# only counted can guess the name.
TELLING = frozenset({Signature.Flag.TWIN, Signature.Flag.SECOND})
ONLY_TELLING = ["second", "second twin", "twin"]


def name_of(signature: Signature) -> str:
    """The name as lists of the admin show it."""
    if signature.is_counted:
        return _("Only counted (#%(number)d)") % {"number": signature.pk}
    return signature.name


def isolated_name(signature: Signature) -> SafeString:
    return format_html("<bdi>{}</bdi>", name_of(signature))


@transaction.atomic
def reveal(request: HttpRequest, pk: int, context: dict[str, Any]) -> HttpResponse:
    """Show an owner who is behind a number, once, and write down that they looked."""
    counted = Signature.objects.filter(
        publicity=Signature.Publicity.COUNTED,
        letter__campaign__in=campaigns_with(request, OWNERS),
    )
    rows = counted.select_related("letter__campaign")
    signature = get_object_or_404(rows, pk=pk)
    AccessRecord.objects.create(
        campaign=signature.letter.campaign,
        actor=signed_in(request),
        kind=AccessRecord.Kind.COUNTED_NAME,
        subject=f"#{signature.pk}",
    )
    shown = {"signature": signature, "title": name_of(signature)}
    return render(request, "signatures/admin/reveal.html", {**context, **shown})
