from typing import Any

from django.core.management.base import BaseCommand

from signatures.models import Signature


class Command(BaseCommand):
    help = "Encrypts all addresses again, with the newest of FIELD_KEYS."

    def handle(self, *args: Any, **options: Any) -> None:
        count = 0
        for row in Signature.objects.only("email", "email_key").iterator(
            chunk_size=500
        ):
            # Reading decrypts with any key, writing encrypts with the first. An address
            # that was erased meanwhile has another key and stays erased.
            same = Signature.objects.filter(pk=row.pk, email_key=row.email_key)
            count += same.update(email=row.email)
        self.stdout.write(f"Encrypted {count} addresses again.")
