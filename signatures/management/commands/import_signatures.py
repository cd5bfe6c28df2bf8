import json
import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation
from django.utils.translation import gettext as _

from core.errors import Refusal
from letters.models import Letter
from signatures import sheets
from signatures.imports import import_sheet


class Command(BaseCommand):
    help = (
        "Import signatures from a spreadsheet, CSV or XLSX, as Google Forms exports it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="of the letter")
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--language",
            choices=[code for code, _name in settings.LANGUAGES],
            help="of the signers and of this report; without it, that of the headings",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="write nothing, only report"
        )
        parser.add_argument(
            "--confirmed",
            action="store_true",
            help="the organizers hold the signers' confirmation: no mail, approved at once",
        )
        parser.add_argument(
            "--report", type=Path, help="write the report to this JSON file"
        )

    def handle(self, *, slug: str, file: Path, **options: Any) -> None:
        letter = Letter.objects.select_related("campaign").filter(slug=slug).first()
        if letter is None:
            raise CommandError(f"There is no letter called {slug}.")
        if options["report"]:
            _check_writable(options["report"])
        try:
            sheet = sheets.read(file.read_bytes())
            language = options["language"] or sheet.language
            with translation.override(language):
                report = import_sheet(
                    letter,
                    sheet,
                    language=language,
                    is_confirmed=options["confirmed"],
                    filename=_readable(file.name),
                    dry_run=options["dry_run"],
                )
                self._print(report, dry_run=options["dry_run"])
        except OSError as error:
            raise CommandError(
                f"{_readable(str(file))} cannot be read: {error.strerror}."
            ) from error
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        if options["report"]:
            _write(options["report"], report)

    def _print(self, report: dict[str, Any], *, dry_run: bool) -> None:
        labels = {
            "accepted": _("accepted"),
            "merged": _("merged"),
            "rejected": _("rejected"),
            "held": _("held"),
        }
        for entry in report["rows"]:
            if entry["reason"]:
                outcome = labels[entry["outcome"]]
                self.stdout.write(
                    _("Row %(row)d %(outcome)s: %(reason)s")
                    % {
                        "row": entry["row"],
                        "outcome": outcome,
                        "reason": entry["reason"],
                    }
                )
        counts = ", ".join(
            _("%(count)d %(outcome)s") % {"count": count, "outcome": labels[name]}
            for name, count in report["counts"].items()
        )
        total = _("%(total)d rows: %(counts)s.") % {
            "total": len(report["rows"]),
            "counts": counts,
        }
        self.stdout.write(total)
        if dry_run:
            self.stdout.write(_("This was a dry run: nothing was written."))


def _readable(name: str) -> str:
    """A file's name as text, for names of files may be any bytes."""
    return os.fsencode(name).decode(errors="replace")


def _check_writable(path: Path) -> None:
    """Fail before the import rather than after it."""
    try:
        is_new = not path.exists()
        path.open("a").close()
        if is_new:
            path.unlink()
    except OSError as error:
        raise CommandError(
            f"The report cannot be written to {_readable(str(path))}: {error.strerror}."
            " Nothing was imported."
        ) from error


def _write(path: Path, report: dict[str, Any]) -> None:
    text = json.dumps(report, ensure_ascii=False, indent=1)
    try:
        path.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise CommandError(
            "The import itself was done, as said above, but its report could not be"
            f" written to {_readable(str(path))}: {error.strerror}."
        ) from error
