"""The forms of the registry; what the database would refuse is refused here in words."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.models import Campaign
from core.formats import language
from signatures import countries, domains, names, organizations, registry
from signatures.models import Organization, OrganizationName


def clean_name(campaign: Campaign, organization: Organization, name: str) -> str:
    name = names.tidy(name)
    if not name:
        raise ValidationError(_("The name is empty."))
    if registry.is_taken(campaign, name, organization):
        raise ValidationError(_("An organization of this name is registered already."))
    return name


class OrganizationForm(forms.ModelForm):
    country = forms.ChoiceField(label=gettext_lazy("Country"), required=False)
    # Longer than a domain, because people copy whole addresses.
    domain = forms.CharField(
        label=gettext_lazy("Web domain"),
        max_length=500,
        required=False,
        help_text=Organization._meta.get_field("domain").help_text,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )

    class Meta:
        model = Organization
        fields = [
            "campaign", "name", "scope", "country", "domain", "is_suggested", "notes",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if country := self.fields.get("country"):
            assert isinstance(country, forms.ChoiceField)
            known = countries.choices(language())
            country.choices = [("", "—"), *known]
        if self.instance.pk is None and "scope" in self.fields:
            self.fields["scope"].required = True

    def clean_domain(self) -> str:
        return domains.normalize(self.cleaned_data["domain"])

    def clean(self) -> dict[str, Any] | None:
        data = super().clean()
        campaign = self.cleaned_data.get("campaign")
        if campaign is None and self.instance.campaign_id:
            campaign = self.instance.campaign
        if campaign and (name := self.cleaned_data.get("name")):
            try:
                self.cleaned_data["name"] = clean_name(campaign, self.instance, name)
            except ValidationError as error:
                self.add_error("name", error)
        return data


class NameForm(forms.ModelForm):
    class Meta:
        model = OrganizationName
        fields = ["name", "language"]

    def save(self, commit: bool = True) -> OrganizationName:
        name: OrganizationName = super().save(commit=False)
        registry.derive(name)
        if commit:
            name.save()
        return name


class NameFormSet(forms.BaseInlineFormSet):
    def clean(self) -> None:
        super().clean()
        keys: set[str] = set()
        languages: set[str] = set()
        for form in self.forms:
            data = getattr(form, "cleaned_data", {})
            if not data.get("name") or data.get("DELETE"):
                continue
            language = data.get("language") or ""
            if language and language in languages:
                form.add_error("language", _("One name in each language is enough."))
            languages.add(language)
            self._clean_row(form, keys)

    def _clean_row(self, form: forms.ModelForm, keys: set[str]) -> None:
        data = form.cleaned_data
        key = organizations.name_key(data["name"])
        if key in keys:
            form.add_error("name", _("This name is in another row already."))
        elif self.instance.campaign_id:
            campaign = self.instance.campaign
            try:
                data["name"] = clean_name(campaign, self.instance, data["name"])
            except ValidationError as error:
                form.add_error("name", error)
        keys.add(key)

    def save_new(self, form: Any, commit: bool = True) -> OrganizationName:
        """A name may be known already: of this organization, or of one that nobody sees."""
        data = form.cleaned_data
        return registry.add_name(self.instance, data["name"], data["language"])
