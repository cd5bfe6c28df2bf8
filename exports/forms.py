from typing import Any

from django import forms
from django.utils.translation import get_language

from exports.models import Document
from exports.reading import languages
from letters.models import Letter


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
