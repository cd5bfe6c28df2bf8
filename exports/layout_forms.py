"""What an organizer chooses on the page of a letter's layout."""

import re
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from exports import grouping
from exports.grouping import Rule
from exports.models import Layout, PrintedGroup
from signatures import countries

GROUPS_MAXIMUM = 30
PREFIX = "groups"
FIELD = re.compile(rf"{PREFIX}-(\d{{1,3}})-(\w+)")
Row = dict[str, str]


class LayoutForm(forms.ModelForm):
    class Meta:
        model = Layout
        fields = [
            "design",
            "paper",
            "medium",
            "languages",
            "addressing",
            "has_cover",
            "has_summary",
            "attaches_list",
        ]
        widgets = dict.fromkeys(
            ("design", "paper", "medium", "languages", "addressing"), forms.RadioSelect
        )


class GroupForm(forms.ModelForm):
    class Meta:
        model = PrintedGroup
        fields = ["who", "scope", "country", "order", "heading"]

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["scope"].choices = [  # type: ignore[attr-defined]
            ("", _("every scope")),
            *PrintedGroup._meta.get_field("scope").flatchoices,
        ]
        self.fields["country"] = forms.ChoiceField(
            label=PrintedGroup._meta.get_field("country").verbose_name,
            choices=[
                ("", _("every country")),
                *countries.choices(get_language() or "en"),
            ],
            required=False,
        )

    def clean(self) -> dict[str, Any]:
        chosen = super().clean() or {}
        is_of_organizations = chosen.get("who") == PrintedGroup.Who.ORGANIZATIONS
        if chosen.get("scope") and not is_of_organizations:
            self.add_error("scope", _("Only organizations have a scope."))
        return chosen


class GroupFormSet(forms.BaseFormSet):
    @property
    def rules(self) -> list[Rule]:
        """The rules as written, from above; of a form set that is valid."""
        return [Rule(**form.cleaned_data) for form in self.forms]


Groups = forms.formset_factory(
    GroupForm,
    formset=GroupFormSet,
    extra=0,
    max_num=GROUPS_MAXIMUM,
    absolute_max=GROUPS_MAXIMUM,
    validate_max=True,
)


def group_forms(rows: list[Row]) -> Any:
    data = {
        f"{PREFIX}-TOTAL_FORMS": str(len(rows)),
        f"{PREFIX}-INITIAL_FORMS": "0",
    }
    for number, row in enumerate(rows):
        data |= {f"{PREFIX}-{number}-{name}": value for name, value in row.items()}
    formset = Groups(data, prefix=PREFIX)
    for form in formset.forms:
        # A row that says nothing is an error, not a row that is left out.
        form.empty_permitted = False
    return formset


def rows_of(rules: list[Rule]) -> list[Row]:
    """The rules as a browser would send them."""
    return [
        {
            "who": rule.who,
            "scope": rule.scope,
            "country": rule.country,
            "order": rule.order,
            **{f"heading_{code}": text for code, text in rule.heading.items()},
        }
        for rule in rules
    ]


def sent_rows(data: QueryDict) -> list[Row]:
    """The groups of a form that was sent, in the order of their numbers."""
    rows: dict[int, Row] = {}
    for key in data:
        if found := FIELD.fullmatch(key):
            rows.setdefault(int(found[1]), {})[found[2]] = str(data[key])
    return [rows[number] for number in sorted(rows)][: GROUPS_MAXIMUM + 1]


def rearranged(rows: list[Row], action: str) -> list[Row]:
    """The groups after one of the buttons between them was pressed."""
    verb, _dash, place = action.partition("-")
    if verb == "usual":
        return rows_of(grouping.DEFAULT)
    if verb == "add":
        return [*rows, {"who": PrintedGroup.Who.EVERYONE, "order": "name"}]
    # Python refuses to read thousands of digits.
    at = int(place) if place.isdecimal() and len(place) < 4 else len(rows)
    if at >= len(rows):
        return rows
    rest = [*rows[:at], *rows[at + 1 :]]
    if verb == "remove":
        return rest
    rest.insert({"up": max(at - 1, 0), "down": at + 1}.get(verb, at), rows[at])
    return rest
