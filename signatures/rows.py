"""One row of a sheet as a signature can hold it, or why it cannot."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.addresses import usable_address
from letters.models import Letter
from letters.models.letter import PUBLICITIES
from signatures import addresses, countries, headings, names
from signatures.models import Signature
from signatures.sheets import Row, Sheet

LENGTHS = {
    "title": 200,
    "affiliation": 200,
    "representative": 200,
    "city": 100,
    "region": 100,
}
LABELS = {
    "title": gettext_lazy("title or role"),
    "affiliation": gettext_lazy("affiliation"),
    "representative": gettext_lazy("representative"),
    "city": gettext_lazy("city"),
    "region": gettext_lazy("state or department"),
}
# Abuse of the other texts; the rest of the flags is about names.
TEXT_FLAGS = frozenset({"link", "formula", "markup", "marks", "direction"})
NOTHING = frozenset(
    {"na", "n a", "none", "ninguno", "ninguna", "no aplica", "not applicable"}
)


class Unusable(Exception):
    """A row that cannot become a signature, with a translated sentence."""


@dataclass
class Clean:
    """What a row says, ready for services.new_signature, with remarks for the report."""

    number: int
    fields: dict[str, str]
    signed_at: datetime
    flags: set[str]
    notes: list[str] = field(default_factory=list)


def clean(row: Row, sheet: Sheet, letter: Letter) -> Clean:
    if not any(text.strip() for text in row.cells.values()):
        raise Unusable(_("The row is empty."))
    name, email = _name_and_address(row)
    notes: list[str] = []
    kind = _kind(row, sheet, notes)
    if not letter.accepts_kind(kind):
        raise Unusable(
            _("This letter is signed by people only.")
            if kind == Signature.Kind.ORGANIZATION
            else _("This letter is signed by organizations only.")
        )
    texts = _texts(row, kind)
    if kind == Signature.Kind.ORGANIZATION and not texts["representative"]:
        notes.append(_("Nobody is named who signs for the organization."))
    flags = names.flags(row["name"], kind) | addresses.flags(email)
    for text in texts:
        flags |= _text_flags(row[text]) & TEXT_FLAGS
    fields = {
        **texts,
        "kind": kind,
        "name": name,
        "email": email,
        "country": _country(row, notes),
        "publicity": _publicity(row, letter, notes),
    }
    return Clean(row.number, fields, _signed_at(row, letter, notes), flags, notes)


def _name_and_address(row: Row) -> tuple[str, str]:
    sentences = []
    name = names.tidy(row["name"])
    if not name:
        sentences.append(_("The name is missing."))
    elif sentence := names.problem(name):
        sentences.append(sentence)
    email = ""
    try:
        email = usable_address(row["email"])
    except ValidationError as error:
        if row["email"].strip():
            sentences.append(
                _("Email address: %(problem)s") % {"problem": error.messages[0]}
            )
        else:
            sentences.append(_("The email address is missing."))
    if sentences:
        sentences.append(_("Correct the row and import the sheet again."))
        raise Unusable(" ".join(sentences))
    return name, email


def _kind(row: Row, sheet: Sheet, notes: list[str]) -> str:
    if not sheet.has_kinds:
        return "organization" if sheet.is_for_organizations else "person"
    kind = headings.kind(row["kind"])
    if not kind:
        notes.append(
            _(
                "The row does not say whether a person or an organization signs; taken as a person."
            )
        )
    return kind or "person"


def _texts(row: Row, kind: str) -> dict[str, str]:
    texts = {text: _text(row[text]) for text in LENGTHS}
    texts[
        "affiliation" if kind == Signature.Kind.ORGANIZATION else "representative"
    ] = ""
    for text, maximum in LENGTHS.items():
        label = LABELS[text]
        if len(texts[text]) > maximum:
            raise Unusable(
                _(
                    "Too long: %(field)s may have %(maximum)d characters. Shorten it in the sheet."
                )
                % {"field": label, "maximum": maximum}
            )
        if texts[text] and names.problem(texts[text]):
            raise Unusable(
                _("Unusable characters in: %(field)s. Type it again in the sheet.")
                % {"field": label}
            )
    return texts


@lru_cache(maxsize=10_000)
def _text(cell: str) -> str:
    text = names.tidy(cell)
    is_blank = not any(char.isalnum() for char in text) or names.fold(text) in NOTHING
    return "" if is_blank else text


@lru_cache(maxsize=10_000)
def _text_flags(cell: str) -> frozenset[str]:
    return frozenset(names.flags(cell)) if _text(cell) else frozenset()


def _country(row: Row, notes: list[str]) -> str:
    code = countries.parse(row["country"])
    if not code and _text(row["country"]):
        notes.append(_("The country is not known and was left empty."))
    return code


def _publicity(row: Row, letter: Letter, notes: list[str]) -> str:
    publicity = headings.publicity(row["publicity"])
    if not publicity:
        notes.append(
            _(
                "The row does not say whether the name may be published; it is only counted."
            )
        )
    publicity = publicity or Signature.Publicity.COUNTED
    if publicity in letter.publicities:
        return publicity
    # The nearest choice of the letter that shows no more than the row allows.
    for choice in PUBLICITIES[PUBLICITIES.index(publicity) :]:
        if choice in letter.publicities:
            notes.append(_("Publicity as the letter offers it: less than in the row."))
            return choice
    raise Unusable(_("This letter shows each name, and the row does not allow that."))


def _signed_at(row: Row, letter: Letter, notes: list[str]) -> datetime:
    now = timezone.now()
    written = row.signed_at
    if written is None or not 1990 < written.year < 2200:
        if row["signed_at"].strip():
            notes.append(
                _("The date is not understood; the time of the import stands for it.")
            )
        return now
    if written.tzinfo is None:
        written = written.replace(tzinfo=ZoneInfo(letter.time_zone))
    return min(written.astimezone(UTC), now)
