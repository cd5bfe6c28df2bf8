"""The registry of organizations: entries, likely twins, merges."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import models
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from campaigns.access import PartInline, ScopedAdmin, campaigns_with, is_key, signed_in
from campaigns.columns import moment_of
from campaigns.models import ANY_ROLE, MODERATORS
from core import clocks
from core.errors import Refusal
from core.formats import language
from signatures import countries, merging, registry, twins
from signatures.models import Merge, Organization, OrganizationName, Signature
from signatures.registry_forms import NameForm, NameFormSet, OrganizationForm

PAIRS_PER_PAGE = 25
SIDES = ("first", "second")


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


class TwinFilter(admin.SimpleListFilter):
    title = gettext_lazy("what to do")
    parameter_name = "todo"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("twins", gettext_lazy("Likely twins"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() != "twins":
            return queryset
        return queryset.filter(pk__in=_with_twins(request))


def _pairs(request: HttpRequest) -> list[tuple[int, int]]:
    """Likely pairs of the campaigns that the user moderates, looked up once a request."""
    kept = vars(request)
    if "likely_pairs" not in kept:
        kept["likely_pairs"] = merging.likely_pairs(campaigns_with(request, MODERATORS))
    pairs: list[tuple[int, int]] = kept["likely_pairs"]
    return pairs


def _with_twins(request: HttpRequest) -> set[int]:
    return {pk for pair in _pairs(request) for pk in pair}


def _went_into(source: Organization, target: Organization) -> SafeString:
    return format_html(
        _("“{source}” went into “{target}”, which stays."),
        source=format_html("<bdi>{}</bdi>", source),
        target=format_html("<bdi>{}</bdi>", target),
    )


class NameInline(PartInline):
    model = OrganizationName
    form = NameForm
    formset = NameFormSet
    fields = ["name", "language"]


class RegistryList(ChangeList):
    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        with_twins = _with_twins(request)
        for organization in self.result_list:
            organization.has_twins = organization.pk in with_twins


@admin.register(Organization)
class OrganizationAdmin(ScopedAdmin):
    form = OrganizationForm
    readers = ANY_ROLE
    writers = MODERATORS
    fields = [
        "campaign", "name", "scope", "country", "domain", "is_suggested", "notes",
    ]  # fmt: skip
    inlines = [NameInline]
    list_display = ["name", "scope", "country_name", "domain", "twins", "campaign"]
    list_filter = [TwinFilter, "scope"]
    # What is searched is decided in get_search_results.
    search_fields = ["name"]
    list_select_related = ["campaign"]
    list_per_page = 100
    show_full_result_count = False
    change_list_template = "signatures/admin/organizations.html"
    actions = [scope_action(scope) for scope in Organization.Scope]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Organization]:
        """Viewers see public names only, so organizations in review are not theirs."""
        organizations = super().get_queryset(request)
        moderated = campaigns_with(request, MODERATORS).values("pk")
        listed = Signature.objects.public().filter(organization__isnull=False)
        return organizations.filter(
            Q(campaign__in=moderated) | Q(pk__in=listed.values("organization")),
            pk__in=registry.readable().values("pk"),
        )

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return RegistryList

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet[Any], search_term: str
    ) -> tuple[models.QuerySet[Any], bool]:
        """Search all names, without regard to case and accents."""
        if not search_term.strip():
            return queryset, False
        names = OrganizationName.objects.filter(
            organization__in=queryset.order_by().values("pk")
        )
        found = registry.matching(names, search_term)
        return queryset.filter(pk__in=list(found)), False

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        """Only moderators see the names that organizations do not sign by."""
        is_read = obj is not None and not self.has_change_permission(request, obj)
        return [] if is_read else self.inlines

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        is_read = obj is not None and not self.has_change_permission(request, obj)
        return [name for name in self.fields if not (is_read and name == "notes")]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["campaign"] if obj else []

    def save_related(
        self, request: HttpRequest, form: Any, formsets: Any, change: bool
    ) -> None:
        registry.rename_organization(form.instance)
        super().save_related(request, form, formsets, change)
        # The row of its own name may have been deleted or rewritten below it.
        registry.rename_organization(form.instance)

    @admin.display(description=gettext_lazy("country"), ordering="country")
    def country_name(self, organization: Organization) -> str:
        return countries.name(organization.country, language())

    @admin.display(description=gettext_lazy("twins"))
    def twins(self, organization: Any) -> SafeString | str:
        if not organization.has_twins:
            return "–"
        address = reverse("admin:signatures_organization_twins")
        return format_html(
            '<a class="badge warn" href="{}?organization={}">{}</a>',
            address,
            organization.pk,
            _("Likely twins"),
        )

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path(
                "twins/",
                wrap(require_safe(self.twins_view)),
                name="signatures_organization_twins",
            ),
            path(
                "twins/decide/",
                wrap(require_POST(self.decide_view)),
                name="signatures_organization_decide",
            ),
            *super().get_urls(),
        ]

    def twins_view(self, request: HttpRequest) -> HttpResponse:
        """Pairs of likely twins, with what speaks for one organization and what for two."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        pairs = _pairs(request)
        wanted = request.GET.get("organization", "")
        if is_key(wanted):
            pairs = [pair for pair in pairs if int(wanted) in pair]
        page = Paginator(pairs, PAIRS_PER_PAGE).get_page(request.GET.get("page"))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Likely twins"),
            "opts": self.opts,
            "page": page,
            "pairs": twins.evidence(list(page.object_list)),
        }
        return render(request, "signatures/admin/twins.html", context)

    def decide_view(self, request: HttpRequest) -> HttpResponse:
        """A person says that two organizations are one, or two."""
        first, second = (
            self._own(request, request.POST.get(side, "")) for side in SIDES
        )
        actor, decision = signed_in(request), request.POST.get("decision")
        try:
            if decision == "two":
                merging.part(first, second, actor=actor)
                sentence = _("They stay two organizations.")
            elif decision in SIDES:
                keep, other = (
                    (first, second) if decision == "first" else (second, first)
                )
                merging.merge(other, keep, actor=actor)
                sentence = format_html(
                    '{} <a href="{}">{}</a>',
                    _went_into(other, keep),
                    reverse("admin:signatures_merge_changelist"),
                    _("What was merged, and undo"),
                )
            else:
                raise Refusal(_("Press one of the buttons."))
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, sentence)
        return redirect("admin:signatures_organization_twins")

    def _own(self, request: HttpRequest, key: str) -> Organization:
        writable = self.campaigns(request, to_write=True)
        organizations = self.get_queryset(request).filter(campaign__in=writable)
        return get_object_or_404(organizations, pk=int(key) if is_key(key) else 0)


@admin.register(Merge)
class MergeAdmin(ScopedAdmin):
    """What was merged, and taking it back."""

    campaign_path = "target__campaign"
    readers = MODERATORS
    writers = MODERATORS
    list_display = ["story", "state", "actor", moment_of(Merge, "created_at")]
    list_display_links = None
    list_select_related = ["source", "target__campaign", "actor", "undone_by"]
    change_list_template = "signatures/admin/merges.html"

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=gettext_lazy("what became one"), ordering="source__name")
    def story(self, merge: Merge) -> SafeString:
        return _went_into(merge.source, merge.target)

    @admin.display(description=gettext_lazy("undo"))
    def state(self, merge: Merge) -> SafeString | str:
        if merge.undone_at:
            time = clocks.in_words(
                merge.undone_at, timezone.get_current_timezone_name()
            )
            words = {"name": merge.undone_by, "time": time}
            return _("Undone by %(name)s, %(time)s") % words
        # The button belongs to a form of its own above the list, which has one already.
        return format_html(
            '<button class="button" form="undo-merge" name="merge" value="{}">{}</button>',
            merge.pk,
            _("Undo: two organizations again"),
        )

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        undo = wrap(require_POST(self.undo_view))
        return [path("undo/", undo, name="signatures_merge_undo"), *super().get_urls()]

    def undo_view(self, request: HttpRequest) -> HttpResponse:
        key = request.POST.get("merge", "")
        merges = self.get_queryset(request)
        merge = get_object_or_404(merges, pk=int(key) if is_key(key) else 0)
        try:
            merging.undo_merge(merge, actor=signed_in(request))
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            sentence = _("“%(source)s” and “%(target)s” are two organizations again.")
            words = {"source": merge.source, "target": merge.target}
            messages.success(request, sentence % words)
        return redirect("admin:signatures_merge_changelist")
