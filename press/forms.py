"""Forms of a release; each knows the version that its editor saw."""

from datetime import datetime
from typing import Any, ClassVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core import clocks
from core.formats import own_name
from core.localized import LocalizedInput
from exports.forms import EditionField
from letters.date_forms import ClockField, ZoneField, date_in_reach
from press.models import Contact, Quote, Release, ReleaseText


class VersionedForm(forms.ModelForm):
    """Carries the version of the row; what two editors wrote is settled by a person."""

    NEEDED: ClassVar[tuple[str, ...]] = ()  # before publishing, and not for saving

    version = forms.IntegerField(
        widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        row = self.instance
        self.fields["version"].initial = row.version if row.pk else 0
        self.initial.pop("version", None)
        for name in self.NEEDED:
            cast(Any, self.fields[name]).template_name = "press/_needed_field.html"
        self.theirs: list[dict[str, str]] = []

    @property
    def columns(self) -> list[str]:
        return [name for name in self.fields if name != "version"]

    @property
    def saving(self) -> tuple[Any, int, list[str]]:
        """What press.services.save_rows wants to know of it."""
        return self.instance, self.cleaned_data["version"], self.columns

    def meet(self, now: models.Model | None) -> None:
        """Show what was saved first beside ours, which another press of the button saves."""
        assert isinstance(self.data, MultiValueDict)
        saved = cast(Any, now)
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = str(saved.version) if saved else "0"
        for name in self.columns if saved else []:
            other = getattr(saved, name)
            if other != self.cleaned_data.get(name):
                label = str(self.fields[name].label)
                self.theirs.append({"label": label, "text": self._shown(other)})

    def _shown(self, value: Any) -> str:
        if isinstance(value, dict):
            return "\n".join(
                f"{own_name(code)}: {text}" for code, text in value.items()
            )
        if isinstance(value, datetime):
            return clocks.in_words(value, self.instance.zone)
        return str(value or "–")


class SettingsForm(VersionedForm):
    NEEDED = ("dated",)

    embargo_until = ClockField(
        label=_("embargo until"),
        required=False,
        help_text=_("Empty: for immediate release, as soon as it is published."),
    )
    time_zone = ZoneField(
        label=_("time zone of the embargo"),
        required=False,
        help_text=_("Empty: the letter's."),
    )
    dated = forms.DateField(
        label=_("date of the dateline"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    class Meta:
        model = Release
        fields = ["edition", "dated", "embargo_until", "time_zone", "end_mark"]

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        release = self.instance
        editions = release.letter.editions.select_related("letter", "addendum_to")
        self.fields["edition"] = EditionField(
            editions,
            label=_("edition"),
            required=False,
            empty_label=gettext("None: the release tells no numbers"),
            help_text=self.fields["edition"].help_text,
        )
        self.stored = (release.embargo_until, release.zone)
        if release.embargo_until:
            shown = clocks.clock(release.embargo_until, release.zone)
            self.initial["embargo_until"] = shown

    def clean(self) -> dict[str, Any] | None:
        data = super().clean()
        written = self.cleaned_data.get("embargo_until")
        if written is None or "time_zone" in self.errors:
            return data
        zone = self.cleaned_data["time_zone"] or self.instance.letter.time_zone
        stored, stored_zone = self.stored
        if stored and zone == stored_zone and written == self.initial["embargo_until"]:
            self.cleaned_data["embargo_until"] = stored  # it keeps its seconds, too
            return data
        try:
            moment = date_in_reach(clocks.moment(written, zone))
            self.cleaned_data["embargo_until"] = moment
        except ValidationError as error:
            self.add_error("embargo_until", error)
        return data


class TextForm(VersionedForm):
    NEEDED = ("headline", "place", "lead")

    class Meta:
        model = ReleaseText
        fields = ["headline", "place", "lead", "body", "about"]

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name, rows in (("lead", 5), ("body", 14), ("about", 5)):
            self.fields[name].widget.attrs["rows"] = rows
        for name in self.columns:
            self.fields[name].widget.attrs["lang"] = self.instance.language


class ContactForm(VersionedForm):
    class Meta:
        model = Contact
        fields = ["language", "name", "phone", "email"]

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        campaign = self.instance.release.letter.campaign
        self.fields["language"] = forms.ChoiceField(
            label=_("language"), choices=campaign.language_choices
        )

    def clean(self) -> dict[str, Any] | None:
        data = super().clean()
        if not (self.cleaned_data.get("phone") or self.cleaned_data.get("email")):
            raise ValidationError(_("Write a phone number or a mail address."))
        return data


class QuoteForm(VersionedForm):
    class Meta:
        model = Quote
        fields = ["text", "speaker", "role"]

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for widget in cast(LocalizedInput, self.fields["text"].widget).widgets:
            widget.attrs["rows"] = 5
