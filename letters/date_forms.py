"""Forms with dates: written and shown by the clock of the letter's zone."""

from datetime import datetime, timedelta
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core import clocks
from core.formats import language_name
from letters.models import Extension, Letter, validate_time_zone

DATES_AT_MOST = timedelta(days=3650)


class ClockField(forms.Field):
    """A day and an hour of a zone that only the form knows."""

    widget = forms.DateTimeInput(
        format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}
    )
    default_error_messages = {
        "invalid": _("Write day and hour like 2027-03-19 18:00."),
    }

    def to_python(self, value: Any) -> datetime | None:
        if value in self.empty_values:
            return None
        try:
            clock = parse_datetime(str(value).strip())
        except ValueError:
            clock = None
        if clock is None or clock.tzinfo:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return clock.replace(second=0, microsecond=0)


class ZoneField(forms.CharField):
    """A zone's name, with all of them offered by the page's list `zones`."""

    def __init__(self, **kwargs: Any):
        super().__init__(
            max_length=50,
            validators=[validate_time_zone],
            widget=forms.TextInput(
                attrs={"list": "zones", "autocomplete": "off", "spellcheck": "false"}
            ),
            **kwargs,
        )


def date_in_reach(at: datetime) -> datetime:
    if at < timezone.now() - DATES_AT_MOST:
        raise forms.ValidationError(_("Choose a date nearer to today."))
    if at > timezone.now() + DATES_AT_MOST:
        raise forms.ValidationError(_("Choose a date within the next ten years."))
    return at


class DatesForm(forms.ModelForm):
    """What may still be moved depends on how far the letter has come."""

    opens_at = ClockField(
        label=_("opens"),
        required=False,
        help_text=_("Empty: as soon as you open the letter."),
    )
    soft_deadline_at = ClockField(
        label=_("deadline that is announced"),
        required=False,
        help_text=_("“Please sign by …” Empty: the last moment below is announced."),
    )
    closes_at = ClockField(
        label=_("last moment for signing"),
        required=False,
        help_text=_(
            "Then the letter closes by itself. It cannot be opened without this date."
        ),
    )
    text_from = ClockField(
        label=_("text is published"),
        required=False,
        help_text=_(
            "Until this minute only those who have the secret link read and sign the "
            "letter. Empty: there is no embargo."
        ),
    )
    list_from = ClockField(
        label=_("names are published"),
        required=False,
        help_text=_(
            "Until this minute the page shows the number of signatures, and no name. "
            "Empty: names appear at once, or after their review."
        ),
    )
    time_zone = ZoneField(
        label=_("time zone"),
        help_text=_(
            "All these dates are of this zone, like America/Chicago. Another zone keeps "
            "the hours as they are written here."
        ),
    )
    clocks = ("opens_at", "soft_deadline_at", "closes_at", "text_from", "list_from")

    class Meta:
        model = Letter
        fields = [
            "time_zone", "opens_at", "soft_deadline_at", "closes_at", "grace_hours",
            "last_call_hours", "text_from", "list_from",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        letter = self.instance
        self.shown_zone = letter.time_zone
        self.stored = {name: getattr(letter, name) for name in self.clocks}
        for name in self.fixed_dates():
            del self.fields[name]
        for name, at in self.stored.items():
            self.initial[name] = clocks.clock(at, self.shown_zone) if at else None

    def fixed_dates(self) -> list[str]:
        """What people have been told: the zone, the deadline, and an opening that is past."""
        letter = self.instance
        if letter.status == Letter.Status.DRAFT:
            return []
        fixed = ["time_zone", "closes_at"]
        return [*fixed, "opens_at"] if letter.has_begun() else fixed

    def clean(self) -> dict[str, Any] | None:
        data = super().clean()
        zone = self.cleaned_data.get("time_zone", self.shown_zone)
        if "time_zone" in self.errors:
            for name in self.clocks:
                self.cleaned_data.pop(name, None)  # nobody knows whose clocks they are
            return data
        for name in self.clocks:
            if written := self.cleaned_data.get(name):
                try:
                    self.cleaned_data[name] = self._moment(name, written, zone)
                except forms.ValidationError as error:
                    self.add_error(name, error)
        self._check_order()
        return data

    def _moment(self, name: str, written: datetime, zone: str) -> datetime:
        stored = self.stored[name]
        if stored and zone == self.shown_zone and written == self.initial[name]:
            return stored  # nobody touched it, so it keeps its seconds, too
        return date_in_reach(clocks.moment(written, zone))

    def _check_order(self) -> None:
        opens, soft, closes = (
            self.cleaned_data.get(name, self.stored[name])
            for name in ("opens_at", "soft_deadline_at", "closes_at")
        )
        if opens and closes and opens >= closes:
            name = "closes_at" if "closes_at" in self.fields else "opens_at"
            self.add_error(name, _("The letter has to open before it closes."))
        if soft and closes and soft > closes:
            self.add_error(
                "soft_deadline_at",
                _("The announced deadline cannot be later than the last moment."),
            )
        if soft and opens and soft <= opens:
            self.add_error(
                "soft_deadline_at",
                _("The announced deadline has to be later than the opening."),
            )

    def changed_columns(self) -> dict[str, Any]:
        """What was changed here, and nothing that somebody else changed meanwhile."""
        changed = [
            name
            for name in self.fields
            if name in self.changed_data
            or (name in self.stored and self.cleaned_data[name] != self.stored[name])
        ]
        return {name: self.cleaned_data[name] for name in changed}


class ExtensionForm(forms.ModelForm):
    closes_at = ClockField(label=_("new last moment for signing"))

    class Meta:
        model = Extension
        fields = ["closes_at", "reason"]

    def __init__(self, *args: Any, letter: Letter, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.letter = letter
        self.fields["reason"].help_text = _(
            "One sentence for the letter's page, for instance: Two dioceses asked for time."
        )

    def clean_closes_at(self) -> datetime:
        written = self.cleaned_data["closes_at"]
        return date_in_reach(clocks.moment(written, self.letter.time_zone))

    def clean_reason(self) -> dict[str, str]:
        reason = cast(dict[str, str], self.cleaned_data["reason"])
        for code in self.letter.campaign.languages:
            if not reason.get(code):
                raise forms.ValidationError(
                    gettext("Write the reason in %(language)s, too.")
                    % {"language": language_name(code)}
                )
        return reason
