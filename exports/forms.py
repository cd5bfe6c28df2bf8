from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from exports.models import Document, Edition
from exports.reading import languages
from exports.writers import PRESS_WRITERS
from letters.models import Letter


class EditionField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        assert isinstance(obj, Edition)
        return obj.label


class DocumentForm(forms.ModelForm):
    class Meta:
        model = Document
        fields = ["language", "format"]

    def __init__(self, *args: Any, letter: Letter, **kwargs: Any):
        super().__init__(*args, **kwargs)
        written = languages(letter)
        self.fields["language"] = forms.ChoiceField(
            label=Document._meta.get_field("language").verbose_name,
            choices=written,
            initial=get_language(),
        )
        self.fields["format"] = forms.ChoiceField(
            label=Document._meta.get_field("format").verbose_name,
            choices=Document.Format.choices,
            initial=Document.Format.PDF,
        )


class EditionDocumentForm(forms.ModelForm):
    class Meta:
        model = Document
        fields = ["language", "format", "audience", "recipient"]

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any):
        super().__init__(*args, **kwargs)
        names = dict(settings.LANGUAGES)
        self.fields["language"] = forms.ChoiceField(
            label=Document._meta.get_field("language").verbose_name,
            choices=[(code, names[code]) for code in edition.languages],
        )
        self.fields["format"] = forms.ChoiceField(
            label=Document._meta.get_field("format").verbose_name,
            choices=Document.Format.choices,
        )
        self.fields["recipient"] = forms.ModelChoiceField(
            edition.letter.recipients.filter(pk__in=edition.recipients),
            label=_("addressed to"),
            required=False,
            empty_label=_("all recipients together"),
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        is_press = cleaned.get("audience") == Document.Audience.PRESS
        if is_press and cleaned.get("format") not in PRESS_WRITERS:
            self.add_error(
                "format",
                _("For the press, names are written as plain text, CSV or Excel."),
            )
        return cleaned
