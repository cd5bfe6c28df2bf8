from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from campaigns.models import Campaign, Membership, Partner
from core.addresses import usable_address
from core.images import reencode_logo


class LogoForm(forms.ModelForm):
    def clean_logo(self) -> Any:
        logo = self.cleaned_data["logo"]
        return reencode_logo(logo) if isinstance(logo, UploadedFile) else logo


class CampaignForm(LogoForm):
    languages = forms.MultipleChoiceField(
        label=_("languages"),
        choices=settings.LANGUAGES,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The languages of the letters' text."),
    )
    default_language = forms.ChoiceField(
        label=_("default language"), choices=settings.LANGUAGES
    )

    class Meta:
        model = Campaign
        fields = [
            "slug", "name", "languages", "accent_color", "logo", "privacy_contact",
            "retention_days",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["default_language"].initial = self.instance.default_language

    def clean(self) -> dict[str, Any] | None:
        data = super().clean()
        languages = self.cleaned_data.get("languages", [])
        default = self.cleaned_data.get("default_language", "")
        if languages and default not in languages:
            self.add_error("default_language", _("Tick this language above, too."))
        # The first one is the default.
        self.cleaned_data["languages"] = sorted(languages, key=lambda x: x != default)
        return data


class PartnerForm(LogoForm):
    website = forms.URLField(
        label=_("website"), required=False, assume_scheme="https", max_length=200
    )

    class Meta:
        model = Partner
        fields = [
            "position", "code", "name", "description", "website", "logo",
            "asks_consent",
        ]  # fmt: skip


class PartnerFormSet(forms.BaseInlineFormSet):
    def clean(self) -> None:
        super().clean()
        for form in self.deleted_forms:
            if form.instance.pk and form.instance.memberships.exists():
                raise forms.ValidationError(
                    _("Somebody logs in for %(partner)s. Take them off the team first.")
                    % {"partner": form.instance}
                )


class MembershipForm(forms.ModelForm):
    """Members are named by address, so that no list of accounts is shown to anybody."""

    email = forms.EmailField(
        label=_("email address"),
        max_length=254,
        help_text=_(
            "New people choose a password by “Forgot your password?” when they log in."
        ),
    )

    class Meta:
        model = Membership
        fields = ["role", "partner"]

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["email"].initial = self.instance.user.email
            self.fields["email"].disabled = True

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].strip().lower()
        # Whoever is in the team already is no matter of this form.
        return email if self.instance.pk else usable_address(email)

    def clean(self) -> dict[str, Any] | None:
        data = super().clean()
        role = self.cleaned_data.get("role")
        partner = self.cleaned_data.get("partner")
        if role == Membership.Role.PARTNER and not partner and not self.errors:
            self.add_error(
                "partner",
                _(
                    "Choose the partner organization for which this person logs in. A new"
                    " one has to be saved first."
                ),
            )
        elif partner and role and role != Membership.Role.PARTNER:
            self.add_error(
                "partner",
                _(
                    "Only the role “Partner” goes with a partner organization. Choose that"
                    " role, or leave this empty."
                ),
            )
        return data

    def save(self, commit: bool = True) -> Membership:
        if not self.instance.pk:
            email = self.cleaned_data["email"]
            user = User.objects.filter(email=email).first()
            self.instance.user = user or User.objects.create_user(email)
        return super().save(commit)


class TeamFormSet(forms.BaseInlineFormSet):
    def add_fields(self, form: Any, index: int | None) -> None:
        """Offer the campaign's own partners, which are those that are saved."""
        super().add_fields(form, index)
        form.fields["partner"].queryset = Partner.objects.filter(
            campaign=self.instance.pk
        ).exclude(pk__in=self._going())

    def _going(self) -> list[str]:
        """Partners that this very request deletes, before the team is saved."""
        chosen = [
            self.data.get(name.replace("-DELETE", "-id"), "")
            for name in self.data
            if name.startswith("partners-") and name.endswith("-DELETE")
        ]
        return [pk for pk in chosen if pk.isascii() and pk.isdecimal()]

    def clean(self) -> None:
        super().clean()
        rows = [
            form.cleaned_data
            for form in self.forms
            if getattr(form, "cleaned_data", None)
            and not form.cleaned_data.get("DELETE")
        ]
        emails = [row["email"] for row in rows if "email" in row]
        new = [row["email"] for row in rows if "email" in row and not row.get("id")]
        members = Membership.objects.filter(campaign=self.instance, user__email__in=new)
        if len(emails) != len(set(emails)) or members.exists():
            raise forms.ValidationError(_("Somebody is in the team twice."))
        if not any(row.get("role") == Membership.Role.OWNER for row in rows):
            raise forms.ValidationError(_("A campaign needs at least one owner."))
