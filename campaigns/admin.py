from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from campaigns.access import PartInline, ScopedAdmin, signed_in
from campaigns.forms import CampaignForm, MembershipForm, PartnerForm, TeamFormSet
from campaigns.models import OWNERS, Campaign, Membership, Partner


class MembershipInline(PartInline):
    model = Membership
    form = MembershipForm
    formset = TeamFormSet
    fields = ["email", "role"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Membership]:
        return super().get_queryset(request).select_related("user")


class PartnerInline(PartInline):
    model = Partner
    form = PartnerForm
    fields = ["position", "code", "name", "website", "logo", "asks_consent"]


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

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return signed_in(request).is_superuser

    def get_inlines(self, request: HttpRequest, obj: Campaign | None) -> Any:
        """Only owners see the team's addresses."""
        if obj is not None and not self.has_change_permission(request, obj):
            return [PartnerInline]
        return self.inlines
