from django.contrib import admin
from django.http import HttpRequest

from accounts.models import User


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    """For operators only; organizers invite people on their campaign's page."""

    fields = ["email", "name", "is_active", "is_superuser", "last_login", "date_joined"]
    readonly_fields = ["last_login", "date_joined"]
    list_display = ["email", "name", "is_active", "is_superuser", "last_login"]
    list_filter = ["is_active", "is_superuser"]
    search_fields = ["email", "name"]
    ordering = ["email"]

    def _is_operator(self, request: HttpRequest, obj: User | None = None) -> bool:
        return bool(request.user.is_superuser)

    has_view_permission = has_add_permission = has_change_permission = _is_operator

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self._is_operator(request)

    def has_delete_permission(
        self, request: HttpRequest, obj: User | None = None
    ) -> bool:
        """People who have decided on signatures stay in the record; deactivate them."""
        return False
