from datetime import date

import pytest

from press.models import Release
from tests.exports.editions import make_edition
from tests.factories import (
    make_letter,
    make_member,
    make_partner,
    make_signature,
)


def make_release(letter=None, **fields) -> Release:
    """A whole release in English and Spanish, published unless told otherwise."""
    letter = letter or make_letter()
    defaults = {"is_published": True, "dated": date(2027, 3, 13)}
    release = Release.objects.create(letter=letter, **{**defaults, **fields})
    for code, headline, place, lead, name in [
        ("en", "Neighbors write to the President", "CHICAGO", "Today we write.", "Ann"),
        ("es", "Vecinos escriben a la Presidenta", "CHICAGO", "Hoy escribimos.", "Ana"),
    ]:
        release.texts.create(
            language=code, headline=headline, place=place, lead=lead, body="**More**."
        )
        release.contacts.create(
            language=code, name=name, phone="+1 555 0100", email="press@example.org"
        )
    release.quotes.create(
        text={"en": "We are many.", "es": "Somos muchos."},
        speaker="Rosa Xol",
        role={"en": "Director", "es": "Directora"},
        position=1,
    )
    return Release.objects.select_related("letter__campaign", "edition").get(
        pk=release.pk
    )


@pytest.fixture
def letter(campaign):
    make_partner(
        campaign,
        code="shelter",
        name={"en": "House of Dawn", "es": "Casa del Alba"},
        description={"en": "A shelter.", "es": "Un albergue."},
    )
    return make_letter(campaign=campaign, slug="border")


@pytest.fixture
def edition(letter):
    """Of one public person, one for the officials, one who is only counted."""
    make_signature(letter, name="Paula Public")
    make_signature(letter, name="Olga Official", publicity="officials")
    make_signature(letter, name="Carla Counted", publicity="counted", country="MX")
    return make_edition(letter)


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def editor(campaign, as_user):
    return as_user(make_member(campaign, "editor", email="edith@example.org"))


@pytest.fixture
def colleague(campaign, as_user):
    return as_user(make_member(campaign, "owner", email="olivia@example.org"))
