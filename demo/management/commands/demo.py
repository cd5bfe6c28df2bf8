from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from campaigns.models import Campaign
from core.errors import Refusal
from demo.build import (
    CLOSED,
    MODERATOR,
    OPEN,
    ORGANIZER,
    PARTNER,
    PASSWORD,
    find_demo,
    make_demo,
    make_edition,
)
from demo.delivering import deliver_edition
from demo.press import make_releases


class Command(BaseCommand):
    help = "Make the bilingual demo campaign; a second run changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--force", action="store_true", help="also beside other campaigns"
        )

    def handle(self, *args: Any, force: bool, **options: Any) -> None:
        if find_demo():
            self.stdout.write(
                _("The demo campaign is here already; nothing was changed.")
            )
        elif Campaign.objects.exists() and not force:
            raise CommandError(
                _(
                    "This database holds other campaigns. The demo would add a login with"
                    " a known password; use --force if you want that."
                )
            )
        else:
            self.make()
        self.show_way_in()

    def make(self) -> None:
        make_demo()
        self.stdout.write(_("The demo campaign has been made."))
        try:
            make_edition()
            make_releases()
            deliver_edition()
        except (OSError, Refusal) as error:
            # The files are owed all the same: a worker makes them when it can.
            self.stderr.write(
                _("The documents could not be rendered here: %(error)s")
                % {"error": error}
            )

    def show_way_in(self) -> None:
        rows = [
            (_("Open letter"), f"{settings.SITE_URL}/en/letters/{OPEN}/"),
            (_("The same in Spanish"), f"{settings.SITE_URL}/es/letters/{OPEN}/"),
            (_("Closed letter"), f"{settings.SITE_URL}/en/letters/{CLOSED}/"),
            (_("Moderation"), f"{settings.SITE_URL}/admin/"),
            (_("Organizer"), f"{ORGANIZER} / {PASSWORD}"),
            (_("Moderator"), f"{MODERATOR} / {PASSWORD}"),
            (_("Partner"), f"{PARTNER} / {PASSWORD}"),
        ]
        for label, value in rows:
            self.stdout.write(f"  {label}: {value}")
