"""The registry of organizations, the imports, and the mail."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from campaigns.access import ScopedAdmin, signed_in
from campaigns.models import ANY_ROLE, MODERATORS, Campaign
from signatures import organizations, registry, services
from signatures.models import (
    Batch,
    Mail,
    Organization,
    OrganizationName,
    Signature,
)


class OrganizationForm(forms.ModelForm):
    class Meta:
        model = Organization
        fields = ["campaign", "name", "scope"]

    def clean(self) -> dict[str, Any] | None:
        data = super().clean()
        campaign = self.cleaned_data.get("campaign") or self.instance.campaign_id
        name = self.cleaned_data.get("name", self.instance.name)
        if campaign and name:
            known = OrganizationName.objects.filter(
                campaign=campaign, name_key=organizations.name_key(name)
            )
            if known.exclude(organization=self.instance.pk).exists():
                self.add_error(
                    "name", _("An organization of this name is registered already.")
                )
        return data


def scope_action(scope: Organization.Scope) -> Any:
    @admin.action(
        description=format_lazy(gettext_lazy("Scope: {scope}"), scope=scope.label)
    )
    def set_scope(
        modeladmin: ScopedAdmin, request: HttpRequest, queryset: models.QuerySet[Any]
    ) -> None:
        own = modeladmin.campaigns(request, to_write=True)
        count = queryset.filter(campaign__in=own).update(scope=scope)
        sentence = ngettext("%d organization: %s.", "%d organizations: %s.", count)
        messages.success(request, sentence % (count, scope.label))

    set_scope.__name__ = f"scope_{scope}"
    return set_scope


@admin.register(Organization)
class OrganizationAdmin(ScopedAdmin):
    form = OrganizationForm
    readers = ANY_ROLE
    writers = MODERATORS
    fields = ["campaign", "name", "scope"]
    list_display = ["name", "scope", "campaign"]
    list_filter = ["scope"]
    search_fields = ["name"]
    list_select_related = ["campaign"]

    actions = [scope_action(scope) for scope in Organization.Scope]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Organization]:
        """Viewers see public names only, so organizations in review are not theirs."""
        organizations = super().get_queryset(request)
        moderated = Campaign.objects.with_role(signed_in(request), MODERATORS).values(
            "pk"
        )
        listed = Signature.objects.public().filter(organization__isnull=False)
        return organizations.filter(
            Q(campaign__in=moderated) | Q(pk__in=listed.values("organization"))
        )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["campaign"] if obj else []

    def save_model(
        self, request: HttpRequest, obj: Organization, form: Any, change: bool
    ) -> None:
        super().save_model(request, obj, form, change)
        registry.rename_organization(obj)


@admin.register(Batch)
class BatchAdmin(ScopedAdmin):
    """What was imported, row by row."""

    campaign_path = "letter__campaign"
    readers = MODERATORS
    readonly_fields = [
        "letter",
        "filename",
        "sha256",
        "language",
        "is_confirmed",
        "author",
        "created_at",
        "rows",
    ]
    fields = [*readonly_fields]
    list_display = ["filename", "letter", "counts", "created_at"]
    list_select_related = ["letter__campaign"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Batch]:
        batches = super().get_queryset(request)
        return batches.prefetch_related("letter__revisions__translations")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=gettext_lazy("rows"))
    def counts(self, batch: Batch) -> str:
        counts = batch.report.get("counts", {})
        return ", ".join(
            _("%(count)d %(outcome)s") % {"count": count, "outcome": _(outcome)}
            for outcome, count in counts.items()
        )

    @admin.display(description=gettext_lazy("rows that need a look"))
    def rows(self, batch: Batch) -> SafeString:
        rows = (row for row in batch.report.get("rows", []) if row["reason"])
        return format_html(
            "<table><tr><th>{}</th><th>{}</th><th>{}</th></tr>{}</table>",
            _("Row"),
            _("Outcome"),
            _("Reason"),
            format_html_join(
                "",
                "<tr><td>{}</td><td>{}</td><td>{}</td></tr>",
                ((row["row"], _(row["outcome"]), row["reason"]) for row in rows),
            ),
        )


@admin.register(Mail)
class MailAdmin(ScopedAdmin):
    """What was owed and sent; failed messages can be sent again."""

    campaign_path = "signature__letter__campaign"
    readers = MODERATORS
    writers = MODERATORS
    list_display = [
        "signature",
        "kind",
        "status",
        "attempts",
        "created_at",
        "sent_at",
        "error",
    ]
    list_filter = ["status", "kind"]
    list_select_related = ["signature"]
    show_full_result_count = False
    ordering = ["-created_at"]
    actions = ["send_again"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [field.name for field in Mail._meta.fields]

    @admin.action(description=gettext_lazy("Send failed messages again"))
    def send_again(self, request: HttpRequest, queryset: Any) -> None:
        count = services.send_again(queryset)
        sentence = ngettext("%d message is queued.", "%d messages are queued.", count)
        messages.success(request, sentence % count)
