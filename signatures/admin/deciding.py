"""What the lists of signatures and of corrections share: a reason, badges, the outcome."""

from collections.abc import Collection
from typing import Any

from django.contrib import messages
from django.contrib.admin.helpers import ActionForm
from django.forms import CharField, TextInput
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.errors import Refusal
from signatures.models import Signature
from signatures.reviewing import Outcome

REASON_MAXIMUM = 500


class DecisionForm(ActionForm):
    reason = CharField(
        label=gettext_lazy("Reason"),
        required=False,
        widget=TextInput(
            attrs={
                "maxlength": REASON_MAXIMUM,
                "placeholder": gettext_lazy("Needed for declining"),
            }
        ),
    )


def reason_of(request: HttpRequest) -> str:
    reason = " ".join(request.POST.get("reason", "").split())
    if len(reason) > REASON_MAXIMUM:
        raise Refusal(_("The reason is too long: 500 characters at most."))
    return reason


def badges(flags: Collection[str]) -> SafeString | str:
    """Warnings beside a name; a dash where there is none."""
    labels = dict(Signature.Flag.choices)
    found = ((labels[flag],) for flag in sorted(flags) if flag in labels)
    return format_html_join(" ", '<span class="badge warn">{}</span>', found) or "–"


def tell_outcome(request: HttpRequest, outcome: Outcome, decision: Any) -> None:
    changed = ngettext(
        "%(count)d signature: %(decision)s.",
        "%(count)d signatures: %(decision)s.",
        outcome.changed,
    ) % {"count": outcome.changed, "decision": decision.label}
    if outcome.changed:
        messages.success(request, changed)
    tell_unchanged(request, outcome)


def tell_unchanged(request: HttpRequest, outcome: Outcome) -> None:
    for reason, count in outcome.unchanged.items():
        sentence = ngettext(
            "%(count)d was left as it is: %(reason)s.",
            "%(count)d were left as they are: %(reason)s.",
            count,
        )
        messages.warning(request, sentence % {"count": count, "reason": reason})
