"""The printed sign-up sheet leads to the letter's page, in its language and by its partner."""

import base64
import re

import pytest
import segno

from campaigns.models import Partner
from exports.sign_up_sheet import qr_code, render_sheet
from letters.models import Letter
from signatures.invitations import invitation
from tests.exports.codes import codes, photographed
from tests.exports.documents import pdf_text
from tests.exports.test_pdf_ua import verdict
from tests.factories import make_campaign, make_letter, make_member, make_partner

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter(campaign):
    return Letter.objects.get(pk=make_letter(campaign=campaign).pk)


def squares(uri):
    """The dark squares of a picture of ours, as the reader of a camera finds them."""
    svg = base64.b64decode(uri.partition(",")[2]).decode()
    dark, x, y = set(), 0, 0
    (drawn,) = re.findall(r' d="([^"]+)"', svg)
    for step, numbers in re.findall(r"([Mmh])([-\d. ]+)", drawn):
        values = [float(number) for number in numbers.split()]
        if step == "M":
            x, y = int(values[0]), int(values[1])
        elif step == "m":
            x, y = x + int(values[0]), y + int(values[1] // 1)
        else:
            dark |= {(x + i, y) for i in range(int(values[0]))}
            x += int(values[0])
    return dark


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_code_is_the_address_in_the_language_with_the_partner(letter, language):
    partner = make_partner(letter.campaign, code="caritas")

    address = invitation(letter, language, partner)

    assert address.endswith(f"/{language}/letters/{letter.slug}/?partner=caritas")
    matrix = segno.make(address, error="q", micro=False).matrix
    dark = {
        (x + 4, y + 4)
        for y, line in enumerate(matrix)
        for x, value in enumerate(line)
        if value
    }
    assert squares(qr_code(address)) == dark


def test_a_camera_reads_the_code_of_a_sheet(letter, tmp_path, printer):
    path = tmp_path / "sheet.pdf"

    path.write_bytes(render_sheet(letter, "es"))

    [picture] = photographed(path)
    assert codes(picture) == [invitation(letter, "es")]


def test_a_letter_by_secret_link_is_reached_by_it_and_no_other_is(letter):
    assert "key=" not in invitation(letter, "en")

    letter.access = "link"

    assert f"?key={letter.key}" in invitation(letter, "en")


@pytest.mark.parametrize(("language", "words"), [("en", "Collected by"), ("es", "")])
def test_one_page_has_what_people_need(letter, language, words, tmp_path, printer):
    make_partner(letter.campaign, name={"en": "Caritas", "es": "Cáritas"})
    partner = Partner.objects.get()
    path = tmp_path / "sheet.pdf"

    path.write_bytes(render_sheet(letter, language, partner=partner))

    text = " ".join(pdf_text(path).split())
    assert letter.title(language) in text
    assert partner.name.get(language) in text
    assert letter.campaign.privacy_contact in text
    assert words in text
    assert pdf_text(path).count("\f") == 1


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_it_is_tagged_for_screen_readers(letter, paper, tmp_path, printer):
    path = tmp_path / "sheet.pdf"

    path.write_bytes(render_sheet(letter, "en", paper=paper))

    assert verdict(path) == ["rules: 106", "compliant: true"]


def test_the_page_gives_it_to_the_team(letter, alice, as_user, drawing):
    path = f"/organize/letters/{letter.slug}/sheet/en.pdf"

    answer = as_user(alice).get(path, {"paper": "letter"})

    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert as_user(alice).get(path, {"paper": "a3"}).status_code == 404
    assert as_user(alice).get(path, {"partner": "unknown"}).status_code == 404


def test_without_a_worker_there_is_a_sentence(letter, alice, as_user, monkeypatch):
    monkeypatch.setattr("exports.waiting.wake", lambda task, code: False)

    answer = as_user(alice).get(f"/organize/letters/{letter.slug}/sheet/en.pdf")

    assert answer.status_code == 503
    assert "the broker is away" in answer.content.decode()


def test_a_partner_gets_its_own_sheet_only(letter, campaign, as_user, drawing):
    own, other = make_partner(campaign), make_partner(campaign)
    client = as_user(make_member(campaign, "partner", partner=own))
    path = f"/organize/letters/{letter.slug}/sheet/en.pdf"

    assert client.get(path, {"partner": own.code}).status_code == 200
    assert client.get(path, {"partner": other.code}).status_code == 404
    assert client.get(path).status_code == 404


def test_a_language_without_text_is_refused_in_words(
    alice, campaign, letter, as_user, drawing
):
    letter.current_revision.translations.filter(language="es").delete()

    answer = as_user(alice).get(f"/organize/letters/{letter.slug}/sheet/es.pdf")

    assert answer.status_code == 422


def test_markup_in_a_title_is_text(letter, tmp_path, printer):
    letter.current_revision.translations.update(title="<img src=file:///etc/passwd>")
    path = tmp_path / "sheet.pdf"

    path.write_bytes(render_sheet(letter, "en"))

    assert "<img src=file:///etc/passwd>" in pdf_text(path).replace("\n", " ")


def test_another_campaign_s_partner_is_unknown(letter, alice, as_user):
    foreign = make_partner(make_campaign())
    path = f"/organize/letters/{letter.slug}/sheet/en.pdf"

    assert as_user(alice).get(path, {"partner": foreign.code}).status_code == 404


def test_viewers_get_no_sheet_with_a_secret_link(letter, campaign, as_user, drawing):
    viewer = as_user(make_member(campaign, "viewer"))
    path = f"/organize/letters/{letter.slug}/sheet/en.pdf"
    assert viewer.get(path).status_code == 200

    Letter.objects.update(access="link")

    assert viewer.get(path).status_code == 404
