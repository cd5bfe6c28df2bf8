"""The imports and the mail."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from campaigns.access import ScopedAdmin
from campaigns.columns import moment_of
from campaigns.models import MODERATORS
from signatures import services
from signatures.admin.counted import isolated_name
from signatures.models import Batch, Mail


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
        moment_of(Batch, "created_at", letter="letter"),
        "rows",
    ]
    fields = [*readonly_fields]
    list_display = [
        "__str__", "letter", "counts",
        moment_of(Batch, "created_at", letter="letter"),
    ]  # fmt: skip
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
        "signer",
        "kind",
        "status",
        "attempts",
        moment_of(Mail, "created_at", letter="signature__letter"),
        moment_of(Mail, "sent_at", letter="signature__letter"),
        "error",
    ]
    list_filter = ["status", "kind"]
    list_select_related = ["signature__letter"]
    show_full_result_count = False
    ordering = ["-created_at"]
    actions = ["send_again"]
    shown: ClassVar[list[Any]] = [
        moment_of(Mail, field.name, letter="signature__letter")
        if isinstance(field, models.DateTimeField)
        else field.name
        for field in Mail._meta.fields
    ]
    fields = shown
    readonly_fields = shown

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=gettext_lazy("signature"))
    def signer(self, mail: Mail) -> SafeString:
        return isolated_name(mail.signature)

    @admin.action(description=gettext_lazy("Send failed messages again"))
    def send_again(self, request: HttpRequest, queryset: Any) -> None:
        count = services.send_again(queryset)
        sentence = ngettext("%d message is queued.", "%d messages are queued.", count)
        messages.success(request, sentence % count)
