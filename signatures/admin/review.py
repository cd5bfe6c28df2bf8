"""The moderators' list of signatures and their decisions."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.contrib.admin.models import LogEntry
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.forms import CharField, ModelForm, TextInput
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from campaigns.access import PartInline, ScopedAdmin, signed_in
from campaigns.models import MODERATORS
from core.errors import Refusal
from signatures import addresses, services
from signatures.admin.filters import FlagFilter, LetterFilter, WaitingFilter
from signatures.models import (
    Mail,
    Organization,
    Review,
    Signature,
    SignatureQuerySet,
)
from signatures.searching import fold
from signatures.templatetags.signatures import place

REASON_MAXIMUM = 500


class DecisionForm(ActionForm):
    reason = CharField(
        label=gettext_lazy("Reason"),
        required=False,
        widget=TextInput(
            attrs={
                "maxlength": REASON_MAXIMUM,
                "placeholder": gettext_lazy("Needed for declining"),
            }
        ),
    )


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
        "source",
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
                    "organization",
                    "representative",
                    "where",
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
            name for _title, options in self.fieldsets for name in options["fields"]
        ]
        editable = set(self.editable)
        if obj is None or obj.kind == Signature.Kind.PERSON:
            editable.discard("organization")
        return [name for name in names if name not in editable]

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

    @admin.display(description=gettext_lazy("name as printed"), ordering="sort_key")
    def line(self, signature: Signature) -> SafeString:
        return format_html("<bdi>{}</bdi>", signature.name)

    @admin.display(description=gettext_lazy("status"), ordering="status")
    def status_badge(self, signature: Signature) -> SafeString:
        return format_html(
            '<span class="badge {}">{}</span>',
            signature.status,
            signature.get_status_display(),
        )

    @admin.display(description=gettext_lazy("flags"))
    def flag_badges(self, signature: Signature) -> SafeString | str:
        badges = format_html_join(
            " ",
            '<span class="badge warn">{}</span>',
            ((label,) for label in signature.flag_labels()),
        )
        return badges or "–"

    @admin.display(description=gettext_lazy("title, affiliation"))
    def title_of(self, signature: Signature) -> str:
        parts = [signature.title, signature.affiliation, signature.representative]
        return ", ".join(part for part in parts if part)

    @admin.display(description=gettext_lazy("place"))
    def where(self, signature: Signature) -> str:
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
                "signatures": queryset.order_by("sort_key"),
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
        reason = " ".join(request.POST.get("reason", "").split())
        if len(reason) > REASON_MAXIMUM:
            messages.error(
                request, _("The reason is too long: 500 characters at most.")
            )
            return
        # Ordered and joined querysets cannot be locked on PostgreSQL; keys can.
        chosen = Signature.objects.filter(
            pk__in=list(queryset.values_list("pk", flat=True))
        )
        try:
            outcome = services.review_signatures(
                chosen, decision, actor=signed_in(request), reason=reason
            )
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return
        changed = ngettext(
            "%(count)d signature: %(decision)s.",
            "%(count)d signatures: %(decision)s.",
            outcome.changed,
        ) % {"count": outcome.changed, "decision": decision.label}
        messages.success(request, changed)
        for reason_left, count in outcome.unchanged.items():
            sentence = ngettext(
                "%(count)d was left as it is: %(reason)s.",
                "%(count)d were left as they are: %(reason)s.",
                count,
            )
            messages.warning(
                request, sentence % {"count": count, "reason": reason_left}
            )
