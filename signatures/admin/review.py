"""The moderators' list of signatures and their decisions."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.models import LogEntry
from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.db import models
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from campaigns.access import ScopedAdmin, is_key, may, signed_in
from campaigns.models import MODERATORS, OWNERS
from core.errors import Refusal
from signatures import addresses, reviewing, services
from signatures.admin import columns, counted, signature_page
from signatures.admin.deciding import (
    REASON_MAXIMUM,
    DecisionForm,
    reason_of,
    tell_outcome,
    tell_unchanged,
)
from signatures.admin.filters import (
    AskedFilter,
    FlagFilter,
    LetterFilter,
    WaitingFilter,
)
from signatures.models import Signature, SignatureQuerySet
from signatures.room import make_room
from signatures.searching import fold
from signatures.spelling import respell, suggested_spelling


def _seen(request: HttpRequest) -> dict[int, str]:
    """The digests of the lines that the page showed, by key."""
    fields = ((name.removeprefix("seen-"), name) for name in request.POST)
    return {
        int(key): request.POST[name]
        for key, name in fields
        if key != name and is_key(key)
    }


@admin.register(Signature)
class SignatureAdmin(ScopedAdmin):
    form = signature_page.SignatureForm
    campaign_path = "letter__campaign"
    readers = MODERATORS
    writers = MODERATORS
    list_display = [
        columns.line, columns.status_badge, columns.flag_badges, "kind",
        columns.where, columns.title_of, columns.signed_at,
    ]  # fmt: skip
    list_filter = [
        WaitingFilter, LetterFilter, "status", "kind", FlagFilter, "publicity", "language",
        "source", AskedFilter,
    ]  # fmt: skip
    list_select_related = ["letter__campaign"]
    list_per_page = 100
    show_full_result_count = False
    ordering = ["-signed_at", "-pk"]
    # What is searched is decided in get_search_results.
    search_fields = ["search_text"]
    search_help_text = gettext_lazy(
        "A name, an affiliation, a place, or a whole mail address"
    )
    actions = ["approve", "hold", "decline"]
    action_form = DecisionForm
    inlines = [signature_page.ReviewInline, signature_page.MailInline]
    change_form_template = "signatures/admin/signature.html"
    # People confirmed a line; moderators order it and leave its words alone.
    editable = frozenset({"sort_name", "organization", "is_organizer"})

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> LogEntry:
        """Keep the name out of the log, which outlives it."""
        entry: LogEntry = super().log_change(request, obj, message)
        entry.object_repr = f"#{obj.pk}"
        entry.save(update_fields=["object_repr"])
        return entry

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody signs for others: names come from the form or from an import."""
        return False

    def get_readonly_fields(
        self, request: HttpRequest, obj: Signature | None = None
    ) -> Any:
        names = [
            name
            for _title, options in self.get_fieldsets(request, obj)
            for name in options["fields"]
        ]
        return [name for name in names if name not in self.editable]

    def get_fieldsets(self, request: HttpRequest, obj: Signature | None = None) -> Any:
        return signature_page.fieldsets(obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Of a signer who is only counted there is nothing to correct here."""
        may_change = super().has_change_permission(request, obj)
        return may_change and not (obj is not None and obj.is_counted)

    def formfield_for_foreignkey(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> Any:
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        match = request.resolver_match
        if db_field.name == "organization" and match and "object_id" in match.kwargs:
            # An organization of another campaign of the same team is not this one's.
            field.queryset = field.queryset.filter(
                campaign__letters__signatures=match.kwargs["object_id"]
            ).distinct()
        return field

    def save_model(
        self, request: HttpRequest, obj: Signature, form: Any, change: bool
    ) -> None:
        services.derive(obj)
        if obj.status == Signature.Status.APPROVED:
            make_room([obj])
        obj.save(
            update_fields=["sort_name", "sort_key", "organization", "is_organizer"]
        )

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet[Any], search_term: str
    ) -> tuple[models.QuerySet[Any], bool]:
        """Search folded text; a whole address is looked up by its keyed hash."""
        if "@" in search_term:
            return queryset.filter(
                email_key=addresses.email_key(search_term.strip())
            ), False
        for word in fold(search_term).split():
            found = Q(search_text__contains=word) | Q(hidden_text__contains=word)
            queryset = queryset.filter(found)
        return queryset, False

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path(
                "<int:pk>/reveal/",
                wrap(require_POST(self.reveal_view)),
                name="signatures_signature_reveal",
            ),
            path(
                "<int:pk>/spelling/",
                wrap(require_POST(self.spelling_view)),
                name="signatures_signature_spelling",
            ),
            path(
                "<int:pk>/decide/",
                wrap(require_POST(self.decide_view)),
                name="signatures_signature_decide",
            ),
            *super().get_urls(),
        ]

    def reveal_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        context = {**self.admin_site.each_context(request), "opts": self.opts}
        return counted.reveal(request, pk, context)

    def spelling_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A person takes over the spelling that was suggested to them."""
        signature = self._own(request, pk)
        spelling = suggested_spelling(signature)
        try:
            if not spelling or spelling != request.POST.get("name"):
                raise Refusal(_("The name has been changed meanwhile. Look again."))
            respell(signature, spelling, actor=signed_in(request))
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The name is printed in this spelling."))
        return redirect(self._page_of(request, signature))

    def decide_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A decision on the line that the signature's own page showed."""
        signature = self._own(request, pk)
        try:
            if request.POST.get("decision") not in reviewing.DECISIONS:
                raise Refusal(_("Press one of the buttons."))
            decision = Signature.Status(request.POST["decision"])
            outcome = reviewing.review_signatures(
                Signature.objects.filter(pk=pk),
                decision,
                actor=signed_in(request),
                reason=reason_of(request),
                seen={pk: request.POST.get("seen", "")},
            )
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect(self._page_of(request, signature))
        if not outcome.changed:
            tell_unchanged(request, outcome)
            return redirect(self._page_of(request, signature))
        name = counted.name_of(signature)
        words = {"name": name, "decision": decision.label}
        following = self._next(signature)
        if following is None:
            sentence = _("%(name)s: %(decision)s. No other signature waits.")
            messages.success(request, sentence % words)
            return redirect(self._list(request))
        sentence = _("%(name)s: %(decision)s. This is the next one that waits.")
        messages.success(request, sentence % words)
        return redirect(self._page_of(request, following))

    def _own(self, request: HttpRequest, pk: int) -> Signature:
        writable = self.campaigns(request, to_write=True)
        rows = self.get_queryset(request).filter(letter__campaign__in=writable)
        return get_object_or_404(rows.select_related("letter__campaign"), pk=pk)

    def _next(self, signature: Signature) -> Signature | None:
        """What waits below it in the letter's list, or else above; nothing comes twice."""
        waiting = Signature.objects.filter(letter=signature.letter_id).waiting()
        others = waiting.exclude(pk=signature.pk).order_by(*self.ordering)
        at = signature.signed_at
        below = Q(signed_at__lt=at) | Q(signed_at=at, pk__lt=signature.pk)
        return others.filter(below).first() or others.first()

    def _page_of(self, request: HttpRequest, signature: Signature) -> str:
        address = reverse("admin:signatures_signature_change", args=[signature.pk])
        return self._with_filters(request, address)

    def _list(self, request: HttpRequest) -> str:
        """The list with the filters and the search that led to this page."""
        address = reverse("admin:signatures_signature_changelist")
        return self._with_filters(request, address)

    def _with_filters(self, request: HttpRequest, address: str) -> str:
        kept: dict[str, Any] = {
            "preserved_filters": self.get_preserved_filters(request),
            "opts": self.opts,
        }
        return str(add_preserved_filters(kept, address))

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        signature = self.get_object(request, object_id)
        context = dict(extra_context or {})
        if isinstance(signature, Signature):
            campaign = signature.letter.campaign
            context |= {
                "may_reveal": signature.is_counted and may(request, campaign, OWNERS),
                "spelling": suggested_spelling(signature),
                "back": self._list(request),
                "seen": reviewing.review_digest(signature),
                "decisions": [
                    decision
                    for decision, old in reviewing.DECISIONS.items()
                    if signature.status in old
                ],
                "maximum": REASON_MAXIMUM,
            }
        return super().change_view(request, object_id, form_url, context)

    def action_checkbox(self, obj: Signature) -> SafeString:
        """With what the line is now, so that no other one is decided on."""
        return format_html(
            '{}<input type="hidden" name="seen-{}" value="{}">',
            super().action_checkbox(obj),
            obj.pk,
            reviewing.review_digest(obj),
        )

    @admin.action(description=gettext_lazy("Approve: list the name"))
    def approve(self, request: HttpRequest, queryset: SignatureQuerySet) -> None:
        self._decide(request, queryset, Signature.Status.APPROVED)

    @admin.action(description=gettext_lazy("Hold: not listed until decided"))
    def hold(self, request: HttpRequest, queryset: SignatureQuerySet) -> None:
        self._decide(request, queryset, Signature.Status.HELD)

    @admin.action(description=gettext_lazy("Decline, with a reason"))
    def decline(
        self, request: HttpRequest, queryset: SignatureQuerySet
    ) -> HttpResponse | None:
        if not request.POST.get("reason", "").strip():
            # Asked on a page of its own, so that the chosen rows stay chosen.
            context = {
                **self.admin_site.each_context(request),
                "title": _("Why are these signatures declined?"),
                "signatures": [
                    (
                        signature.pk,
                        counted.name_of(signature),
                        reviewing.review_digest(signature),
                    )
                    for signature in queryset.order_by("sort_key", "pk")
                ],
                "maximum": REASON_MAXIMUM,
                "opts": self.opts,
            }
            return render(request, "signatures/admin/decline.html", context)
        self._decide(request, queryset, Signature.Status.DECLINED)
        return None

    def _decide(
        self,
        request: HttpRequest,
        queryset: SignatureQuerySet,
        decision: Signature.Status,
    ) -> None:
        # Ordered and joined querysets cannot be locked on PostgreSQL; keys can.
        chosen = Signature.objects.filter(
            pk__in=list(queryset.values_list("pk", flat=True))
        )
        try:
            outcome = reviewing.review_signatures(
                chosen,
                decision,
                actor=signed_in(request),
                reason=reason_of(request),
                seen=_seen(request),
            )
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            tell_outcome(request, outcome, decision)
