"""Forgetting the files of letters whose campaign may keep the signers' data no longer."""

from datetime import datetime

from django.db.models import Q

from deliveries.models import DeliveryFile, Packet
from letters.models import Letter


def forget_files(now: datetime) -> None:
    """Delete receipts, evidence, answers as files, and packets.

    Deliveries stay, with when and how, the SHA-256, and the answer in words. Each file
    goes before its row: what is interrupted is done again.
    """
    with_files = Q(editions__deliveries__files__isnull=False) | Q(
        editions__packets__isnull=False
    )
    closed = Letter.objects.filter(with_files, closed_at__isnull=False)
    for letter in closed.select_related("campaign").distinct():
        if letter.is_past_retention(now):
            files = DeliveryFile.objects.filter(delivery__edition__letter=letter)
            packets = Packet.objects.filter(edition__letter=letter)
            for rows in (files, packets):
                for row in rows:
                    row.file.delete(save=False)
                    row.delete()
