"""The moderators' list of corrections: what is printed now, and what is asked for."""

from typing import Any

from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from campaigns.access import ScopedAdmin, signed_in
from campaigns.columns import moment_of
from campaigns.models import MODERATORS
from core.errors import Refusal
from core.formats import language
from signatures import corrections, countries
from signatures.admin.deciding import DecisionForm, badges, reason_of
from signatures.admin.filters import LetterFilter
from signatures.models import Correction, Signature


class CorrectionLetterFilter(LetterFilter):
    parameter_name = "signature__letter__id__exact"
    path = "signature__letter"


@admin.register(Correction)
class CorrectionAdmin(ScopedAdmin):
    campaign_path = "signature__letter__campaign"
    readers = MODERATORS
    writers = MODERATORS
    list_display = [
        "line",
        "change",
        "flag_badges",
        "status_badge",
        "proposed_by",
        moment_of(Correction, "created_at", letter="signature__letter"),
    ]
    list_filter = ["status", CorrectionLetterFilter]
    list_select_related = ["signature__letter__campaign", "proposed_by"]
    list_per_page = 100
    show_full_result_count = False
    # The word "waiting" comes last in the alphabet, and so first here.
    ordering = ["-status", "created_at", "pk"]
    actions = ["accept", "decline"]
    action_form = DecisionForm
    readonly_fields = [
        "line",
        "change",
        "flag_badges",
        "letter",
        "status_badge",
        "proposed_by",
        moment_of(Correction, "created_at", letter="signature__letter"),
        "decided_by",
        moment_of(Correction, "decided_at", letter="signature__letter"),
        "reason",
    ]
    fields = [*readonly_fields]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Correction]:
        found = super().get_queryset(request)
        return found.prefetch_related("signature__letter__revisions__translations")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Signers ask for corrections, and moderators tidy up from the signatures."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=gettext_lazy("name as printed"))
    def line(self, correction: Correction) -> SafeString | str:
        if _is_hidden(correction):
            return _("only counted")
        return format_html("<bdi>{}</bdi>", correction.signature.name)

    @admin.display(description=gettext_lazy("change"))
    def change(self, correction: Correction) -> SafeString | str:
        """Each field with what it said and what it is to say."""
        if _is_hidden(correction):
            return _("only counted")
        return format_html_join(
            "",
            "<div>{}: <del><bdi>{}</bdi></del> → <ins><bdi>{}</bdi></ins></div>",
            (
                (
                    _label(field),
                    _shown(field, correction.old.get(field, "")) or "–",
                    _shown(field, text) or "–",
                )
                for field, text in correction.new.items()
            ),
        )

    @admin.display(description=gettext_lazy("flags"))
    def flag_badges(self, correction: Correction) -> SafeString | str:
        return badges([] if _is_hidden(correction) else correction.flags.split())

    @admin.display(description=gettext_lazy("letter"))
    def letter(self, correction: Correction) -> str:
        return str(correction.signature.letter)

    @admin.display(description=gettext_lazy("status"), ordering="status")
    def status_badge(self, correction: Correction) -> SafeString:
        is_waiting = correction.status == Correction.Status.WAITING
        return format_html(
            '<span class="badge {}">{}</span>',
            "warn" if is_waiting else "",
            correction.get_status_display(),
        )

    @admin.action(description=gettext_lazy("Accept: print the line so"))
    def accept(
        self, request: HttpRequest, queryset: models.QuerySet[Correction]
    ) -> None:
        self._decide(request, queryset, accept=True)

    @admin.action(
        description=gettext_lazy("Decline, with a reason that the signer reads")
    )
    def decline(
        self, request: HttpRequest, queryset: models.QuerySet[Correction]
    ) -> None:
        self._decide(request, queryset, accept=False)

    def _decide(
        self,
        request: HttpRequest,
        queryset: models.QuerySet[Correction],
        *,
        accept: bool,
    ) -> None:
        count = 0
        for correction in queryset:
            try:
                corrections.decide(
                    correction,
                    accept=accept,
                    actor=signed_in(request),
                    reason=reason_of(request),
                )
            except Refusal as refusal:
                messages.error(request, f"{correction}: {refusal}")
            else:
                count += 1
        sentence = ngettext(
            "%d correction is decided.", "%d corrections are decided.", count
        )
        if count:
            messages.success(request, sentence % count)


def _is_hidden(correction: Correction) -> bool:
    """Whether the name is read by nobody, unless its signer asks for that to change."""
    is_waiting = correction.status == Correction.Status.WAITING
    asks_for_readers = is_waiting and "publicity" in correction.new
    return correction.signature.is_counted and not asks_for_readers


def _label(field: str) -> Any:
    return getattr(Signature._meta.get_field(field), "verbose_name", field)


def _shown(field: str, text: str) -> str:
    match field:
        case "country":
            return countries.name(text, language()) if text else ""
        case "publicity":
            return str(dict(Signature.Publicity.choices).get(text, text))
    return text
