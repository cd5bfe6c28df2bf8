"""The file passes veraPDF's PDF/UA-1 profile, all 106 rules of it."""

import pytest

from tests.exports.documents import write
from tests.exports.test_pdf import SCRIPTS, png
from tests.exports.validators import verdict
from tests.factories import make_campaign, make_letter, make_partner, make_signature

BODY = """We, **{people} people**, ask you to *act* and to read [our report](https://example.org).

### What we have seen

> Families who wait.

1. One
2. Two
   - two and a half

---

## What we ask

Respect.
"""
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("printer")]


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_letter_with_everything_in_it_is_pdf_ua(tmp_path, settings, language):
    settings.MEDIA_ROOT = tmp_path / "files"
    campaign = make_campaign()
    campaign.logo.save("logo.png", png())
    make_partner(campaign).logo.save("partner.png", png())
    letter = make_letter(campaign=campaign, body=BODY)
    for name in SCRIPTS.values():
        make_signature(letter, name=name, affiliation="First Church", city="12 (3)")
    make_signature(letter, kind="organization", name="Caritas", representative="Ana")
    make_signature(letter, publicity="counted")
    for number in range(60):
        make_signature(letter, name=f"Signer {number}", is_organizer=number < 2)

    write(letter, tmp_path / "letter.pdf", language=language)

    assert verdict(tmp_path / "letter.pdf") == ["rules: 106", "compliant: true"]


def test_a_letter_without_names_is_pdf_ua(tmp_path):
    write(make_letter(), tmp_path / "letter.pdf")

    assert verdict(tmp_path / "letter.pdf")[-1] == "compliant: true"


def test_the_validator_sees_a_missing_glyph(tmp_path):
    letter = make_letter()
    make_signature(letter, name="Ana \U00013500 Pérez")

    write(letter, tmp_path / "letter.pdf")

    assert verdict(tmp_path / "letter.pdf")[-1] == "compliant: false"
