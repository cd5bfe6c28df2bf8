"""What lists and pages of the admin show of a signature."""

from django.contrib import admin
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from campaigns.columns import moment_of
from core.formats import language
from signatures import countries, domains
from signatures.admin import counted
from signatures.admin.deciding import badges
from signatures.models import Signature
from signatures.templatetags.signatures import place


@admin.display(description=gettext_lazy("name as printed"), ordering="sort_key")
def line(signature: Signature) -> SafeString:
    return counted.isolated_name(signature)


@admin.display(description=gettext_lazy("name"))
def hidden_name(signature: Signature) -> str:
    return counted.name_of(signature)


@admin.display(description=gettext_lazy("mail domain"))
def domain_evidence(signature: Signature) -> str:
    return domains.evidence(signature) or "–"


@admin.display(description=gettext_lazy("status"), ordering="status")
def status_badge(signature: Signature) -> SafeString:
    return format_html(
        '<span class="badge {}">{}</span>',
        signature.status,
        signature.get_status_display(),
    )


@admin.display(description=gettext_lazy("flags"))
def flag_badges(signature: Signature) -> SafeString | str:
    flags = signature.flag_set
    return badges(flags - counted.TELLING if signature.is_counted else flags)


@admin.display(description=gettext_lazy("title, affiliation"))
def title_of(signature: Signature) -> str:
    if signature.is_counted:
        return ""
    parts = [signature.title, signature.affiliation, signature.representative]
    return ", ".join(part for part in parts if part)


@admin.display(description=gettext_lazy("place"))
def where(signature: Signature) -> str:
    if signature.is_counted:
        return countries.name(signature.country, language())
    return place(signature)


signed_at, confirmed_at, reviewed_at, ended_at = (
    moment_of(Signature, name, letter="letter")
    for name in ("signed_at", "confirmed_at", "reviewed_at", "ended_at")
)
