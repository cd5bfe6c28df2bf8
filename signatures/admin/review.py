"""The moderators' list of signatures and their decisions."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.models import LogEntry
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from campaigns.access import PartInline, ScopedAdmin, is_key, may, signed_in
from campaigns.models import MODERATORS, OWNERS
from core.errors import Refusal
from core.formats import language
from signatures import (
    addresses,
    countries,
    domains,
    reviewing,
    services,
)
from signatures.admin import counted
from signatures.admin.deciding import (
    REASON_MAXIMUM,
    DecisionForm,
    badges,
    reason_of,
    tell_outcome,
)
from signatures.admin.filters import (
    AskedFilter,
    FlagFilter,
    LetterFilter,
    WaitingFilter,
)
from signatures.models import (
    Mail,
    Organization,
    Review,
    Signature,
    SignatureQuerySet,
)
from signatures.searching import fold
from signatures.spelling import respell, suggested_spelling
from signatures.templatetags.signatures import place


class ReadOnlyInline(PartInline):
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    has_change_permission = has_delete_permission = has_add_permission


class ReviewInline(ReadOnlyInline):
    model = Review
    readonly_fields = ["created_at", "actor", "old_status", "new_status", "reason"]
    fields = [*readonly_fields]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Review]:
        return super().get_queryset(request).select_related("actor")


class MailInline(ReadOnlyInline):
    model = Mail
    readonly_fields = ["kind", "sequence", "status", "created_at", "sent_at", "error"]
    fields = [*readonly_fields]


class SignatureForm(ModelForm):
    """Refuses in words what the database would refuse."""

    def clean_organization(self) -> Organization | None:
        organization: Organization | None = self.cleaned_data["organization"]
        if self.instance.status != Signature.Status.APPROVED:
            return organization
        if organization is None:
            raise ValidationError(_("A listed organization stays in the registry."))
        listed = Signature.objects.filter(
            letter=self.instance.letter_id,
            organization=organization,
            status=Signature.Status.APPROVED,
        )
        if listed.exclude(pk=self.instance.pk).exists():
            raise ValidationError(
                _("Another signature of this organization is listed already.")
            )
        return organization


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
    form = SignatureForm
    campaign_path = "letter__campaign"
    readers = MODERATORS
    writers = MODERATORS
    list_display = [
        "line",
        "status_badge",
        "flag_badges",
        "kind",
        "where",
        "title_of",
        "signed_at",
    ]
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
    inlines = [ReviewInline, MailInline]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "letter",
                    "status",
                    "flag_badges",
                    "kind",
                    "name",
                    "sort_name",
                ]
            },
        ),
        (
            gettext_lazy("Printed with the name"),
            {
                "fields": [
                    "title",
                    "affiliation",
                    "where",
                ]
            },
        ),
        (
            gettext_lazy("Organization"),
            {
                "fields": [
                    "organization",
                    "representative",
                    "authority",
                    "domain_evidence",
                ]
            },
        ),
        (
            gettext_lazy("Choices"),
            {"fields": ["publicity", "language", "is_organizer"]},
        ),
        (
            gettext_lazy("Where it comes from"),
            {"fields": ["email", "source", "partner", "batch"]},
        ),
        (
            gettext_lazy("Times"),
            {"fields": ["signed_at", "confirmed_at", "reviewed_at", "ended_at"]},
        ),
    ]
    # Of a signer who is only counted, everybody sees that they count, and no more.
    counted_fieldsets = [
        (
            None,
            {
                "fields": [
                    "letter",
                    "status",
                    "flag_badges",
                    "kind",
                    "hidden_name",
                    "where",
                ]
            },
        ),
        (gettext_lazy("Choices"), {"fields": ["publicity", "language"]}),
        (
            gettext_lazy("Where it comes from"),
            {"fields": ["source", "partner", "batch"]},
        ),
        (
            gettext_lazy("Times"),
            {"fields": ["signed_at", "confirmed_at", "reviewed_at", "ended_at"]},
        ),
    ]
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
        if obj is not None and obj.is_counted:
            return self.counted_fieldsets
        if obj is not None and obj.kind == Signature.Kind.ORGANIZATION:
            return self.fieldsets
        return [
            part for part in self.fieldsets if "organization" not in part[1]["fields"]
        ]

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
            *super().get_urls(),
        ]

    def reveal_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        context = {**self.admin_site.each_context(request), "opts": self.opts}
        return counted.reveal(request, pk, context)

    def spelling_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A person takes over the spelling that was suggested to them."""
        writable = self.campaigns(request, to_write=True)
        rows = self.get_queryset(request).filter(letter__campaign__in=writable)
        signature = get_object_or_404(rows, pk=pk)
        spelling = suggested_spelling(signature)
        try:
            if not spelling or spelling != request.POST.get("name"):
                raise Refusal(_("The name has been changed meanwhile. Look again."))
            respell(signature, spelling, actor=signed_in(request))
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The name is printed in this spelling."))
        return redirect("admin:signatures_signature_change", pk)

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
            context["may_reveal"] = signature.is_counted and may(
                request, campaign, OWNERS
            )
            context["spelling"] = suggested_spelling(signature)
        return super().change_view(request, object_id, form_url, context)

    def action_checkbox(self, obj: Signature) -> SafeString:
        """With what the line is now, so that no other one is decided on."""
        return format_html(
            '{}<input type="hidden" name="seen-{}" value="{}">',
            super().action_checkbox(obj),
            obj.pk,
            reviewing.review_digest(obj),
        )

    @admin.display(description=gettext_lazy("name as printed"), ordering="sort_key")
    def line(self, signature: Signature) -> SafeString:
        return counted.isolated_name(signature)

    @admin.display(description=gettext_lazy("name"))
    def hidden_name(self, signature: Signature) -> str:
        return counted.name_of(signature)

    @admin.display(description=gettext_lazy("mail domain"))
    def domain_evidence(self, signature: Signature) -> str:
        return domains.evidence(signature) or "–"

    @admin.display(description=gettext_lazy("status"), ordering="status")
    def status_badge(self, signature: Signature) -> SafeString:
        return format_html(
            '<span class="badge {}">{}</span>',
            signature.status,
            signature.get_status_display(),
        )

    @admin.display(description=gettext_lazy("flags"))
    def flag_badges(self, signature: Signature) -> SafeString | str:
        return badges(signature.flags)

    @admin.display(description=gettext_lazy("title, affiliation"))
    def title_of(self, signature: Signature) -> str:
        if signature.is_counted:
            return ""
        parts = [signature.title, signature.affiliation, signature.representative]
        return ", ".join(part for part in parts if part)

    @admin.display(description=gettext_lazy("place"))
    def where(self, signature: Signature) -> str:
        if signature.is_counted:
            return countries.name(signature.country, language())
        return place(signature)

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
