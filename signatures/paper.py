"""Entering paper sheets: each line is a signature that the organizers hold in ink."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import Refusal
from letters.models import Letter
from signatures import imports
from signatures.known import look_up
from signatures.matching import Import, enter, key_of, place
from signatures.models import Batch, Signature
from signatures.names import fold
from signatures.names import key as name_key
from signatures.rows import Clean


@dataclass(frozen=True)
class Line:
    clean: Clean  # its number is the place among the lines that are entered together
    choice: (
        str  # what becomes of a line that repeats another: "skip", "enter" or nothing
    )


@dataclass(frozen=True)
class Doubt:
    """That a line repeats a signature, which a person has to decide about."""

    sentence: str
    may_enter: bool  # or only be left out
    outcome: str = "merged"
    signature: Signature | None = None


class Undecided(Exception):
    """Nothing was entered, because some lines repeat others."""

    def __init__(self, doubts: dict[int, Doubt]):
        self.doubts = doubts


@dataclass(frozen=True)
class Entered:
    batch: Batch
    entries: list[dict[str, Any]]


def enter_sheet(
    letter: Letter,
    *,
    sheet_number: str,
    collector: str,
    language: str,
    author: User,
    lines: Sequence[Line],
) -> Entered:
    """Enter lines of a sheet after those that it has already: all of them, or none."""
    for _attempt in range(3):
        try:
            with transaction.atomic():
                batch = _batch(letter, sheet_number, collector)
                batch.language = language
                batch.author = batch.author or author
                return _enter(batch, lines)
        except IntegrityError:
            continue  # somebody signed, or entered the same sheet, at the same moment
    raise Refusal(_("Other people are signing at this moment. Save again."))


def _batch(letter: Letter, sheet_number: str, collector: str) -> Batch:
    known = (
        Batch.objects.select_for_update()
        .filter(
            letter=letter,
            kind=Batch.Kind.PAPER,
            sheet_number=sheet_number,
            undone_at=None,
        )
        .first()
    )
    if known is None:
        return Batch(
            letter=letter,
            kind=Batch.Kind.PAPER,
            sheet_number=sheet_number,
            collector=collector,
            is_confirmed=True,
        )
    if fold(known.collector) != fold(collector):
        raise Refusal(
            _(
                "Sheet %(number)s was entered already as collected by %(collector)s."
                " Correct the number or the name."
            )
            % {"number": sheet_number, "collector": known.collector or "—"}
        )
    known.letter = letter
    return known


def _enter(batch: Batch, lines: Sequence[Line]) -> Entered:
    rows = batch.report.get("rows", [])
    before = max((row["row"] for row in rows), default=0)
    work = imports.begin(batch)
    look_up(work, [line.clean for line in lines])
    undecided: dict[int, Doubt] = {}
    names = _by_name(work, lines)
    for line in lines:
        clean = replace(line.clean, number=before + line.clean.number)
        doubt = _doubt(work, clean, names)
        if doubt is None or (line.choice == "enter" and doubt.may_enter):
            place(work, clean)
            _remember(names, work, clean)
        elif line.choice == "skip":
            sentences = [doubt.sentence, _("It was left out.")]
            enter(work, clean.number, doubt.outcome, sentences, doubt.signature)
        else:
            undecided[line.clean.number] = doubt
    if undecided:
        raise Undecided(undecided)
    batch.save()
    renewed = batch.report.get("renewed", {}) | imports.write(work, batch)
    entries = imports.entries(work)
    batch.report = imports.make_report([*rows, *entries]) | (
        {"renewed": renewed} if renewed else {}
    )
    batch.save(update_fields=["report"])
    return Entered(batch, entries)


# Signatures by kind and folded name, with the row in which one stands that is new.
Names = dict[tuple[str, str], list[tuple[Signature, str]]]


def _by_name(work: Import, lines: Sequence[Line]) -> Names:
    names: Names = {}
    keys = {name_key(line.clean.fields["name"]) for line in lines}
    # Typing names would else tell who is only counted.
    known = (
        work.letter.signatures.live()
        .filter(name_key__in=keys)
        .exclude(publicity=Signature.Publicity.COUNTED)
    )
    for signature in known.order_by("pk"):
        key = (signature.kind, fold(signature.name))
        names.setdefault(key, []).append((signature, ""))
    return names


def _called(signature: Signature) -> str:
    # Nobody learns in passing which of the numbers is somebody who is only counted.
    if signature.is_counted:
        return _("a signature that is only counted")
    return _("signature #%(id)d (%(status)s)") % {
        "id": signature.pk,
        "status": signature.get_status_display(),
    }


def _remember(names: Names, work: Import, clean: Clean) -> None:
    key = (clean.fields["kind"], fold(clean.fields["name"]))
    place = _("row %(row)d") % {"row": clean.number}
    names.setdefault(key, []).append((work.live[key_of(clean)], place))


def _doubt(work: Import, clean: Clean, names: Names) -> Doubt | None:
    key = key_of(clean)
    known = work.live.get(key)
    if key in work.withdrawn and known is None:
        sentence = _(
            "This signer withdrew from the letter. Only they can sign again, on its page."
        )
        return Doubt(sentence, may_enter=False, outcome="rejected")
    if key in work.rows:
        sentence = _("Repeats %(other)s: same address.")
        other = _("row %(row)d") % {"row": work.rows[key]}
        return Doubt(sentence % {"other": other}, may_enter=False)
    if known and known.status != Signature.Status.PENDING:
        sentence = _("Repeats %(other)s: same address.")
        return Doubt(
            sentence % {"other": _called(known)}, may_enter=False, signature=known
        )
    return None if known else _namesake(clean, names)


def _namesake(clean: Clean, names: Names) -> Doubt | None:
    city = fold(clean.fields["city"])
    for signature, row in names.get(
        (clean.fields["kind"], fold(clean.fields["name"])), []
    ):
        if not city or fold(signature.city) in {"", city}:
            sentence = _("Repeats %(other)s: same name.")
            words = sentence % {"other": row or _called(signature)}
            saved = signature if signature.pk else None
            return Doubt(words, may_enter=True, signature=saved)
    return None
