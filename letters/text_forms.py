"""What an editor writes: a letter's text in one language, and a revision's publication."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core import clocks
from core.localized import Localized
from letters import text
from letters.date_forms import ClockField, date_in_reach
from letters.models import Letter, Revision, Translation


@dataclass(frozen=True)
class Snippet:
    """Markdown that a button writes around what is selected, or at the end of the text."""

    label: Any
    sample: Any
    before: str = ""
    after: str = ""
    is_block: bool = False

    @property
    def written(self) -> str:
        return f"{self.before}{self.sample}{self.after}"


SNIPPETS = {
    "bold": Snippet(_("Bold"), _("bold"), "**", "**"),
    "italic": Snippet(_("Italic"), _("italic"), "*", "*"),
    "heading": Snippet(_("Heading"), _("Heading"), "## ", "", is_block=True),
    "list": Snippet(_("List"), _("first point"), "- ", "", is_block=True),
    "numbered": Snippet(_("Numbered list"), _("first point"), "1. ", "", is_block=True),
    "quote": Snippet(_("Quotation"), _("quoted words"), "> ", "", is_block=True),
    "link": Snippet(_("Link"), _("words"), "[", "](https://example.org)"),
    "people": Snippet(_("Number of people"), "{people}"),
    "organizations": Snippet(_("Number of organizations"), "{organizations}"),
    "total": Snippet(_("Number of signatures"), "{total}"),
    "countries": Snippet(_("Number of countries"), "{countries}"),
}


def append(body: str, code: str) -> str:
    """The body with a snippet at its end."""
    snippet = SNIPPETS[code]
    gap = "\n\n" if snippet.is_block else " "
    return f"{body.rstrip()}{gap if body.strip() else ''}{snippet.written}"


class Body(forms.CharField):
    """Browsers send two characters for the end of a line; one is counted and kept."""

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n").rstrip()


class TextForm(forms.Form):
    """One language of the text. It may be unfinished, so that nothing written is lost."""

    title = forms.CharField(label=_("title"), required=False, max_length=200)
    body = Body(
        label=_("text"),
        required=False,
        max_length=text.BODY_MAXIMUM,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 18}),
    )
    closing = forms.CharField(
        label=_("closing"),
        required=False,
        max_length=200,
        help_text=_("For instance: Respectfully, the undersigned"),
    )
    # What the editor began with: how often it was saved, and the fingerprint.
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    base = forms.CharField(required=False, widget=forms.HiddenInput)
    # The unsaved text that the page shows, if there is one.
    kept = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, language: str, **kwargs: Any):
        super().__init__(*args, **{**kwargs, "prefix": language})
        self.language = language
        for name in ("title", "body", "closing"):
            self.fields[name].widget.attrs["lang"] = language

    def clean_title(self) -> str:
        return self._one_line("title")

    def clean_closing(self) -> str:
        return self._one_line("closing")

    def _one_line(self, name: str) -> str:
        # A title stands in the subject of mails, which has one line.
        value = " ".join(self.cleaned_data[name].split())
        if problem := text.problem(value):
            raise forms.ValidationError(problem)
        if text.PLACEHOLDER.search(value):
            raise forms.ValidationError(_("Numbers can be filled in the text only."))
        return value

    def clean_body(self) -> str:
        body: str = self.cleaned_data["body"]
        if problem := text.problem(body):
            raise forms.ValidationError(problem)
        return body

    @property
    def written(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("title", "body", "closing")}

    @property
    def is_changed(self) -> bool:
        """Whether the editor wrote anything since the page was opened."""
        now = text.fingerprint(self.language, **self.written)
        return now != self.cleaned_data["base"]


def initial_text(
    language: str, written: Translation | None, **changes: Any
) -> dict[str, Any]:
    """What a form begins with that shows this text."""
    words = {
        name: changes.get(name, getattr(written, name, ""))
        for name in ("title", "body", "closing")
    }
    return {
        "version": written.version if written else 0,
        "base": text.fingerprint(language, **words),
        **words,
        **changes,
    }


class PublicationForm(forms.Form):
    """What kind of change a revision is, what it is about, and until when signers answer."""

    kind = forms.ChoiceField(
        label=_("kind of change"),
        choices=Revision.Kind.choices,
        widget=forms.RadioSelect,
    )
    answer_by = ClockField(label=_("earlier signers answer until"), required=False)
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, letter: Letter, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.letter = letter
        note = Revision._meta.get_field("note").formfield()
        assert note is not None
        note.required = True
        note.help_text = _(
            "A sentence or two in every language, for the page and for the signers' mail."
        )
        self.fields["note"] = note
        self.fields["answer_by"].help_text = _(
            "Only for a change of substance; by the clock of %(zone)s."
        ) % {"zone": letter.time_zone}
        self.order_fields(["kind", "note", "answer_by"])

    def clean_note(self) -> Localized:
        """White space alone says nothing."""
        note = self.cleaned_data["note"]
        return Localized({code: words for code, words in note.items() if words.strip()})

    def clean_answer_by(self) -> datetime | None:
        written = self.cleaned_data["answer_by"]
        if written is None:
            return None
        return date_in_reach(clocks.moment(written, self.letter.time_zone))
