from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import QuerySet

from core.errors import Refusal
from exports.editions import Unaccepted, freeze, preflight
from exports.models import Edition
from exports.preflight import CHECKS, FATAL, Finding
from letters.models import Letter


class Command(BaseCommand):
    help = "Freeze what is listed now as a numbered edition and queue its documents."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="the letter's short name in addresses")
        parser.add_argument(
            "--addendum-to", type=int, metavar="N", help="only who came after edition N"
        )
        parser.add_argument(
            "--accept",
            nargs="+",
            action="extend",
            default=[],
            metavar="CHECK",
            choices=[name for name in CHECKS if name not in FATAL],
            help="freeze although a check found something: %(choices)s",
        )

    def handle(
        self,
        *args: Any,
        slug: str,
        addendum_to: int | None,
        accept: list[str],
        **options: Any,
    ) -> None:
        letter = Letter.objects.select_related("campaign").filter(slug=slug).first()
        if letter is None:
            raise CommandError(f"There is no letter “{slug}”.")
        original = _edition(letter.editions.all(), addendum_to)
        try:
            findings = preflight(letter, original) if accept else []
            accepted = {
                x.check_name: x.mark for x in findings if x.check_name in accept
            }
            edition = freeze(letter, user=None, accepted=accepted, addendum_to=original)
        except Unaccepted as unaccepted:
            self._tell(unaccepted.findings)
            raise CommandError("Nothing was frozen.") from unaccepted
        except (Refusal, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(str(edition.number))

    def _tell(self, findings: list[Finding]) -> None:
        for finding in findings:
            accept = (
                f" (--accept {finding.check_name})" if finding.can_be_accepted else ""
            )
            self.stderr.write(f"{finding.sentence}{accept}")
            for line in finding.shown:
                self.stderr.write(f"  {line}")


def _edition(editions: QuerySet[Edition], number: int | None) -> Edition | None:
    if number is None:
        return None
    edition = editions.filter(number=number).first()
    if edition is None:
        raise CommandError(f"The letter has no edition {number}.")
    return edition
