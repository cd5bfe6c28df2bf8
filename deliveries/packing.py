"""Making packets, which is the work of a worker: a packet is whole, or it is not there."""

import hashlib
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.core.files import File
from django.utils import translation
from django.utils.translation import gettext as _

from core.errors import Refusal
from core.stored import new_name, save_whole
from deliveries import packets
from deliveries.models import Packet
from exports.limits import limited_memory, room_on_disk

PACKET_AGE = timedelta(days=7)  # the files hold names that only officials may read


# Within the lease, so that no two workers make the same one.
@shared_task(soft_time_limit=90, time_limit=110)
def make_packet(pk: int) -> None:
    """Make a packet that is due, and say in its row what became of it."""
    packet = Packet.take(pk)
    if packet is None:
        return  # made, or in the hands of another worker
    with translation.override(packet.language):
        try:
            with limited_memory(settings.DOCUMENT_MEMORY), room_on_disk():
                _make(packet)
        except Refusal as refusal:
            packet.mark_failed(str(refusal))
        except (SoftTimeLimitExceeded, MemoryError):
            packet.mark_failed(
                _(
                    "The packet takes more time or memory than one may have here. Ask"
                    " the operator for more."
                )
            )
        except Exception:
            packet.requeue()
            raise


def _make(packet: Packet) -> None:
    stamp = packets.stamp(packet)  # first: it tells what changes from now on
    packet.file.delete(save=False)  # an earlier one, or half of one
    name = new_name(packet.file, "zip")
    if not packet.announce_file(name):
        return
    is_taken = False
    try:
        with TemporaryDirectory(prefix="undersigned-") as folder:
            path = Path(folder) / "packet.zip"
            with path.open("wb") as file:
                packets.write_packet(packet, file)
            with path.open("rb") as file:
                sha256 = hashlib.file_digest(file, "sha256").hexdigest()
                save_whole(packet.file, name, File(file))
        is_taken = packet.mark_ready(stamp, sha256)
    finally:
        if not is_taken:
            packet.file.storage.delete(name)
            Packet.objects.filter(pk=packet.pk, file=name).update(file="")


def forget_old(now: datetime) -> None:
    for packet in Packet.objects.filter(requested_at__lt=now - PACKET_AGE):
        packet.file.delete(save=False)
        packet.delete()
