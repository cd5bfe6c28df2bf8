"""A packet is made by a worker while the web process only looks; a killed one's is made again."""

import zipfile

import pytest

from tests.processes.conftest import running_site, wait_for

pytestmark = [pytest.mark.processes, pytest.mark.usefixtures("printer")]

REQUEST = """
from accounts.models import User
from deliveries.services import request_packet
from exports.models import Edition
edition = Edition.objects.first()
user = User.objects.get(email="organizer@example.org")
request_packet(edition, edition.letter.recipients.first(), "es", user)
"""
# As a worker leaves it that is killed at its work: claimed, with half a file.
LEAVE = """
from django.core.files.base import ContentFile
from deliveries.models import Packet
Packet.objects.finished().owe_again()
packet = Packet.take(Packet.objects.get().pk)
packet.file.delete(save=False)
name = packet.file.field.generate_filename(packet, "half.zip")
packet.announce_file(packet.file.storage.save(name, ContentFile(b"PK")))
"""
LOOK = """
from deliveries.models import Packet
for packet in Packet.objects.all():
    print("packet", packet.status, packet.attempts, packet.file.name, packet.error)
"""


def test_a_packet_is_made_and_made_again():
    with running_site() as site:

        def state() -> list[str]:
            looked = site.manage("shell", "-c", LOOK).splitlines()
            return [line for line in looked if line.startswith("packet")][-1].split()

        site.manage("shell", "-c", REQUEST)
        wait_for(lambda: state()[1] in {"ready", "failed"}, seconds=90)
        first = state()
        site.manage("shell", "-c", LEAVE)
        wait_for(lambda: state()[1] in {"ready", "failed"}, seconds=90)
        second = state()

        assert first[1:3] == ["ready", "1"]
        assert second[1:3] == ["ready", "2"]
        [kept] = (site.folder / "files" / "packets").iterdir()
        assert second[3].endswith(kept.name)
        with zipfile.ZipFile(kept) as packet:
            assert packet.testzip() is None
            assert len(packet.namelist()) == 5
