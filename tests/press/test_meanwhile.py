"""A worker finishes a file while the release is changed: none is left that no row names."""

from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from press import services
from press.models import Release, ReleaseFile
from tests.at_once import at_once
from tests.press.conftest import make_release

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("media"),
]


@pytest.mark.parametrize("change", [services.owe_files, services.discard])
def test_what_a_worker_finishes_in_this_moment_is_taken_away(letter, settings, change):
    release = make_release(letter, is_published=False)
    row = ReleaseFile.objects.create(release=release, language="en", format="docx")
    taken = ReleaseFile.take(row.pk)
    name = taken.file.storage.save("press/finished.docx", ContentFile(b"words"))

    at_once(
        lambda: taken.mark_ready(name, timezone.now(), "stamp"),
        lambda: change(Release.objects.get(pk=release.pk)),
    )

    left = [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
    assert left == []
