"""A spreadsheet on its way into a letter: kept encrypted, understood, tried, imported."""

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.errors import Refusal
from letters.models import Letter
from signatures import headings, imports, rows, services, sheets
from signatures.models import Batch, ColumnMapping, Signature, Upload
from signatures.names import fold
from signatures.sheets import Sheet, Table

KEPT = timedelta(hours=24)
ROWS_MAXIMUM = 20_000  # about ten seconds; the command takes more
PREVIEWED = 5

# What a column may mean, in the order in which a person looks for it.
MEANINGS = {
    "name": gettext_lazy("Name: full, of the person or the organization"),
    "given_name": gettext_lazy("First names"),
    "surname": gettext_lazy("Surnames"),
    "organization": gettext_lazy("Name of the organization"),
    "email": gettext_lazy("Email address"),
    "kind": gettext_lazy("Whether a person or an organization signs"),
    "representative": gettext_lazy("Who signs for the organization"),
    "title": gettext_lazy("Title or role"),
    "affiliation": gettext_lazy("Affiliation"),
    "city": gettext_lazy("City or municipality"),
    "region": gettext_lazy("State or department"),
    "country": gettext_lazy("Country"),
    "publicity": gettext_lazy("Whether the name may be published"),
    "signed_at": gettext_lazy("When they signed"),
}


def receive(
    letter: Letter,
    *,
    author: User,
    filename: str,
    data: bytes,
    language: str,
    is_confirmed: bool,
) -> Upload:
    """Keep a file for a day, encrypted; a Refusal says what is wrong with it."""
    table = sheets.open_table(data)
    if not any(heading.strip() for heading in table.headings):
        raise Refusal(_("The file is empty."))
    if len(table.body) > ROWS_MAXIMUM:
        raise Refusal(
            _(
                "The sheet has more than %(maximum)d rows. Split it into several, or ask"
                " the operator to import it with the command import_signatures."
            )
            % {"maximum": ROWS_MAXIMUM}
        )
    upload = Upload(
        letter=letter,
        author=author,
        filename=imports.file_name(filename),
        content=base64.b64encode(data).decode(),
        language=language,
        is_confirmed=is_confirmed,
    )
    imports.check(_batch(upload, table), dry_run=False)
    upload.save()
    return upload


def open_upload(upload: Upload) -> Table:
    return sheets.open_table(base64.b64decode(upload.content))


def known_meanings(upload: Upload, table: Table) -> list[str]:
    """What a person said that the columns mean, now or for a sheet like this; else a guess."""
    mapping = upload.mapping
    if not mapping:
        remembered = ColumnMapping.objects.filter(
            campaign=upload.letter.campaign_id, headings_key=headings_key(table)
        ).first()
        if remembered is None:
            return headings.meanings(table.headings)
        mapping = remembered.mapping
    by_column = {column: field for field in mapping for column in mapping[field]}
    return [by_column.get(column, "") for column in range(len(table.headings))]


def headings_key(table: Table) -> str:
    folded = "\n".join(fold(heading) for heading in table.headings)
    return hashlib.sha256(folded.encode()).hexdigest()


def set_meanings(upload: Upload, table: Table, meanings: Sequence[str]) -> None:
    """Keep what the columns mean, also for the campaign's next sheet with these headings."""
    found = headings.columns_meaning(meanings)
    if "email" not in found and not {"name", "surname"} & found.keys():
        raise Refusal(_("Say which column holds the names and which the addresses."))
    if "email" not in found:
        raise Refusal(_("Say which column holds the email addresses."))
    if not {"name", "surname"} & found.keys():
        raise Refusal(_("Say which column holds the names."))
    mapping = {
        field: [column for column, meaning in enumerate(meanings) if meaning == field]
        for field in sorted(set(meanings) - {""})
    }
    upload.mapping = mapping
    upload.save(update_fields=["mapping"])
    ColumnMapping.objects.update_or_create(
        campaign=upload.letter.campaign,
        headings_key=headings_key(table),
        defaults={"mapping": mapping},
    )


def read_upload(upload: Upload, table: Table) -> Sheet:
    meanings = known_meanings(upload, table)
    return sheets.read_table(table, headings.columns_meaning(meanings))


@dataclass(frozen=True)
class Previewed:
    number: int  # of the row
    signature: Signature | None
    problem: str


def preview(upload: Upload, table: Table) -> list[Previewed]:
    """The first rows as they would be printed."""
    try:
        sheet = read_upload(upload, table)
    except Refusal:
        return []  # nobody has said yet where names and addresses stand
    return [_previewed(row, sheet, upload) for row in sheet.rows[:PREVIEWED]]


def _previewed(row: sheets.Row, sheet: Sheet, upload: Upload) -> Previewed:
    try:
        clean = rows.clean(row, sheet, upload.letter)
    except rows.Unusable as problem:
        return Previewed(row.number, None, str(problem))
    signature = services.new_signature(
        upload.letter, language=upload.language, **clean.fields
    )
    return Previewed(row.number, signature, "")


def _batch(upload: Upload, table: Table) -> Batch:
    return Batch(
        letter=upload.letter,
        filename=upload.filename,
        sha256=table.sha256,
        language=upload.language,
        is_confirmed=upload.is_confirmed,
        author=upload.author,
    )


def earlier_import(upload: Upload, table: Table) -> Batch | None:
    """The same file in the same letter, unless that was undone."""
    batches = Batch.objects.filter(letter=upload.letter, sha256=table.sha256)
    return batches.filter(undone_at=None).first()


def try_out(upload: Upload, table: Table) -> imports.Report:
    """What an import would do, row by row; nothing is written."""
    sheet = read_upload(upload, table)
    return imports.import_batch(_batch(upload, table), sheet, dry_run=True)


@transaction.atomic
def import_upload(upload: Upload) -> Batch:
    """Import the rows and forget the file; the report is kept even if nothing was new."""
    table = open_upload(upload)
    sheet = read_upload(upload, table)
    # Whoever deletes the file imports it: of two clicks, one.
    if not Upload.objects.filter(pk=upload.pk).delete()[0]:
        raise Refusal(_("This file has been imported already."))
    batch = _batch(upload, table)
    report = imports.import_batch(batch, sheet)
    if batch._state.adding:
        batch.report = report
        batch.save()
    return batch


def forget_uploads(now: datetime) -> int:
    """Delete files that nobody imported for a day."""
    count, _by_model = Upload.objects.filter(created_at__lte=now - KEPT).delete()
    return count
