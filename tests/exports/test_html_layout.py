"""The HTML file in the look of the letter: cover, summary, languages."""

import pytest
from django.utils import translation
from lxml import html

from exports.designs import DESIGNS, Look
from exports.markup import isolated
from exports.roll import line
from exports.writers import write_html
from tests.exports.rolls import make_rolls


@pytest.fixture
def page(tmp_path):
    def page(rolls, **look):
        with translation.override(rolls[0].language):
            write_html(rolls, tmp_path / "letter.html", Look(**look))
        return html.parse(str(tmp_path / "letter.html")).getroot()

    return page


def words(elements):
    return [" ".join(each.text_content().split()) for each in elements]


def test_the_cover_comes_first(page):
    found = page(make_rolls("en"), has_cover=True, has_summary=True)

    cover, letter = found.xpath("//section")
    assert cover.get("class") == "cover"
    assert letter.get("class") == "letter"
    assert words(cover.xpath(".//p | .//h1 | .//h2")) == [
        "Border Coalition",
        "Casa Uno · Iglesia Dos",
        "March 1, 2026 · Edition 3",
        "A letter on the border",
        "To: The Honorable Ana Ejemplo, President",
        "9 Signatures",
        "8 People",
        "1 Organizations",
        "2 Countries",
        "Who signed",
        "From where",
    ]
    assert words(cover.xpath(".//li")) == [
        "Organizations: 1",
        "People: 3",
        "and 5 more signed without being named.",
        "Guatemala: 9 (Petén: 9)",
    ]
    headings = words(found.xpath("//h2"))
    assert headings == ["Who signed", "From where", "Organizations", "People"]


def test_without_a_cover_the_summary_stands_below_the_names(page):
    found = page(make_rolls("en"), has_summary=True)

    assert words(found.xpath("//h2")) == ["Organizations", "People", "From where"]
    assert words(found.xpath("//h2")[2].getnext()) == ["Guatemala: 9 (Petén: 9)"]
    assert not found.xpath("//*[@class='cover']")


def test_texts_in_two_languages_stand_above_one_list(page):
    rolls = make_rolls("en", "es")
    found = page(rolls, has_summary=True)

    assert words(found.xpath("//h1")) == [
        "A letter on the border",
        "Una carta sobre la frontera",
    ]
    assert words(found.xpath("//h2")) == [
        "Organizations / Organizaciones",
        "People / Personas",
        "From where / Desde dónde",
    ]
    entries = list(rolls[0].entries)
    assert len(found.xpath("//ul[@class='names']/li")) == len(entries) == 4
    notes = found.xpath("//*[@class='below']/p")
    assert [(each.get("lang"), each.text_content()[:11]) for each in notes] == [
        (None, "and 5 more "),
        ("es", "y 5 más fir"),
        (None, "* Affiliati"),
        ("es", "* Afiliació"),
        (None, "Check that "),
        ("es", notes[5].text_content()[:11]),
        (None, "Edition 3 ·"),
    ]
    links = found.xpath("//*[@class='below']//a/@href")
    assert links == [roll.edition_url for roll in rolls]


def test_each_part_says_its_language_and_direction(page):
    found = page(make_rolls("en", "ar"), has_cover=True)

    assert (found.get("lang"), found.get("dir")) == ("en", "ltr")
    sections = [
        (each.get("class"), each.get("lang"), each.get("dir"))
        for each in found.xpath("//section")
    ]
    assert sections == [
        ("cover", "en", "ltr"),
        ("cover", "ar", "rtl"),
        ("letter", "en", "ltr"),
        ("letter", "ar", "rtl"),
    ]
    spans = found.xpath("//h2/span")
    assert {(each.get("lang"), each.get("dir")) for each in spans} == {("ar", "rtl")}
    assert found.xpath("//title")[0].text == "A letter on the border / رسالة"


@pytest.mark.parametrize("design", DESIGNS)
def test_the_design_and_the_paper_are_for_the_sheet(tmp_path, page, design):
    page(make_rolls("en"), design=design, paper="a4")

    written = (tmp_path / "letter.html").read_text()
    page(make_rolls("en"))
    assert written == (tmp_path / "letter.html").read_text()
    [roll] = make_rolls("en")
    for entry in roll.entries:
        with translation.override("en"):
            assert f"<li>{line(entry, isolated, roll.parts)}</li>" in written
