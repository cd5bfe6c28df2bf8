from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import clocks
from deliveries.cover import unknown_placeholders, usual
from deliveries.models import CoverLetter, Delivery, DeliveryFile
from exports.forms import EditionField
from exports.models import Edition
from letters.date_forms import ClockField, date_in_reach
from letters.models import Letter


class DeliveryForm(forms.ModelForm):
    """What is planned by mail, or what was handed over: each method asks its own."""

    edition = EditionField(Edition.objects.none(), label=_("edition"), empty_label=None)
    address = forms.EmailField(
        label=_("mail address of the office"),
        max_length=254,
        help_text=_("Kept encrypted, and shown to editors only."),
    )
    reply_to = forms.EmailField(
        label=_("answers go to"),
        max_length=254,
        help_text=_("An address that somebody of your team reads."),
    )
    delivered_at = ClockField(
        label=_("delivered"),
        required=False,
        help_text=_("Empty while it is only planned."),
    )
    MAIL = ("address", "reply_to")
    BY_PERSON = ("delivered_at", "delivered_by")

    class Meta:
        model = Delivery
        fields = [
            "edition",
            "language",
            "address",
            "reply_to",
            "delivered_at",
            "delivered_by",
            "note",
        ]

    def __init__(self, *args: Any, letter: Letter, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.letter = letter
        for name in self.BY_PERSON if self.instance.is_mail else self.MAIL:
            del self.fields[name]
        editions = self.fields["edition"]
        assert isinstance(editions, EditionField)
        editions.queryset = letter.editions.select_related(
            "letter", "addendum_to"
        ).order_by("-number")
        self.fields["language"] = forms.ChoiceField(
            label=_("language"),
            choices=letter.campaign.language_choices,
            help_text=_("Of the document and of the cover letter."),
        )
        if not self.instance.is_mail:
            self.initial["delivered_at"] = _clock(self.instance.delivered_at, letter)

    def clean_delivered_at(self) -> datetime | None:
        return _moment(self.cleaned_data["delivered_at"], self.letter)


def _clock(at: datetime | None, letter: Letter) -> datetime:
    """What the field shows: where nothing is recorded, the present moment."""
    return clocks.clock(at or timezone.now(), letter.time_zone)


def _moment(clock: datetime | None, letter: Letter) -> datetime | None:
    return clock and date_in_reach(clocks.moment(clock, letter.time_zone))


class AnswerForm(forms.ModelForm):
    answered_at = ClockField(label=_("answered"))

    class Meta:
        model = Delivery
        fields = ["answered_at", "answer", "answer_published"]

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.letter = self.instance.letter
        self.initial["answered_at"] = _clock(self.instance.answered_at, self.letter)

    def clean_answered_at(self) -> datetime | None:
        return _moment(self.cleaned_data["answered_at"], self.letter)


class ReminderForm(forms.Form):
    day = forms.DateField(
        label=_("remind the editors on"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("One mail to each, if no answer is recorded. Empty: nobody."),
    )

    def clean_day(self) -> date | None:
        day: date | None = self.cleaned_data["day"]
        today = timezone.now().date()
        if day is not None and not today < day < today + timedelta(days=1000):
            raise forms.ValidationError(
                _("Choose a day between tomorrow and 1,000 days on.")
            )
        return day


class FileForm(forms.Form):
    kind = forms.ChoiceField(label=_("what it is"), choices=DeliveryFile.Kind.choices)
    file = forms.FileField(
        label=_("file"),
        allow_empty_file=True,
        help_text=_("PDF, PNG, JPEG or plain text, at most 10 MB."),
    )


class CoverForm(forms.ModelForm):
    class Meta:
        model = CoverLetter
        fields = ["subject", "text", "addendum_subject", "addendum_text"]

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        letter = self.instance.letter
        if not letter.editions.exclude(addendum_to=None).exists():
            del self.fields["addendum_subject"], self.fields["addendum_text"]
        for name in self.fields:
            written = getattr(self.instance, name)
            self.initial[name] = {
                code: written.get(code) or usual(name, code)
                for code in letter.campaign.languages
            }

    def clean_subject(self) -> dict[str, str]:
        return self._checked("subject")

    def clean_text(self) -> dict[str, str]:
        return self._checked("text")

    def clean_addendum_subject(self) -> dict[str, str]:
        return self._checked("addendum_subject")

    def clean_addendum_text(self) -> dict[str, str]:
        return self._checked("addendum_text")

    def _checked(self, name: str) -> dict[str, str]:
        """Only what differs from the usual words is kept, so that those stay translated."""
        texts: dict[str, str] = self.cleaned_data[name]
        for text in texts.values():
            if unknown := unknown_placeholders(text):
                raise forms.ValidationError(
                    _("Nothing can be put in the place of %(names)s."),
                    params={"names": ", ".join(unknown)},
                )
        return type(texts)(
            {
                code: text
                for code, text in texts.items()
                if _lines(text) != _lines(usual(name, code))
            }
        )


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip().splitlines()]
