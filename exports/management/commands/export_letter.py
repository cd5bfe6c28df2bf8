import shutil
import sys
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.errors import Refusal
from exports.models import Document
from exports.rendering import Rendered, render
from exports.roll import languages
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
        target = Path(output)
        if output == "-":
            folder = None
        elif target.parent.is_dir():
            folder = target.parent
        else:
            raise CommandError(f"There is no folder {target.parent}.")
        try:
            # In the same folder, so that the last step is a rename: all or nothing.
            with tempfile.TemporaryDirectory(dir=folder, prefix=".export-") as drafts:
                draft = Path(drafts) / f"letter.{format}"
                rendered = render(
                    letter,
                    language=language,
                    format=format,
                    path=draft,
                    report=lambda percent: None,
                )
                if folder is None:
                    with draft.open("rb") as file:
                        shutil.copyfileobj(file, sys.stdout.buffer)
                else:
                    draft.replace(target)
        except (Refusal, OSError) as error:
            raise CommandError(str(error)) from error
        self._tell(rendered, output)

    def _tell(self, rendered: Rendered, output: str) -> None:
        if rendered.warning:
            self.stderr.write(self.style.WARNING(rendered.warning))
        pages = f", {rendered.pages} pages" if rendered.pages else ""
        self.stderr.write(f"{output}: {rendered.names} signatures{pages}")
