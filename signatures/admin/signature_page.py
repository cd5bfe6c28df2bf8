"""What the page of one signature shows, and its form."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.access import PartInline
from campaigns.columns import moment_of
from signatures.admin import columns
from signatures.models import Mail, Organization, Review, Signature


class ReadOnlyInline(PartInline):
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    has_change_permission = has_delete_permission = has_add_permission


@admin.display(description=gettext_lazy("reason"))
def reason(review: Review) -> str:
    """Of who is only counted, what a person wrote: other reasons tell who they are."""
    if review.signature.is_counted and review.bulk is None:
        return "–"
    return review.reason


REVIEW_COLUMNS: list[Any] = [
    moment_of(Review, "created_at", letter="signature__letter"),
    "actor", "old_status", "new_status", reason,
]  # fmt: skip


class ReviewInline(ReadOnlyInline):
    model = Review
    fields = REVIEW_COLUMNS
    readonly_fields = REVIEW_COLUMNS

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Review]:
        found = super().get_queryset(request)
        return found.select_related("actor", "signature__letter")


class MailInline(ReadOnlyInline):
    model = Mail
    readonly_fields = [
        "kind", "sequence", "status",
        moment_of(Mail, "created_at", letter="signature__letter"),
        moment_of(Mail, "sent_at", letter="signature__letter"),
        "error",
    ]  # fmt: skip
    fields = [*readonly_fields]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Mail]:
        return super().get_queryset(request).select_related("signature__letter")


class SignatureForm(ModelForm):
    """Refuses in words what the database would refuse."""

    def clean_organization(self) -> Organization | None:
        organization: Organization | None = self.cleaned_data["organization"]
        if self.instance.status != Signature.Status.APPROVED:
            return organization
        if organization is None:
            raise ValidationError(_("A listed organization stays in the registry."))
        listed = Signature.objects.filter(
            letter=self.instance.letter_id,
            organization=organization,
            status=Signature.Status.APPROVED,
        )
        named = listed.exclude(publicity=Signature.Publicity.COUNTED)
        if named.exclude(pk=self.instance.pk).exists():
            raise ValidationError(
                _("Another signature of this organization is listed already.")
            )
        return organization


TIMES = [
    columns.signed_at, columns.confirmed_at, columns.reviewed_at, columns.ended_at,
]  # fmt: skip
PERSON: list[tuple[Any, Any]] = [
    (
        None,
        {
            "fields": [
                "letter",
                "status",
                columns.flag_badges,
                "kind",
                "name",
                "sort_name",
            ]
        },
    ),
    (
        gettext_lazy("Printed with the name"),
        {"fields": ["title", "affiliation", columns.where]},
    ),
    (
        gettext_lazy("Choices"),
        {"fields": ["publicity", "language", "is_organizer"]},
    ),
    (
        gettext_lazy("Where it comes from"),
        {"fields": ["email", "source", "partner", "batch"]},
    ),
    (gettext_lazy("Times"), {"fields": TIMES}),
]
ORGANIZATION = [
    *PERSON[:2],
    (
        gettext_lazy("Organization"),
        {
            "fields": [
                "organization",
                "representative",
                "authority",
                columns.domain_evidence,
            ]
        },
    ),
    *PERSON[2:],
]
# Of a signer who is only counted, everybody sees that they count, and no more.
COUNTED: list[tuple[Any, Any]] = [
    (
        None,
        {
            "fields": [
                "letter",
                "status",
                columns.flag_badges,
                "kind",
                columns.hidden_name,
                columns.where,
            ]
        },
    ),
    (gettext_lazy("Choices"), {"fields": ["publicity", "language"]}),
    (gettext_lazy("Where it comes from"), {"fields": ["source", "partner", "batch"]}),
    (gettext_lazy("Times"), {"fields": TIMES}),
]


def fieldsets(signature: Signature | None) -> list[tuple[Any, Any]]:
    if signature is not None and signature.is_counted:
        return COUNTED
    if signature is not None and signature.kind == Signature.Kind.ORGANIZATION:
        return ORGANIZATION
    return PERSON
