"""Importing the rows of a spreadsheet: every row is accepted, merged, rejected or held."""

from collections import Counter
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import Refusal
from letters.models import Letter, Revision
from signatures import registry, rows
from signatures.known import look_up
from signatures.matching import RENEWED, Import, enter, place
from signatures.models import (
    Batch,
    Correction,
    Mail,
    Organization,
    OrganizationName,
    Review,
    Signature,
)
from signatures.sheets import Row, Sheet

OUTCOMES = ("accepted", "merged", "rejected", "held")
CHUNK = 500
SOURCES = {
    Batch.Kind.SHEET: Signature.Source.BATCH,
    Batch.Kind.PAPER: Signature.Source.PAPER,
}
# What of a signer's own line an import may replace, and undoing it puts back.
REPLACED = (
    "language", "name", "sort_name", "title", "affiliation", "representative", "city",
    "region", "country", "publicity", "flags",
)  # fmt: skip
Report = dict[str, Any]


def import_sheet(
    letter: Letter,
    sheet: Sheet,
    *,
    language: str,
    is_confirmed: bool,
    author: User | None = None,
    filename: str,
    dry_run: bool = False,
) -> Report:
    """Import all rows in one transaction and report on each; a dry run writes nothing.

    With `is_confirmed` the organizers vouch for the signatures, which are approved at
    once; otherwise each signer is asked by mail. The report names no address.
    """
    batch = Batch(
        letter=letter,
        filename=file_name(filename),
        sha256=sheet.sha256,
        language=language,
        is_confirmed=is_confirmed,
        author=author,
    )
    return import_batch(batch, sheet, dry_run=dry_run)


def file_name(path: str) -> str:
    return PurePath(path).name[:255]


def import_batch(batch: Batch, sheet: Sheet, *, dry_run: bool = False) -> Report:
    """Import the rows for a batch that is not saved; it is, if any signature is written."""
    for _attempt in range(3):
        try:
            with transaction.atomic():
                report = _import(batch, sheet, dry_run=dry_run)
                transaction.set_rollback(dry_run)
                return report
        except IntegrityError:
            batch.pk = None  # somebody signed between our reading and our writing
    raise Refusal(_("Other people are signing at this moment. Import the file again."))


def _import(batch: Batch, sheet: Sheet, *, dry_run: bool) -> Report:
    work = begin(batch, dry_run=dry_run)
    cleaned = [_clean(row, sheet, batch.letter) for row in sheet.rows]
    look_up(work, [each for each in cleaned if isinstance(each, rows.Clean)])
    for row, clean in zip(sheet.rows, cleaned, strict=True):
        if isinstance(clean, rows.Clean):
            place(work, clean)
        else:
            enter(work, row.number, "rejected", [clean])
    renewed: dict[int, int | None] = {}
    if work.new or work.renewed:
        batch.save()
        renewed = write(work, batch)
    report = make_report(entries(work))
    if batch.pk:
        batch.report = report | ({"renewed": renewed} if renewed else {})
        batch.save(update_fields=["report"])
    return report


def _clean(row: Row, sheet: Sheet, letter: Letter) -> rows.Clean | str:
    """What a row says, or why it cannot be used."""
    try:
        return rows.clean(row, sheet, letter)
    except rows.Unusable as problem:
        return str(problem)


def entries(work: Import) -> list[dict[str, Any]]:
    return [
        entry | {"into": signature.pk if signature else None}
        for entry, signature in work.entries
    ]


def make_report(entries: list[dict[str, Any]]) -> Report:
    tally = Counter(entry["outcome"] for entry in entries)
    return {
        "rows": entries,
        "counts": {outcome: tally[outcome] for outcome in OUTCOMES},
    }


def begin(batch: Batch, *, dry_run: bool = False) -> Import:
    """What all rows sign, or a Refusal of the whole import; look_up() says by whom."""
    letters = Letter.objects.select_related("campaign")
    if not dry_run:
        # Publishing a revision takes the same lock: nobody is entered under an old text.
        letters = letters.select_for_update(of=("self",), no_key=True)
    batch.letter = letter = letters.get(pk=batch.letter_id)
    revision = check(batch, dry_run=dry_run)
    source = SOURCES[Batch.Kind(batch.kind)]
    return Import(letter, revision, batch.language, batch.is_confirmed, source)


def check(batch: Batch, *, dry_run: bool) -> Revision:
    """The text that the rows sign, or a Refusal if nobody can sign it so."""
    letter = batch.letter
    revision = letter.current_revision or letter.draft_revision
    if revision is None:
        raise Refusal(
            _("This letter has no text yet. Write it before importing signatures.")
        )
    if batch.language not in dict(settings.LANGUAGES):
        raise Refusal(_("Signatures in this language cannot be imported."))
    if not (batch.is_confirmed or dry_run or letter.accepts_confirmations()):
        raise Refusal(
            _(
                "Nobody can confirm a signature now: the letter is not open. Open it first,"
                " or import the sheet as confirmed."
            )
        )
    return revision


def write(work: Import, batch: Batch) -> dict[int, int | None]:
    """Save what the rows add; return the renewed signatures with what keeps their old line."""
    made = [entry for entry in work.registry.values() if entry.pk is None]
    for organization in made:
        organization.batch = batch
    Organization.objects.bulk_create(made, batch_size=CHUNK)
    OrganizationName.objects.bulk_create(
        [registry.name_of(organization, organization.name) for organization in made],
        batch_size=CHUNK,
    )
    for signature in work.new.values():
        signature.batch = batch
    Signature.objects.bulk_create(work.new.values(), batch_size=CHUNK)
    if not work.is_confirmed:
        Mail.objects.bulk_create(
            [
                Mail(
                    signature=signature, kind=Mail.Kind.CONFIRM, language=work.language
                )
                for signature in work.new.values()
            ],
            batch_size=CHUNK,
        )
        return {}
    reason = _evidence(batch)
    renewed = _keep_lines(list(work.renewed.values()), batch, reason)
    Signature.objects.bulk_update(work.renewed.values(), RENEWED, batch_size=100)
    _keep_decisions(work, batch, reason)
    return renewed


def _evidence(batch: Batch) -> str:
    if batch.kind == Batch.Kind.PAPER:
        sentence = _("Signed on paper: sheet %(number)s, collected by %(collector)s")
        return sentence % {
            "number": batch.sheet_number,
            "collector": batch.collector or "—",
        }
    return _("Imported with %(file)s, batch %(id)d as evidence") % {
        "file": batch.filename,
        "id": batch.pk,
    }


def _keep_lines(
    renewed: list[Signature], batch: Batch, reason: str
) -> dict[int, int | None]:
    """Keep what each signer had written, as corrections that go when the signature goes."""
    kept: dict[int, int | None] = {}
    for start in range(0, len(renewed), CHUNK):
        chunk = renewed[start : start + CHUNK]
        before = Signature.objects.defer("email").in_bulk([each.pk for each in chunk])
        corrections = [
            correction
            for signature in chunk
            if (correction := _replacement(before[signature.pk], signature))
        ]
        for correction in corrections:
            correction.proposed_by = correction.decided_by = batch.author
            correction.reason = reason
        Correction.objects.bulk_create(corrections)
        kept |= dict.fromkeys([signature.pk for signature in chunk])
        kept |= {correction.signature_id: correction.pk for correction in corrections}
    return kept


def _replacement(old: Signature, new: Signature) -> Correction | None:
    fields = [name for name in REPLACED if getattr(old, name) != getattr(new, name)]
    if not fields:
        return None
    return Correction(
        signature=new,
        status=Correction.Status.SUPERSEDED,
        old={name: getattr(old, name) for name in fields},
        new={name: getattr(new, name) for name in fields},
        decided_at=timezone.now(),
    )


def _keep_decisions(work: Import, batch: Batch, reason: str) -> None:
    Review.objects.bulk_create(
        [
            Review(
                signature=signature,
                actor=batch.author,
                old_status=Signature.Status.PENDING
                if known
                else Signature.Status.CONFIRMED,
                new_status=signature.status,
                reason=reason,
            )
            for known, signatures in enumerate([work.new, work.renewed])
            for signature in signatures.values()
        ],
        batch_size=CHUNK,
    )
