"""Short texts in several languages: one column, one input a language in forms."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.formats import own_name


class Localized(dict[str, str]):
    """Texts by language code; as a string, the text of the language in use."""

    def text(self, language: str | None = None) -> str:
        """The text in a language, or in the first language that has one."""
        wanted = self.get(language or get_language() or "")
        return wanted or next((text for text in self.values() if text), "")

    def __str__(self) -> str:
        return self.text()


class LocalizedInput(forms.MultiWidget):
    template_name = "core/localized_input.html"

    def __init__(self, widget: type[forms.Widget], attrs: dict[str, Any] | None = None):
        super().__init__(
            {code: widget(attrs={"lang": code}) for code, _name in settings.LANGUAGES},
            attrs,
        )

    def decompress(self, value: dict[str, str] | None) -> list[str]:
        return [(value or {}).get(code, "") for code, _name in settings.LANGUAGES]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> Any:
        context = super().get_context(name, value, attrs)
        for part, (code, _name) in zip(
            context["widget"]["subwidgets"], settings.LANGUAGES, strict=True
        ):
            part["language"] = own_name(code)
        return context


class LocalizedFormField(forms.MultiValueField):
    def __init__(
        self,
        *,
        widget: type[forms.Widget] = forms.TextInput,
        max_length: int,
        **kwargs: Any,
    ):
        fields = [
            forms.CharField(max_length=max_length, required=False)
            for _code in settings.LANGUAGES
        ]
        super().__init__(
            fields, require_all_fields=False, widget=LocalizedInput(widget), **kwargs
        )

    def compress(self, values: list[str]) -> Localized:
        codes = [code for code, _name in settings.LANGUAGES]
        return Localized(
            {code: text for code, text in zip(codes, values, strict=False) if text}
        )


class LocalizedField(models.JSONField):
    """A JSON object of language code to text, each of at most `max_length` characters."""

    def __init__(
        self, *args: Any, max_length: int = 200, multiline: bool = False, **kwargs: Any
    ):
        self.multiline = multiline
        kwargs.setdefault("default", Localized)
        super().__init__(*args, **kwargs)
        self.max_length = max_length

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "max_length": self.max_length}

    def from_db_value(self, value: Any, *args: Any) -> Localized:
        return Localized(super().from_db_value(value, *args) or {})

    def formfield(self, **kwargs: Any) -> Any:
        return LocalizedFormField(
            widget=forms.Textarea if self.multiline else forms.TextInput,
            max_length=self.max_length or 200,
            required=not self.blank,
            label=self.verbose_name,
            help_text=self.help_text,
        )

    def run_validators(self, value: Any) -> None:
        """Ask them of the text in each language."""
        for text in value.values():
            super().run_validators(text)

    def validate(self, value: Any, model_instance: Any) -> None:
        super().validate(value, model_instance)
        if not self.blank and not any(value.values()):
            raise ValidationError(
                _("Write this in at least one language."), code="required"
            )
