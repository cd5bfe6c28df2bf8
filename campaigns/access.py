"""Access in the admin: one membership table decides, for lists, forms and choices alike."""

from typing import Any, ClassVar, cast

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest

from accounts.models import User
from campaigns.models import (
    ANY_ROLE,
    EDITORS,
    Campaign,
    Membership,
)


def signed_in(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def roles_by_campaign(request: HttpRequest) -> dict[int, str]:
    """The user's role in each campaign, asked once a request: the admin asks often."""
    kept = vars(request)
    if "roles_by_campaign" not in kept:
        memberships = Membership.objects.filter(user=signed_in(request))
        kept["roles_by_campaign"] = dict(memberships.values_list("campaign", "role"))
    return cast(dict[int, str], kept["roles_by_campaign"])


def forget_roles(request: HttpRequest) -> None:
    """Ask for the roles anew: they may have changed while this request waited."""
    vars(request).pop("roles_by_campaign", None)


def campaigns_with(
    request: HttpRequest, allowed: frozenset[Membership.Role]
) -> models.QuerySet[Campaign]:
    """Campaigns in which the user has one of the roles; all of them for a superuser."""
    if signed_in(request).is_superuser:
        return Campaign.objects.all()
    roles = roles_by_campaign(request)
    return Campaign.objects.filter(pk__in=[pk for pk in roles if roles[pk] in allowed])


def may(
    request: HttpRequest, campaign: Campaign, allowed: frozenset[Membership.Role]
) -> bool:
    """Whether the user has one of the roles in the campaign."""
    role = roles_by_campaign(request).get(campaign.pk)
    return signed_in(request).is_superuser or role in allowed


def is_key(value: str) -> bool:
    """Whether text from an address can be a primary key."""
    return value.isascii() and value.isdecimal() and len(value) < 19


class ScopedAdmin(admin.ModelAdmin):
    """An admin that shows the rows of the user's campaigns, and those rows only.

    A stranger's row answers as if it did not exist, because it is not in the queryset.
    """

    # How to get from a row to its campaign: a lookup path, or "" for the campaign itself.
    campaign_path: ClassVar[str] = "campaign"
    readers: ClassVar[frozenset[Membership.Role]] = ANY_ROLE
    writers: ClassVar[frozenset[Membership.Role]] = EDITORS

    def campaigns(
        self, request: HttpRequest, *, to_write: bool
    ) -> models.QuerySet[Campaign]:
        return campaigns_with(request, self.writers if to_write else self.readers)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        path = f"{self.campaign_path}__in" if self.campaign_path else "pk__in"
        campaigns = self.campaigns(request, to_write=False)
        return super().get_queryset(request).filter(**{path: campaigns.values("pk")})

    def campaign_of(self, obj: Any) -> Campaign:
        for name in filter(None, self.campaign_path.split("__")):
            obj = getattr(obj, name)
        assert isinstance(obj, Campaign)
        return obj

    def _may(self, request: HttpRequest, obj: Any, *, to_write: bool) -> bool:
        allowed = self.writers if to_write else self.readers
        if obj is not None:
            return may(request, self.campaign_of(obj), allowed)
        roles = roles_by_campaign(request).values()
        return signed_in(request).is_superuser or bool(allowed.intersection(roles))

    def lookup_allowed(
        self, lookup: str, value: Any, request: HttpRequest | None = None
    ) -> bool:
        """Only what the filters offer: a regular expression in an address is an oracle."""
        offered = {getattr(each, "parameter_name", each) for each in self.list_filter}
        return lookup in offered or lookup.removesuffix("__exact") in offered

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        chosen = request.POST.getlist(ACTION_CHECKBOX_NAME)
        if not all(is_key(value) for value in chosen):
            return HttpResponseBadRequest()
        return super().changelist_view(request, extra_context)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self._may(request, None, to_write=False)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, obj, to_write=False)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, None, to_write=True)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, obj, to_write=True)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing is deleted by hand: letters close, signatures are declined or erased."""
        return False

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Offer only rows that the user may see; choices are access too."""
        if db_field.related_model is Campaign:
            kwargs["queryset"] = self.campaigns(request, to_write=True)
        else:
            related = self.admin_site._registry.get(db_field.related_model)
            if isinstance(related, ScopedAdmin):
                kwargs["queryset"] = related.get_queryset(request)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class PartInline(admin.TabularInline):
    """Rows that belong to a campaign's thing: whoever may change the thing may change them."""

    extra = 0

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._follows(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._follows(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._follows(request, obj)

    def _follows(self, request: HttpRequest, obj: Any) -> bool:
        parent = self.admin_site._registry[self.parent_model]
        return parent.has_change_permission(request, obj)
