from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from letters import text
from letters.models import Letter, Translation

DEADLINE_AT_MOST = timedelta(days=3650)


class LetterForm(forms.ModelForm):
    """The deadline is written and shown as a wall clock in the letter's time zone."""

    class Meta:
        model = Letter
        fields = [
            "campaign", "slug", "closes_at", "time_zone", "grace_hours", "signers", "review",
            "goal",
        ]  # fmt: skip
        help_texts = {"closes_at": _("By the clock of the time zone below.")}

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if self.instance.closes_at:
            zone = ZoneInfo(self.instance.time_zone)
            self.initial["closes_at"] = timezone.make_naive(
                self.instance.closes_at, zone
            )

    def changed_columns(self) -> list[str]:
        """What was changed here; somebody else may have closed the letter meanwhile."""
        columns = set(self.changed_data)
        if "time_zone" in columns:
            columns.add("closes_at")  # the same clock is another moment now
        return sorted(columns)

    def clean_closes_at(self) -> datetime | None:
        closes_at = self.cleaned_data["closes_at"]
        if not closes_at and self.instance.status != Letter.Status.DRAFT:
            raise forms.ValidationError(
                _("A letter that has been opened keeps a deadline. Choose another one.")
            )
        if closes_at and closes_at > timezone.now() + DEADLINE_AT_MOST:
            raise forms.ValidationError(
                _("Choose a deadline within the next ten years.")
            )
        return closes_at

    def clean(self) -> dict[str, Any] | None:
        data = super().clean()
        closes_at = self.cleaned_data.get("closes_at")
        name = self.cleaned_data.get("time_zone", self.instance.time_zone)
        if closes_at and name in available_timezones():
            # The field took the clock for the server's.
            clock = timezone.make_naive(closes_at)
            self.cleaned_data["closes_at"] = timezone.make_aware(clock, ZoneInfo(name))
        return data


class TranslationForm(forms.ModelForm):
    class Meta:
        model = Translation
        fields = ["language", "title", "body", "closing"]
        widgets = {"body": forms.Textarea(attrs={"rows": 22, "cols": 80})}

    def clean(self) -> dict[str, Any] | None:
        data = super().clean()
        for name in ("title", "closing"):
            if value := self.cleaned_data.get(name):
                # A title stands in the subject of mails, which has one line.
                self.cleaned_data[name] = " ".join(value.split())
                if text.PLACEHOLDER.search(value):
                    self.add_error(name, _("Numbers can be filled in the text only."))
        return data
