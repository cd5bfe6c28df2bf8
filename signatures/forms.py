from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from campaigns.models import Partner
from core.addresses import usable_address
from core.formats import language
from letters.models import Letter
from letters.models.letter import PARTS
from signatures import addresses, countries, names
from signatures.models import Signature

KINDS = [("person", _("A person")), ("organization", _("An organization"))]
TEXT_FIELDS = ("title", "affiliation", "representative", "city", "region")
PUBLICITIES = {
    "public": _("Everybody: on this page and in the letter"),
    "officials": _("Only the officials: printed in the letter that is delivered"),
    "counted": _("Nobody: I am only counted"),
}
# What the page says where the letter leaves no choice.
ONLY_PUBLICITY = {
    "public": _("Everybody may read the names: on this page and in the letter."),
    "officials": _(
        "Only the officials read the names: printed in the letter that is delivered."
    ),
    "counted": _("Nobody reads the names: signers are only counted."),
}
REQUIRED = {
    "title": _("Write your title or role."),
    "affiliation": _("Write your organization or congregation."),
    "city": _("Write the city or municipality."),
    "region": _("Write the state or department."),
    "country": _("Choose a country."),
}


def tidy_name(typed: str) -> str:
    name = names.tidy(typed)
    if problem := names.form_problem(name):
        raise forms.ValidationError(problem)
    return name


def tidy_texts(form: forms.Form) -> None:
    """Tidy what stands beside the name, and say where that cannot be printed."""
    for field in TEXT_FIELDS:
        if field not in form.cleaned_data:
            continue
        text = form.cleaned_data[field] = names.tidy(form.cleaned_data[field])
        if text and (problem := names.form_problem(text)):
            form.add_error(field, problem)
        elif form.fields[field].required and not text:
            # Nothing but invisible characters.
            form.add_error(field, form.fields[field].error_messages["required"])


class SigningForm(forms.Form):
    """What a signer writes; the names of its fields are part of the public contract."""

    kind = forms.ChoiceField(
        label=_("I sign as"),
        choices=KINDS,
        widget=forms.RadioSelect,
        initial="person",
    )
    name = forms.CharField(
        label=_("Name"),
        help_text=_(
            "Exactly as it shall be printed: your own with any title, or the organization's."
        ),
        strip=False,
        max_length=400,
        widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false"}),
        error_messages={"required": _("Write the name that shall be printed.")},
    )
    representative = forms.CharField(
        label=_("Who signs for the organization"),
        help_text=_("Your own name: you state that you may sign for the organization."),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"spellcheck": "false"}),
    )
    title = forms.CharField(
        label=_("Title or role"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    affiliation = forms.CharField(
        label=_("Organization or congregation"),
        help_text=_("Printed for identification only; it does not sign by this."),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    city = forms.CharField(
        label=_("City or municipality"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "address-level2"}),
    )
    region = forms.CharField(
        label=_("State or department"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "address-level1"}),
    )
    country = forms.ChoiceField(
        label=_("Country"),
        required=False,
        widget=forms.Select(attrs={"autocomplete": "country"}),
        error_messages={"invalid_choice": _("Choose a country from the list.")},
    )
    email = forms.CharField(
        label=_("Email address"),
        help_text=_(
            "We send a link there. The address is never shown to anybody outside the team."
        ),
        strip=False,
        max_length=1000,
        widget=forms.EmailInput(
            attrs={"autocomplete": "email", "spellcheck": "false", "maxlength": "254"}
        ),
        error_messages={
            "required": _("Write your email address, so that we can send you the link.")
        },
    )
    publicity = forms.ChoiceField(
        label=_("Who may read this name"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose who may read the name."),
            "invalid_choice": _(
                "This letter does not offer that choice. Choose again."
            ),
        },
    )
    updates = forms.BooleanField(
        label=_("Tell me by mail when the letter has been delivered."), required=False
    )
    agree = forms.BooleanField(
        label=_("I have read the letter and I sign it."),
        error_messages={
            "required": _("Tick this box if you have read the letter and sign it.")
        },
    )
    partner = forms.CharField(required=False, widget=forms.HiddenInput)
    # People do not see this field; programs that fill in forms do.
    homepage = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, letter: Letter, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.letter = letter
        self.partners = {
            partner.code: partner for partner in letter.campaign.partners.all()
        }
        self._field("country").choices = [("", "—"), *countries.choices(language())]
        if letter.signers == Letter.Signers.ORGANIZATIONS:
            self.fields["title"].label = _("Role of that person")
        kinds = [kind for kind in KINDS if letter.accepts_kind(kind[0])]
        self._field("kind").choices = kinds
        if len(kinds) == 1:
            self.initial.setdefault("kind", kinds[0][0])
        self._ask(letter.questions)
        self._offer(letter.publicities, preselects=letter.preselects_safest)
        for partner in self.partners.values():
            if partner.asks_consent:
                self.fields[f"consent-{partner.code}"] = forms.BooleanField(
                    required=False,
                    label=_("%(partner)s may write to me.") % {"partner": partner},
                )

    def _ask(self, questions: dict[str, str]) -> None:
        """Ask what the letter asks, and say so where an answer is needed."""
        for part in PARTS:
            match questions.get(part, "optional"):
                case "no":
                    del self.fields[part]
                case "required":
                    self.fields[part].required = True
                    self.fields[part].error_messages["required"] = REQUIRED[part]

    def _offer(self, publicities: list[str], *, preselects: bool) -> None:
        field = self._field("publicity")
        field.choices = [(name, PUBLICITIES[name]) for name in publicities]
        if len(publicities) == 1:
            field.widget = forms.HiddenInput()
            self.initial["publicity"] = publicities[0]
        elif preselects:
            self.initial.setdefault("publicity", self.letter.safest_publicity)

    @property
    def only_publicity(self) -> dict[str, Any]:
        """The value and the sentence where there is nothing to choose; else empty."""
        offered = self.letter.publicities
        if len(offered) > 1:
            return {}
        return {"value": offered[0], "sentence": ONLY_PUBLICITY[offered[0]]}

    def _field(self, name: str) -> forms.ChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        return field

    def consent_fields(self) -> Iterator[BoundField]:
        return (self[name] for name in self.fields if name.startswith("consent-"))

    def clean_name(self) -> str:
        self.raw_name = self.cleaned_data["name"]
        return tidy_name(self.raw_name)

    def clean_email(self) -> str:
        return usable_address(self.cleaned_data["email"])

    def clean_partner(self) -> Partner | None:
        """An unknown code is nobody's fault; the signature counts all the same."""
        return self.partners.get(self.cleaned_data["partner"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        tidy_texts(self)
        for part in PARTS:
            data.setdefault(part, "")  # not asked
        if data.get("kind") == Signature.Kind.ORGANIZATION:
            data["affiliation"] = ""
            self.errors.pop("affiliation", None)  # asked of people
            if not data.get("representative") and "representative" not in self.errors:
                self.add_error(
                    "representative",
                    _("Write the name of the person who signs for it."),
                )
        else:
            data["representative"] = ""
        return data

    def signature_fields(self) -> dict[str, Any]:
        """What services.sign_letter takes, from a valid form."""
        data = self.cleaned_data
        flags = names.flags(self.raw_name, data["kind"]) | addresses.flags(
            data["email"]
        )
        if data["homepage"]:
            flags.add(Signature.Flag.HONEYPOT)
        partner = data["partner"]
        fields = ("kind", "name", "email", "country", "publicity", *TEXT_FIELDS)
        return {
            **{field: data[field] for field in fields},
            "wants_updates": data["updates"],
            "flags": " ".join(sorted(flags)),
            "partner": partner,
            "source": Signature.Source.PARTNER if partner else Signature.Source.WEB,
            "consents": [
                self.partners[name.removeprefix("consent-")]
                for name in self.fields
                if name.startswith("consent-") and data[name]
            ],
        }
