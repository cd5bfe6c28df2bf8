"""Postal addresses: in every document of a letter, and on no public page."""

import re

import pytest

from letters.models import Recipient
from tests.exports.documents import pdf_text, write
from tests.exports.test_pdf_ua import verdict
from tests.factories import make_letter, make_signature

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("printer")]

CAPITOL = {
    "en": "State Capitol, Room 1\r\n\r\n 120 Example Avenue \r\nSpringfield, IL 62701",
    "es": "Capitolio, sala 1\r\n120 Example Avenue\r\nSpringfield, IL 62701",
}
BLOCK = {
    "en": [
        "The Honorable Ana Ejemplo",
        "President",
        "State Capitol, Room 1",
        "120 Example Avenue",
        "Springfield, IL 62701",
    ],
    "es": [
        "Excelentísima señora Ana Ejemplo",
        "Presidenta",
        "Capitolio, sala 1",
        "120 Example Avenue",
        "Springfield, IL 62701",
    ],
}


def addressed(*names):
    """A letter to Ana Ejemplo at the Capitol, and to others in offices of their own."""
    letter = make_letter()
    letter.recipients.update(address=CAPITOL)
    for number, name in enumerate(names, 2):
        Recipient.objects.create(
            letter=letter,
            position=number,
            name=name,
            office={"en": "Member of Congress", "es": "Miembro del Congreso"},
            address={"en": f"Office {number}\nWashington, DC"},
        )
    make_signature(letter)
    return letter


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_address_stands_line_by_line_between_date_and_title(tmp_path, language):
    write(addressed(), tmp_path / "letter.pdf", language=language)
    lines = pdf_text(tmp_path / "letter.pdf").splitlines()

    [first] = [at for at, line in enumerate(lines) if line == BLOCK[language][0]]
    assert lines[first : first + 5] == BLOCK[language]
    [date] = [at for at, line in enumerate(lines) if re.search(r"\b20\d\d$", line)]
    title = {"en": "A letter on the border", "es": "Una carta sobre la frontera"}
    assert date < first < lines.index(title[language])


def test_an_address_in_one_language_alone_is_printed_in_the_other(tmp_path):
    letter = addressed("Luis Muestra")

    write(letter, tmp_path / "letter.txt", language="es", format="txt")

    text = (tmp_path / "letter.txt").read_text()
    assert "\nLuis Muestra\nMiembro del Congreso\nOffice 2\nWashington, DC\n\n" in text


def test_many_addressees_stand_in_their_order_and_leave_room_for_the_letter(tmp_path):
    names = [f"Luis Muestra {letter}" for letter in "ABCD"]

    write(addressed(*names), tmp_path / "letter.pdf")

    first_page = pdf_text(tmp_path / "letter.pdf").split("\f")[0]
    places = [first_page.index(name) for name in ["Ana Ejemplo", *names]]
    assert places == sorted(places)
    assert "Dear Madam President:" in first_page
    for number in range(2, 6):
        assert f"\nOffice {number}\nWashington, DC\n" in first_page
    boxes = pdf_text(tmp_path / "letter.pdf", "-bbox")
    tops = [
        word.split('yMin="')[1].split('"')[0]
        for word in boxes.split("<word ")
        if ">Ana<" in word or ">Muestra<" in word
    ]
    assert len(tops) == 5
    assert len(set(tops)) == 3  # two abreast


@pytest.mark.parametrize("others", [(), ("Luis A", "Luis B", "Luis C", "Luis D")])
def test_a_letter_with_addresses_is_pdf_ua(tmp_path, others):
    write(addressed(*others), tmp_path / "letter.pdf")

    assert verdict(tmp_path / "letter.pdf") == ["rules: 106", "compliant: true"]


def test_plain_text_and_html_have_the_same_lines(tmp_path):
    letter = addressed()

    for format in ("txt", "html"):
        write(letter, tmp_path / f"letter.{format}", format=format)

    assert "\n".join([*BLOCK["en"], ""]) in (tmp_path / "letter.txt").read_text()
    assert "<br>".join(BLOCK["en"]) in (tmp_path / "letter.html").read_text()


def test_an_address_as_long_as_it_may_be_fits_into_the_lines_of_a_mail(tmp_path):
    letter = make_letter()
    letter.recipients.update(address={"en": "Room 1, " * 60})

    write(letter, tmp_path / "letter.txt", format="txt")

    assert max(map(len, (tmp_path / "letter.txt").read_text().splitlines())) <= 72


@pytest.mark.parametrize("path", ["/en/letters/{}/", "/es/letters/{}/"])
def test_no_public_page_shows_an_address(client, path):
    letter = addressed()

    response = client.get(path.format(letter.slug))

    page = response.content.decode()
    assert response.status_code == 200
    assert "Ana Ejemplo" in page
    assert "120 Example Avenue" not in page
