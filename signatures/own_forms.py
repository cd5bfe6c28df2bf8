"""The forms of a signer's own page; their fields are those of the signing form."""

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from core.addresses import usable_address
from core.formats import language
from letters.models.letter import PARTS
from signatures import corrections, countries, names
from signatures.forms import PUBLICITIES, REQUIRED, SigningForm, tidy_name, tidy_texts
from signatures.lines import LINE
from signatures.models import Signature

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

FIELDS = SigningForm.base_fields


class OwnLineForm(forms.Form):
    """The line of a signature that exists: its kind and address stay."""

    name = FIELDS["name"]
    representative = FIELDS["representative"]
    title = FIELDS["title"]
    affiliation = FIELDS["affiliation"]
    city = FIELDS["city"]
    region = FIELDS["region"]
    country = FIELDS["country"]

    def __init__(self, *args: Any, signature: Signature, **kwargs: Any):
        correction = corrections.waiting_for(signature)
        line = corrections.preview(signature, correction) if correction else signature
        kwargs["initial"] = {field: getattr(line, field) for field in LINE}
        super().__init__(*args, **kwargs)
        self.kind = signature.kind
        country = cast(forms.ChoiceField, self.fields["country"])
        country.choices = [("", "—"), *countries.choices(language())]
        self._ask_what_the_letter_asks(signature)

    def _ask_what_the_letter_asks(self, signature: Signature) -> None:
        for part in PARTS:
            asked = signature.letter.questions.get(part, "optional")
            # What was asked once and is no more can still be taken out.
            if asked == "no" and not getattr(signature, part):
                del self.fields[part]
            else:
                self._require(part, REQUIRED[part], asked == "required")
        if self.kind == Signature.Kind.ORGANIZATION:
            self.fields.pop("affiliation", None)
            sentence = _("Write the name of the person who signs for it.")
            self._require("representative", sentence, True)
        else:
            del self.fields["representative"]

    def _require(self, field: str, sentence: "StrPromise", is_required: bool) -> None:
        self.fields[field].required = is_required
        self.fields[field].error_messages["required"] = sentence

    def clean_name(self) -> str:
        self.raw_name = self.cleaned_data["name"]
        return tidy_name(self.raw_name)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        tidy_texts(self)
        return data

    def line(self) -> dict[str, str]:
        return {field: self.cleaned_data[field] for field in self.fields}

    def flags(self) -> set[str]:
        return names.flags(self.raw_name, self.kind)


class OwnPublicityForm(forms.Form):
    publicity = FIELDS["publicity"]

    def __init__(self, *args: Any, signature: Signature, **kwargs: Any):
        kwargs["initial"] = {"publicity": signature.publicity}
        super().__init__(*args, **kwargs)
        allowed = {*signature.letter.publicities, signature.publicity}
        offered = [name for name in PUBLICITIES if name in allowed]
        field = cast(forms.ChoiceField, self.fields["publicity"])
        field.choices = [(name, PUBLICITIES[name]) for name in offered]


class LostLinkForm(forms.Form):
    email = forms.CharField(
        label=_("Email address"),
        help_text=_("The one with which you signed."),
        strip=False,
        max_length=1000,
        widget=forms.EmailInput(
            attrs={"autocomplete": "email", "spellcheck": "false", "maxlength": "254"}
        ),
        error_messages={"required": _("Write your email address.")},
    )

    def clean_email(self) -> str:
        return usable_address(self.cleaned_data["email"])
