"""What an organizer says about a spreadsheet before it is imported."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from letters.models import Letter
from signatures.sheets import BYTES_MAXIMUM, Table
from signatures.uploading import MEANINGS

SAMPLES = 3


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("Spreadsheet"),
        help_text=_("CSV or XLSX, at most 20 MB; the headings stand in the first row."),
        allow_empty_file=True,
        max_length=255,
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
        error_messages={"required": _("Choose a file.")},
    )
    language = forms.ChoiceField(
        label=_("Language of the signers"),
        help_text=_("Mail to them is written in it."),
    )
    is_confirmed = forms.BooleanField(
        label=_("The organizers hold the signers' confirmation"),
        help_text=_(
            "The names are approved at once, and nobody gets mail. Without it, each signer"
            " is asked by mail and counts once they have confirmed."
        ),
        required=False,
    )

    def __init__(self, *args: Any, letter: Letter, **kwargs: Any):
        super().__init__(*args, **kwargs)
        language = self.fields["language"]
        assert isinstance(language, forms.ChoiceField)
        language.choices = letter.campaign.language_choices

    def clean_file(self) -> UploadedFile:
        file = self.cleaned_data["file"]
        if file.size > BYTES_MAXIMUM:
            raise forms.ValidationError(
                _("The file is larger than %(maximum)d MB. Split it into several.")
                % {"maximum": BYTES_MAXIMUM // 2**20}
            )
        return file


class ColumnsForm(forms.Form):
    """One choice for each column of a sheet."""

    def __init__(self, *args: Any, table: Table, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.table = table
        choices = [("", _("not used")), *MEANINGS.items()]
        for column, heading in enumerate(table.headings):
            label = heading.strip() or _("Column %(number)d") % {"number": column + 1}
            self.fields[f"column-{column}"] = forms.ChoiceField(
                label=label, choices=choices, required=False
            )

    def columns(self) -> Iterator[tuple[BoundField, list[str]]]:
        """Each choice with the first values of its column."""
        for column, field in enumerate(self):
            cells = (row[column] for row in self.table.body if column < len(row))
            values = (cell.strip() for cell in cells)
            yield field, list(islice(filter(None, values), SAMPLES))

    def meanings(self) -> list[str]:
        return [self.cleaned_data[name] for name in self.fields]
