from typing import Any, ClassVar

from django.contrib import admin
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse

from campaigns.access import PartInline, ScopedAdmin, forget_roles, is_key, signed_in
from campaigns.columns import moment_of
from campaigns.forms import (
    CampaignForm,
    MembershipForm,
    PartnerForm,
    PartnerFormSet,
    TeamFormSet,
)
from campaigns.models import OWNERS, AccessRecord, Campaign, Membership, Partner


class MembershipInline(PartInline):
    model = Membership
    form = MembershipForm
    formset = TeamFormSet
    fields = ["email", "role", "partner"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Membership]:
        return super().get_queryset(request).select_related("user", "partner")


class PartnerInline(PartInline):
    # Too many fields for a row of a table.
    template = "admin/edit_inline/stacked.html"
    model = Partner
    form = PartnerForm
    formset = PartnerFormSet
    fields = [
        "position", "code", "name", "description", "website", "logo", "asks_consent",
    ]  # fmt: skip


@admin.register(Campaign)
class CampaignAdmin(ScopedAdmin):
    campaign_path = ""
    writers = OWNERS
    form = CampaignForm
    fields = [
        "slug", "name", "languages", "default_language", "accent_color", "logo",
        "privacy_contact", "retention_days",
    ]  # fmt: skip
    inlines = [PartnerInline, MembershipInline]
    list_display = ["__str__", "slug", "privacy_contact", "retention_days"]

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        *args: Any,
        **kwargs: Any,
    ) -> HttpResponse:
        with transaction.atomic():
            if request.method == "POST" and object_id and is_key(object_id):
                # One after the other: of two owners who demote each other, one stays.
                list(Campaign.objects.select_for_update().filter(pk=int(object_id)))
                forget_roles(request)
            return super().changeform_view(request, object_id, *args, **kwargs)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return signed_in(request).is_superuser

    def get_inlines(self, request: HttpRequest, obj: Campaign | None) -> Any:
        """Only owners see the team's addresses."""
        if obj is not None and not self.has_change_permission(request, obj):
            return [PartnerInline]
        return self.inlines


@admin.register(AccessRecord)
class AccessRecordAdmin(ScopedAdmin):
    """Who looked at or took data that few may see."""

    readers = OWNERS
    shown: ClassVar[list[Any]] = [
        moment_of(AccessRecord, "created_at"),
        "actor", "kind", "subject", "count", "campaign",
    ]  # fmt: skip
    list_display = shown
    list_filter = ["kind"]
    list_select_related = ["actor", "campaign"]
    show_full_result_count = False
    fields = shown
    readonly_fields = shown

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
