"""The wizard's forms, but for the dates and the text."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign
from core.formats import own_name
from core.localized import LocalizedInput
from letters.date_forms import ZoneField
from letters.models import Letter, Recipient
from letters.models.letter import PARTS, PUBLICITIES

SLUG_PROBLEM = _("Use small letters, digits and hyphens, and nothing else.")

ANSWERS = [
    ("no", _("Not asked")),
    ("optional", _("Optional")),
    ("required", _("Required")),
]
PART_NAMES = {
    "title": _("Title or role"),
    "affiliation": _("Organization or congregation"),
    "city": _("City or municipality"),
    "region": _("State or department"),
    "country": _("Country"),
}
PUBLICITY_NAMES = {
    "public": _("Public: everybody may read the name."),
    "officials": _(
        "Officials: the name stands only in the document that is delivered."
    ),
    "counted": _("Counted: the name stands nowhere, only the number grows."),
}


class NewLetterForm(forms.ModelForm):
    time_zone = ZoneField(
        label=_("time zone"),
        help_text=_("All dates of the letter are of this zone, like America/Chicago."),
    )

    class Meta:
        model = Letter
        fields = ["campaign", "slug", "time_zone"]
        help_texts = {
            "slug": _(
                "The last part of the letter's address: small letters, digits and "
                "hyphens, for instance “open-the-doors”."
            )
        }
        error_messages = {"slug": {"invalid": SLUG_PROBLEM}}

    def __init__(self, *args: Any, campaigns: QuerySet[Campaign], **kwargs: Any):
        super().__init__(*args, **kwargs)
        choice = forms.ModelChoiceField(
            campaigns, label=_("campaign"), initial=campaigns.first()
        )
        if campaigns.count() == 1:
            choice.empty_label = None
        self.fields["campaign"] = choice
        newest = Letter.objects.filter(campaign__in=campaigns.values("pk")).first()
        self.fields["time_zone"].initial = newest.time_zone if newest else "UTC"


class RecipientForm(forms.ModelForm):
    class Meta:
        model = Recipient
        fields = ["name", "honorific", "office", "salutation", "address", "language"]

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["address"].help_text = _(
            "Printed in documents line by line, and never shown on the public page. "
            "If one language has none, that of the other is printed."
        )
        for widget in cast(LocalizedInput, self.fields["address"].widget).widgets:
            widget.attrs["rows"] = 4
        self._ask_language(self.instance.letter.campaign)

    def _ask_language(self, campaign: Campaign) -> None:
        if len(campaign.languages) == 1:
            del self.fields["language"]
            return
        usual = gettext("%(language)s, like the campaign") % {
            "language": own_name(campaign.default_language)
        }
        self.fields["language"] = forms.ChoiceField(
            label=_("language"),
            choices=[("", usual), *campaign.language_choices],
            required=False,
            help_text=_("In which their office reads: offered first at the delivery."),
        )


class RulesForm(forms.ModelForm):
    """Once people sign, whatever they agreed to stays as it is."""

    slug = forms.SlugField(
        label=_("short name in addresses"),
        help_text=_("Links that were sent before lead nowhere when you change it."),
        error_messages={"invalid": SLUG_PROBLEM},
    )
    signers = forms.ChoiceField(
        label=_("who may sign"),
        choices=Letter.Signers.choices,
        widget=forms.RadioSelect,
    )
    review = forms.ChoiceField(
        label=_("names are reviewed"),
        choices=Letter.Review.choices,
        widget=forms.RadioSelect,
        help_text=_("Organizations are always reviewed before they appear."),
    )
    access = forms.ChoiceField(
        label=_("who may see the page"),
        choices=Letter.Access.choices,
        widget=forms.RadioSelect,
        help_text=_(
            "With the secret link only, the letter is not listed anywhere and search "
            "engines are told to stay away."
        ),
    )
    publicities = forms.MultipleChoiceField(
        label=_("what signers may choose for their name"),
        choices=PUBLICITY_NAMES.items(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Leave signers at least one choice.")},
    )
    printed = forms.MultipleChoiceField(
        label=_("what stands behind a name"),
        choices=PART_NAMES.items(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "On the page and in documents, as far as it was asked and answered. What is "
            "asked and not ticked here is read by the team only."
        ),
    )

    class Meta:
        model = Letter
        fields = [
            "slug", "access", "signers", "review", "goal", "preselects_safest",
        ]  # fmt: skip
        help_texts = {"goal": _("The page shows how much of it is reached.")}

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        letter = self.instance
        for part in PARTS:
            self.fields[f"ask_{part}"] = forms.ChoiceField(
                label=PART_NAMES[part], choices=ANSWERS, initial=letter.questions[part]
            )
        self.fields["authoritative_language"] = forms.ChoiceField(
            label=_("authoritative language"),
            choices=letter.campaign.language_choices,
            initial=letter.authoritative,
            help_text=_(
                "Its text decides; the others are shown as translations of it."
            ),
        )
        self.initial["printed"] = letter.printed
        self.initial["publicities"] = letter.publicities
        if letter.status != Letter.Status.DRAFT:
            # Links lead to the one, and the other says which text people signed.
            del self.fields["slug"], self.fields["authoritative_language"]
            self._keep_parts_hidden()

    def _keep_parts_hidden(self) -> None:
        """Signers saw what would stand behind their name: it may become less, never more."""
        printed = cast(forms.MultipleChoiceField, self.fields["printed"])
        printed.choices = [
            (p, PART_NAMES[p]) for p in PARTS if p in self.instance.printed
        ]
        printed.help_text = _(
            "Signers have been told what stands behind their name, so you can only take "
            "something away."
        )
        printed.error_messages["invalid_choice"] = _(
            "The letter has been opened, so nothing more can stand behind a name."
        )

    def question_fields(self) -> list[forms.BoundField]:
        return [self[f"ask_{part}"] for part in PARTS]

    def clean_printed(self) -> list[str]:
        return [part for part in PARTS if part in self.cleaned_data["printed"]]

    def clean_publicities(self) -> list[str]:
        return [
            each for each in PUBLICITIES if each in self.cleaned_data["publicities"]
        ]

    def clean(self) -> dict[str, Any] | None:
        data = super().clean()
        answers = {part: self.cleaned_data.get(f"ask_{part}") for part in PARTS}
        self.cleaned_data["questions"] = answers
        return data

    def changed_columns(self) -> dict[str, Any]:
        """What was changed here, and nothing that somebody else changed meanwhile."""
        columns = {
            name: value
            for name, value in self.cleaned_data.items()
            if name in self.changed_data and not name.startswith("ask_")
        }
        if any(name.startswith("ask_") for name in self.changed_data):
            columns["questions"] = self.cleaned_data["questions"]
        return columns
