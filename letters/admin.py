from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from campaigns.access import PartInline, ScopedAdmin, may, signed_in
from campaigns.models import DOCUMENT_READERS, MODERATORS
from core.errors import Refusal
from letters.forms import LetterForm, TranslationForm
from letters.models import Letter, Recipient, Revision, Translation


class RecipientInline(PartInline):
    model = Recipient


@admin.register(Letter)
class LetterAdmin(ScopedAdmin):
    form = LetterForm
    view_on_site = False
    fieldsets = [
        (None, {"fields": ["campaign", "slug"]}),
        (gettext_lazy("Dates"), {"fields": ["closes_at", "time_zone", "grace_hours"]}),
        (gettext_lazy("Rules"), {"fields": ["signers", "review", "goal"]}),
    ]
    inlines = [RecipientInline]
    list_display = ["__str__", "campaign", "status", "closes_at"]
    list_filter = ["status"]
    change_form_template = "letters/admin/letter.html"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Letter]:
        letters = super().get_queryset(request).select_related("campaign")
        return letters.prefetch_related("revisions__translations")

    def get_readonly_fields(
        self, request: HttpRequest, obj: Letter | None = None
    ) -> list[str]:
        """Addresses that people have been given stay as they are."""
        is_public = obj is not None and obj.status != Letter.Status.DRAFT
        return ["campaign", "slug"] if is_public else (["campaign"] if obj else [])

    def save_model(
        self, request: HttpRequest, obj: Letter, form: Any, change: bool
    ) -> None:
        with transaction.atomic():
            if change:
                obj.save(update_fields=form.changed_columns())
            else:
                super().save_model(request, obj, form, change)
                Revision.objects.create(letter=obj, number=1, author=signed_in(request))

    def response_add(
        self, request: HttpRequest, obj: Letter, post_url_continue: str | None = None
    ) -> HttpResponse:
        messages.success(
            request, _("The letter is there as a draft. Now write its text.")
        )
        return redirect("admin:letters_revision_change", obj.revisions.get().pk)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        letter = self.get_object(request, object_id)
        context = dict(extra_context or {})
        if isinstance(letter, Letter):
            context["missing"] = letter.missing_for_opening()
            context["revision"] = letter.current_revision or letter.draft_revision
            context["may_review"] = may(request, letter.campaign, MODERATORS)
            context["may_download"] = may(request, letter.campaign, DOCUMENT_READERS)
        return super().change_view(request, object_id, form_url, context)

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path(
                "<int:pk>/open/",
                wrap(require_POST(self.open)),
                name="letters_letter_open",
            ),
            path(
                "<int:pk>/close/",
                wrap(require_POST(self.close)),
                name="letters_letter_close",
            ),
            *super().get_urls(),
        ]

    def open(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._step(request, pk, "open", _("The letter is open for signature."))

    def close(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._step(request, pk, "close", _("The letter is closed."))

    def _step(
        self, request: HttpRequest, pk: int, verb: str, success: str
    ) -> HttpResponse:
        writable = self.campaigns(request, to_write=True)
        letter = get_object_or_404(
            self.get_queryset(request), pk=pk, campaign__in=writable
        )
        try:
            getattr(letter, verb)()
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, success)
        return redirect("admin:letters_letter_change", pk)


class TranslationInline(PartInline, admin.StackedInline):
    model = Translation
    form = TranslationForm
    template = "admin/edit_inline/stacked.html"

    def get_max_num(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        return len(obj.letter.campaign.languages) if obj else 0

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        """An empty form for each language that is not written yet."""
        written = obj.translations.count() if obj else 0
        return max(0, self.get_max_num(request, obj) - written)


@admin.register(Revision)
class RevisionAdmin(ScopedAdmin):
    """The text of a letter. What has been published is what people sign: it stays."""

    campaign_path = "letter__campaign"
    fields = ["letter", "number", "author", "published_at"]
    readonly_fields = ["letter", "number", "author", "published_at"]
    inlines = [TranslationInline]
    list_display = ["letter", "number", "published_at"]
    list_select_related = ["letter__campaign"]
    change_form_template = "letters/admin/revision.html"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Revision]:
        revisions = super().get_queryset(request)
        return revisions.prefetch_related("letter__revisions__translations")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Texts are reached from their letter."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if obj is not None and obj.published_at:
            return False
        return super().has_change_permission(request, obj)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        revision = self.get_object(request, object_id)
        context = dict(extra_context or {})
        if isinstance(revision, Revision):
            campaign = revision.letter.campaign
            context["may_download"] = may(request, campaign, DOCUMENT_READERS)
        return super().change_view(request, object_id, form_url, context)

    def save_model(
        self, request: HttpRequest, obj: Revision, form: Any, change: bool
    ) -> None:
        # Takes the row before its texts are written: if the letter has been opened
        # meanwhile, there is no such row and nothing is written.
        drafts = Revision.objects.filter(pk=obj.pk, published_at=None)
        if not drafts.update(author=signed_in(request)):
            raise PermissionDenied

    def response_change(self, request: HttpRequest, obj: Revision) -> HttpResponse:
        if "_continue" in request.POST:
            return super().response_change(request, obj)
        messages.success(request, _("The text is saved."))
        return redirect("admin:letters_letter_change", obj.letter_id)
