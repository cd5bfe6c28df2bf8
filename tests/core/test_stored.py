"""Files that no row names, because whoever wrote them was killed before the row."""

import os
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from core.stored import delete_unnamed
from deliveries.models import DeliveryFile, Packet
from deliveries.periodic import forget_files as forget_of_deliveries
from exports.models import Document, FrozenRoll
from exports.periodic import forget_files as forget_of_exports
from press.models import ReleaseFile
from press.periodic import forget_files as forget_of_press
from tests.exports.freezing import freeze_anyhow, make_closed_letter

pytestmark = pytest.mark.django_db
SWEEPERS = {
    FrozenRoll: forget_of_exports,
    Document: forget_of_exports,
    ReleaseFile: forget_of_press,
    Packet: forget_of_deliveries,
    DeliveryFile: forget_of_deliveries,
}


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def leave(model, name, age):
    folder = model._meta.get_field("file").upload_to
    path = default_storage.path(
        default_storage.save(f"{folder}{name}", ContentFile(b"names"))
    )
    moment = (timezone.now() - age).timestamp()
    os.utime(path, (moment, moment))


@pytest.mark.parametrize("model", SWEEPERS)
def test_what_is_old_and_named_by_no_row_is_deleted(model, files):
    leave(model, "old", timedelta(days=2))
    leave(model, "new", timedelta(hours=2))

    SWEEPERS[model]()

    left = [path.name for path in files.rglob("*") if path.is_file()]
    assert left == ["new"]


def test_what_a_row_names_stays_however_old(campaign, files):
    edition = freeze_anyhow(make_closed_letter(campaign))

    delete_unnamed(FrozenRoll, timezone.now() + timedelta(days=400))

    for roll in edition.rolls.all():
        assert roll.file.storage.exists(roll.file.name)


def test_where_nothing_was_ever_saved_nothing_happens(files):
    delete_unnamed(FrozenRoll, timezone.now())

    assert list(files.iterdir()) == []
