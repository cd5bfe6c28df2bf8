"""The list of letters; whatever is done with one is done in the wizard."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from campaigns.access import ScopedAdmin
from letters.models import Letter


@admin.register(Letter)
class LetterAdmin(ScopedAdmin):
    list_display = ["__str__", "campaign", "status", "closes_at"]
    list_filter = ["status"]
    list_display_links = ["__str__"]
    actions = None

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Letter]:
        letters = super().get_queryset(request).select_related("campaign")
        return letters.prefetch_related("revisions__translations")

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("letters:new")

    def change_view(
        self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        letter = self.get_object(request, object_id)
        if not isinstance(letter, Letter):  # another campaign's is not there
            return super().change_view(request, object_id, *args, **kwargs)
        return redirect("letters:letter", letter.slug)
