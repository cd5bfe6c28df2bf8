import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from campaigns.models import Campaign
from core.localized import Localized, LocalizedField
from tests.factories import make_campaign

TEXTS = {"en": "Border Coalition", "es": "Coalición Fronteriza"}


def test_a_text_shows_in_the_language_in_use():
    text = Localized(TEXTS)

    with translation.override("es"):
        assert str(text) == "Coalición Fronteriza"
    assert text.text("en") == "Border Coalition"


def test_a_missing_language_falls_back_to_one_that_is_there():
    assert Localized(es="Coalición").text("en") == "Coalición"
    assert Localized(en="", es="Coalición").text("en") == "Coalición"
    assert str(Localized()) == ""


def test_texts_come_back_from_the_database_as_they_went(db):
    campaign = make_campaign(name=TEXTS)

    assert Campaign.objects.get(pk=campaign.pk).name == Localized(TEXTS)


def test_a_form_has_one_input_for_each_language():
    field = LocalizedField("name").formfield()

    html = str(field.widget.render("name", TEXTS, {"id": "id_name"}))

    assert 'lang="en"' in html
    assert 'lang="es"' in html
    assert "Español" in html
    assert field.clean(["Border", ""]) == {"en": "Border"}


def test_a_form_refuses_a_text_in_no_language_and_one_that_is_too_long():
    field = LocalizedField("name", max_length=5).formfield()

    with pytest.raises(ValidationError):
        field.clean(["", ""])
    with pytest.raises(ValidationError):
        field.clean(["too long", ""])
