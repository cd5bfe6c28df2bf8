import pytest

from letters.models import Letter
from tests.factories import make_letter


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def letter(campaign):
    """As it is read from the database, with texts by language."""
    made = make_letter(campaign=campaign, slug="border")
    return Letter.objects.select_related("campaign").get(pk=made.pk)
