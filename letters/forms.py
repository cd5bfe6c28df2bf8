from typing import Any

from django import forms

from letters.models import Translation


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
        return data
