from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver
from django.utils.translation import gettext_lazy as _

from campaigns.access import campaigns_with, roles_by_campaign
from campaigns.models import ANY_ROLE, EDITORS, PARTNERS


def url_name(url: URLResolver | URLPattern) -> str | None:
    return url.name if isinstance(url, URLPattern) else None


class OrganizersSite(AdminSite):
    """Django's admin, open to everybody who belongs to a campaign's team."""

    site_header = "Undersigned"
    site_title = "Undersigned"
    index_title = _("Your letters")
    # The lists are wide, and the first page leads to each of them.
    enable_nav_sidebar = False

    def get_urls(self) -> list[URLResolver | URLPattern]:
        """Without the way from any row to its public page, which would name drafts."""
        return [url for url in super().get_urls() if url_name(url) != "view_on_site"]

    def has_permission(self, request: HttpRequest) -> bool:
        user = request.user
        if not user.is_authenticated or not user.is_active:
            return False
        roles = roles_by_campaign(request).values()
        return bool(user.is_superuser or ANY_ROLE.intersection(roles))

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        may_write = campaigns_with(request, EDITORS).exists()
        return super().index(request, {"may_write": may_write, **(extra_context or {})})

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Leave logging in to allauth, with its rate limits and second factors.

        A partner's people, who have nothing to do here, are led to their own page.
        """
        if request.user.is_authenticated and campaigns_with(request, PARTNERS).exists():
            return redirect("letters:start")
        response: HttpResponse = secure_admin_login(super().login)(
            request, extra_context
        )
        return response
