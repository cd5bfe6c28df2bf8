from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from campaigns.access import is_key
from letters.models import Letter
from signatures import revising
from signatures.admin.counted import ONLY_TELLING, TELLING
from signatures.models import (
    Signature,
)


class LetterFilter(admin.SimpleListFilter):
    title = gettext_lazy("letter")
    parameter_name = "letter__id__exact"
    path = "letter"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        campaigns = model_admin.campaigns(request, to_write=False)
        letters = Letter.objects.filter(campaign__in=campaigns).select_related(
            "campaign"
        )
        return [
            (str(x.pk), str(x))
            for x in letters.prefetch_related("revisions__translations")
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        value = self.value()
        if not value or not is_key(value):
            return queryset
        return queryset.filter(**{self.path: value})


class WaitingFilter(admin.SimpleListFilter):
    title = gettext_lazy("what to do")
    parameter_name = "todo"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("review", gettext_lazy("Waiting for review")),
            ("flagged", gettext_lazy("With a flag")),
            ("listed", gettext_lazy("Listed")),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        match self.value():
            case "review":
                return queryset.waiting()
            case "flagged":
                return queryset.exclude(flags="").exclude(
                    publicity=Signature.Publicity.COUNTED, flags__in=ONLY_TELLING
                )
            case "listed":
                return queryset.listed()
        return queryset


class FlagFilter(admin.SimpleListFilter):
    title = gettext_lazy("flag")
    parameter_name = "flag"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return Signature.Flag.choices

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        value = self.value()
        if not value:
            return queryset
        found = queryset.filter(flags__contains=value)
        if value in TELLING:
            return found.exclude(publicity=Signature.Publicity.COUNTED)
        return found


class AskedFilter(admin.SimpleListFilter):
    """Signers of an earlier text, by what they say to a change of substance."""

    title = gettext_lazy("asked again")
    parameter_name = "asked"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("silent", gettext_lazy("Has not answered")),
            ("withdrawn", gettext_lazy("Has withdrawn")),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        asked = queryset.filter(asked__isnull=False)
        match self.value():
            case "silent":
                return asked.filter(status__in=revising.MAILED)
            case "withdrawn":
                return asked.filter(status=Signature.Status.WITHDRAWN)
        return queryset
