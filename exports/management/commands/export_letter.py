import shutil
import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError

from core.errors import Refusal
from exports.models import Document
from exports.reading import languages
from exports.rendering import Rendered, render
from letters.models import Letter


class Command(BaseCommand):
    help = "Write the letter with the names that are listed now to a file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="the letter's short name in addresses")
        parser.add_argument("--format", choices=Document.Format.values, default="pdf")
        parser.add_argument("--language", help="default: the campaign's first language")
        parser.add_argument("--output", required=True, help="a path, or - for stdout")

    def handle(
        self,
        *args: Any,
        slug: str,
        format: str,
        language: str | None,
        output: str,
        **options: Any,
    ) -> None:
        letter = Letter.objects.select_related("campaign").filter(slug=slug).first()
        if letter is None:
            raise CommandError(f"There is no letter “{slug}”.")
        language = language or letter.campaign.default_language
        if language not in (codes := dict(languages(letter))):
            written = ", ".join(codes) or "none"
            raise CommandError(
                f"“{slug}” has no text in “{language}”; it has: {written}."
            )
        try:
            with _draft(output) as draft:
                rendered = render(
                    letter,
                    language=language,
                    format=format,
                    path=draft,
                    report=lambda percent: None,
                )
        except (Refusal, OSError) as error:
            raise CommandError(str(error)) from error
        self._tell(rendered, output)

    def _tell(self, rendered: Rendered, output: str) -> None:
        if rendered.warning:
            self.stderr.write(self.style.WARNING(rendered.warning))
        pages = f", {rendered.pages} pages" if rendered.pages else ""
        self.stderr.write(f"{output}: {rendered.names} signatures{pages}")


@contextmanager
def _draft(output: str) -> Iterator[Path]:
    """A path to write to; what is there in the end goes to the output, all or nothing."""
    if output == "-":
        with tempfile.TemporaryDirectory() as drafts:
            draft = Path(drafts) / "letter"
            yield draft
            _copy(draft, sys.stdout.buffer)
        return
    target = Path(output)
    if not target.parent.is_dir():
        raise CommandError(f"There is no folder {target.parent}.")
    is_file = not target.is_symlink() and (target.is_file() or not target.exists())
    folder = target.parent if is_file else None
    with tempfile.TemporaryDirectory(dir=folder, prefix=".export-") as drafts:
        draft = Path(drafts) / "letter"
        yield draft
        if is_file:
            draft.replace(target)
        else:  # a rename would remove the pipe, the device or the link, as /dev/stdout is
            with target.open("wb") as sink:
                _copy(draft, sink)


def _copy(draft: Path, sink: BinaryIO) -> None:
    with draft.open("rb") as source:
        shutil.copyfileobj(source, sink)
