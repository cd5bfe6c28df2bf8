"""Importing the rows of a spreadsheet: every row is accepted, merged, rejected or held."""

from collections import Counter
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import Refusal
from letters.models import Letter
from signatures import organizations, registry, rows
from signatures.matching import RENEWED, Import, enter, place
from signatures.models import (
    Batch,
    Mail,
    Organization,
    OrganizationName,
    Review,
    Signature,
)
from signatures.sheets import Sheet

OUTCOMES = ("accepted", "merged", "rejected", "held")
CHUNK = 500


def import_sheet(
    letter: Letter,
    sheet: Sheet,
    *,
    language: str,
    is_confirmed: bool,
    author: User | None = None,
    filename: str,
    dry_run: bool = False,
) -> dict[str, Any]:
    """Import all rows in one transaction and report on each; a dry run writes nothing.

    With `is_confirmed` the organizers vouch for the signatures, which are approved at
    once; otherwise each signer is asked by mail. The report names no address.
    """
    batch = Batch(
        letter=letter,
        filename=PurePath(filename).name[:255],
        sha256=sheet.sha256,
        language=language,
        is_confirmed=is_confirmed,
        author=author,
    )
    for _attempt in range(3):
        try:
            with transaction.atomic():
                report = _import(batch, sheet, dry_run=dry_run)
                transaction.set_rollback(dry_run)
                return report
        except IntegrityError:
            batch.pk = None  # somebody signed between our reading and our writing
    raise Refusal(_("Other people are signing at this moment. Import the file again."))


def _import(batch: Batch, sheet: Sheet, *, dry_run: bool) -> dict[str, Any]:
    work = _begin(batch, dry_run=dry_run)
    for row in sheet.rows:
        try:
            clean = rows.clean(row, sheet, batch.letter)
        except rows.Unusable as problem:
            enter(work, row.number, "rejected", [str(problem)])
        else:
            place(work, clean)
    if work.new or work.renewed:
        batch.save()
        _write(work, batch)
    entries = [
        entry | {"into": signature.pk if signature else None}
        for entry, signature in work.entries
    ]
    tally = Counter(entry["outcome"] for entry in entries)
    report = {
        "rows": entries,
        "counts": {outcome: tally[outcome] for outcome in OUTCOMES},
    }
    if batch.pk:
        batch.report = report
        batch.save(update_fields=["report"])
    return report


def _begin(batch: Batch, *, dry_run: bool) -> Import:
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
    work = Import(letter, revision, batch.language, batch.is_confirmed)
    known = OrganizationName.objects.filter(campaign=letter.campaign)
    for name in known.select_related("organization__merged_into"):
        organization = name.organization.merged_into or name.organization
        work.registry[name.name_key] = organization
        work.twins.setdefault(name.twin_key, {})[name.name_key] = name.name
    _load_signatures(work)
    return work


def _load_signatures(work: Import) -> None:
    signatures = work.letter.signatures.exclude(status=Signature.Status.LAPSED).only(
        "letter", "email_key", "kind", "status", "name", "publicity", "confirmed_at"
    )
    if work.is_confirmed:
        # What is pending shall not be denied meanwhile. SQLite has one writer anyway.
        signatures = signatures.select_for_update()
    for signature in signatures:
        key = (signature.email_key, signature.kind)
        if signature.status == Signature.Status.WITHDRAWN:
            work.withdrawn.add(key)
            continue
        work.live[key] = signature
        if signature.kind == Signature.Kind.ORGANIZATION and signature.is_confirmed:
            name_key = organizations.name_key(signature.name)
            work.signed[name_key] = _("signature %d") % signature.pk


def _write(work: Import, batch: Batch) -> None:
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
        return
    Signature.objects.bulk_update(work.renewed.values(), RENEWED, batch_size=100)
    reason = _("Imported with %(file)s, batch %(id)d as evidence") % {
        "file": batch.filename,
        "id": batch.pk,
    }
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
