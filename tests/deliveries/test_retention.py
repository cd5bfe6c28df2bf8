"""When the campaign's days are over: files go, and the record of the hand-over stays."""

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from core.errors import Refusal
from deliveries.files import add_file
from deliveries.models import Delivery, DeliveryFile, Packet
from deliveries.periodic import forget_files
from tests.deliveries.editions import make_delivery, make_edition, make_packet
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def stored(settings):
    folders = [Path(settings.MEDIA_ROOT) / name for name in ("deliveries", "packets")]
    return [path for folder in folders for path in folder.glob("*")]


@pytest.fixture
def delivery(letter):
    letter.close()
    edition = make_edition(letter)
    delivery = make_delivery(
        edition,
        status="answered",
        answered_at=timezone.now(),
        answer={"en": "We read it."},
        answer_published=True,
    )
    for kind in DeliveryFile.Kind:
        upload = SimpleUploadedFile("a.txt", b"thanks")
        add_file(delivery, upload, kind, user=make_user())
    make_packet(edition)
    return delivery


def test_files_stay_until_the_last_day(delivery, letter, settings):
    days = timedelta(days=letter.campaign.retention_days, minutes=-1)
    Packet.objects.update(requested_at=timezone.now() + days)

    with time_machine.travel(timezone.now() + days):
        forget_files()

    assert len(stored(settings)) == 4


def test_files_go_and_what_was_delivered_stays(delivery, letter, settings):
    days = timedelta(days=letter.campaign.retention_days)
    Packet.objects.update(requested_at=timezone.now() + days)

    with time_machine.travel(timezone.now() + days):
        forget_files()
        forget_files()

    assert stored(settings) == []
    assert not DeliveryFile.objects.exists()
    assert not Packet.objects.exists()
    kept = Delivery.objects.get()
    assert (kept.status, kept.sha256) == (delivery.status, delivery.sha256)
    assert kept.answer == {"en": "We read it."}
    assert kept.answer_published


def test_no_file_is_added_that_would_be_deleted_at_once(delivery, letter):
    days = timedelta(days=letter.campaign.retention_days)
    upload = SimpleUploadedFile("a.txt", b"thanks")

    with (
        time_machine.travel(timezone.now() + days),
        pytest.raises(Refusal, match="days are over"),
    ):
        add_file(delivery, upload, "receipt", user=None)
