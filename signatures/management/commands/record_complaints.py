import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from core.addresses import usable_address
from signatures import addresses, suppression
from signatures.models import SuppressedAddress


class Command(BaseCommand):
    help = (
        "Notes the addresses, one a line, whose owners complained to their mail provider."
        " They get no mail any more that they have not asked for."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="the list, or - for the standard input")

    def handle(self, *args: Any, **options: Any) -> None:
        noted, unknown = _record(_lines(options["file"]))
        # Counts alone: what is printed may end up in a log.
        self.stdout.write(f"Noted {noted} addresses.")
        if unknown:
            self.stdout.write(f"{unknown} lines are no addresses.")


def _lines(name: str) -> list[str]:
    if name == "-":
        return sys.stdin.read().splitlines()
    try:
        return Path(name).read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeError) as error:
        raise CommandError(f"{name} cannot be read as a text file.") from error


def _record(lines: Iterable[str]) -> tuple[int, int]:
    """How many lines were noted, and how many were no addresses."""
    noted = unknown = 0
    for line in filter(None, map(str.strip, lines)):
        try:
            address = usable_address(line)
        except ValidationError:
            unknown += 1
            continue
        key = addresses.email_key(address)
        suppression.suppress(key, SuppressedAddress.Reason.COMPLAINED)
        noted += 1
    return noted, unknown
