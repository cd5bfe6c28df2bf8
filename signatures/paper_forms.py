"""The lines of a paper sheet as somebody types them."""

from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.addresses import usable_address
from letters.models import Letter
from signatures import addresses, countries, names
from signatures.models import Signature
from signatures.paper import Line
from signatures.rows import LENGTHS, TEXT_FLAGS, Clean

LINES = 15
KINDS = [("person", _("Person")), ("organization", _("Organization"))]


def publicity_choices(letter: Letter) -> list[tuple[str, str]]:
    labels = dict(Signature.Publicity.choices)
    return [(value, str(labels[value])) for value in letter.publicities]


class PaperSheetForm(forms.Form):
    """What stands at the head of a sheet."""

    sheet_number = forms.CharField(
        label=_("Number of the sheet"),
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Write the number of the sheet.")},
    )
    collector = forms.CharField(
        label=_("Collected by"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    language = forms.ChoiceField(label=_("Language"))
    publicity = forms.ChoiceField(
        label=_("Who may read the names"),
        help_text=_("Unless a line below says something else."),
    )

    def __init__(self, *args: Any, letter: Letter, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._choose("language", letter.campaign.language_choices)
        self._choose("publicity", publicity_choices(letter))
        self.initial.setdefault("publicity", letter.safest_publicity)

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean_sheet_number(self) -> str:
        return names.tidy(self.cleaned_data["sheet_number"])

    def clean_collector(self) -> str:
        return names.tidy(self.cleaned_data["collector"])


def _text(label: Any, maximum: int, **attrs: str) -> forms.CharField:
    attrs = {"autocomplete": "off", "spellcheck": "false", **attrs}
    return forms.CharField(
        label=label,
        required=False,
        max_length=maximum,
        widget=forms.TextInput(attrs=attrs),
    )


class PaperLineForm(forms.Form):
    """One line, in the order in which the printed sheet has its columns."""

    name = _text(_("Name"), 400)
    title = _text(_("Title or role"), 200)
    affiliation = _text(_("Organization"), 200)
    city = _text(_("City"), 100)
    region = _text(_("State"), 100)
    country = _text(_("Country"), 100, list="countries")
    email = _text(_("Email address"), 1000, inputmode="email")
    publicity = forms.ChoiceField(label=_("Who may read it"), required=False)
    kind = forms.ChoiceField(
        label=_("Signs as"), choices=KINDS, required=False, initial="person"
    )
    representative = _text(_("Who signs for the organization"), 200)
    choice = forms.ChoiceField(
        label=_("What shall become of this line?"),
        choices=[
            ("", _("choose …")),
            ("skip", _("Leave it out")),
            ("enter", _("Enter it: this is somebody else")),
        ],
        required=False,
    )

    def __init__(self, *args: Any, letter: Letter, **kwargs: Any):
        super().__init__(*args, **kwargs)
        publicity = self.fields["publicity"]
        assert isinstance(publicity, forms.ChoiceField)
        publicity.choices = [("", _("as above")), *publicity_choices(letter)]
        kinds = [kind for kind, _label in KINDS if letter.accepts_kind(kind)]
        self.only_kind = kinds[0] if len(kinds) == 1 else ""
        if self.only_kind:
            del self.fields["kind"]
        if self.only_kind == Signature.Kind.PERSON:
            del self.fields["representative"]

    def clean_name(self) -> str:
        self.raw_name = self.cleaned_data["name"]
        name = names.tidy(self.raw_name)
        if not name:
            raise forms.ValidationError(_("The name is missing."))
        if problem := names.problem(name):
            raise forms.ValidationError(problem)
        return name

    def clean_country(self) -> str:
        text = self.cleaned_data["country"]
        code = countries.parse(text)
        if text.strip() and not code:
            raise forms.ValidationError(
                _("This country is not known. Write it otherwise, or leave it out.")
            )
        return code

    def clean_email(self) -> str:
        text = self.cleaned_data["email"]
        return usable_address(text) if text.strip() else ""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self.flagged: set[str] = set()
        for field in LENGTHS:
            text = data.get(field, "")
            data[field] = names.tidy(text)
            if data[field] and names.problem(data[field]):
                self.add_error(field, _("Some characters here cannot be printed."))
            elif data[field]:
                self.flagged |= names.flags(text) & TEXT_FLAGS
        data["kind"] = self.only_kind or data.get("kind") or Signature.Kind.PERSON
        if data["kind"] == Signature.Kind.PERSON:
            data["representative"] = ""
        elif not data["representative"] and "representative" in self.fields:
            self.add_error(
                "representative",
                _("Write the name of the person who signs for the organization."),
            )
        else:
            data["affiliation"] = ""
        return data

    def line(self, position: int, sheet_publicity: str) -> Line:
        data = self.cleaned_data
        flags = names.flags(self.raw_name, data["kind"]) | self.flagged
        if data["email"]:
            flags |= addresses.flags(data["email"])
        fields = {
            name: data[name] for name in ("kind", "name", "email", "country", *LENGTHS)
        }
        fields["publicity"] = data["publicity"] or sheet_publicity
        clean = Clean(position, fields, timezone.now(), flags)
        return Line(clean, data["choice"])


class PaperLines(BaseFormSet):
    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.use_required_attribute = False

    def lines(self, sheet_publicity: str) -> list[Line]:
        return [
            form.line(position, sheet_publicity)
            for position, form in enumerate(self.forms, 1)
            if form.has_changed()
        ]


PaperLineFormSet = formset_factory(
    PaperLineForm,
    formset=PaperLines,
    extra=LINES,
    max_num=LINES,
    absolute_max=LINES,
)
