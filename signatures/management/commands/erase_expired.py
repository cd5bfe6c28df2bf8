from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from signatures.retention import erase_expired


class Command(BaseCommand):
    help = "Forgets signers' data whose time is over; beat does the same by itself."

    def handle(self, *args: Any, **options: Any) -> None:
        count = erase_expired(timezone.now())
        self.stdout.write(f"Forgot the data of {count} signatures.")
