"""The Word file in the look of the letter: paper, cover, languages, columns, names run in."""

from dataclasses import replace
from itertools import takewhile
from zipfile import ZipFile

import docx
import pytest
from django.utils import translation
from docx.enum.section import WD_SECTION
from docx.oxml.ns import qn
from lxml import etree

from exports.designs import DESIGNS, PAPERS, Look
from exports.roll import Original
from exports.writers import write_docx
from tests.exports.documents import pdf_text
from tests.exports.office import convert
from tests.exports.rolls import make_entry, make_roll, make_rolls

EN, ES = "A letter on the border", "Una carta sobre la frontera"
NEW_PAGE, CONTINUOUS = WD_SECTION.NEW_PAGE, WD_SECTION.CONTINUOUS


@pytest.fixture
def save(tmp_path):
    def save(rolls, **look):
        with translation.override(rolls[0].language):
            write_docx(rolls, tmp_path / "letter.docx", Look(**look))
        return docx.Document(str(tmp_path / "letter.docx"))

    return save


def texts(document, style):
    return [each.text for each in document.paragraphs if each.style.name == style]


def columns(section):
    return section._sectPr.find(qn("w:cols")).get(qn("w:num"), "1")


def first_of(document, words):
    return next(each for each in document.paragraphs if words in each.text)


def languages(paragraph):
    """Of its runs; where they say none, the document's own."""
    return [
        (run.xpath("string(w:rPr/w:lang/@w:val)"), run.xpath("string(.)"))
        for run in paragraph._p.xpath(".//w:r")
    ]


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("design", DESIGNS)
def test_every_section_has_the_paper_of_the_layout(save, paper, design):
    document = save(make_rolls("en", "es"), paper=paper, design=design, has_cover=True)

    sizes = {
        (round(each.page_width.pt), round(each.page_height.pt))
        for each in document.sections
    }
    assert sizes == {tuple(map(round, PAPERS[paper]))}
    measure = document.sections[0].page_width - 2 * document.sections[0].left_margin
    [tab] = document.styles["Footer"].paragraph_format.tab_stops
    assert abs(tab.position - measure) < 1000


def test_the_cover_stands_on_a_page_of_its_own(save):
    document = save(make_rolls("en"), has_cover=True, has_summary=True)

    cover, letter = document.sections
    assert letter.start_type == NEW_PAGE
    styled = [(each.style.name, each.text) for each in document.paragraphs]
    ended = [each._p.pPr.sectPr is not None for each in document.paragraphs].index(True)
    assert styled[: ended + 1] == [
        ("Letterhead", "Border Coalition"),
        ("Partners", "Casa Uno · Iglesia Dos"),
        ("Date", "March 1, 2026 · Edition 3"),
        ("Cover Title", EN),
        ("Cover Recipients", "To: The Honorable Ana Ejemplo, President"),
        ("Cover Heading", "Who signed"),
        ("Cover Line", "Organizations: 1"),
        ("Cover Line", "People: 3"),
        ("Cover Line", "and 5 more signed without being named."),
        ("Cover Heading", "From where"),
        ("Cover Line", "Guatemala: 9 (Petén: 9)"),
    ]
    [counts] = document.tables
    assert [cell.text for cell in counts.rows[0].cells] == [
        "9\nSignatures",
        "8\nPeople",
        "1\nOrganizations",
        "2\nCountries",
    ]
    # Neither of their first pages repeats the title above the letterhead.
    for section in (cover, letter):
        assert section.different_first_page_header_footer
        assert section.first_page_header.paragraphs[0].text == ""
        assert "Edition 3 · Text 0123" in section.first_page_footer.paragraphs[0].text
    assert "From where" not in texts(document, "Heading 1")


def test_a_cover_without_names_or_summary_still_ends(save):
    document = save([make_roll()], has_cover=True)

    assert len(document.sections) == 2
    assert len(document.tables) == 1


def test_without_a_cover_the_summary_stands_below_the_names(save):
    document = save(make_rolls("en"), has_summary=True)

    headings = texts(document, "Heading 1")
    assert headings == ["Organizations", "People", "From where"]
    assert document.paragraphs[-1].text == "Guatemala: 9 (Petén: 9)"
    assert len(document.sections) == 1


def test_the_last_note_leads_to_the_page_of_the_edition(save):
    rolls = make_rolls("en", "es")
    document = save(rolls)

    notes = [each for each in document.paragraphs if each.style.name == "Note"]
    leads = [link.address for note in notes for link in note.hyperlinks]
    assert leads == [roll.edition_url for roll in rolls]
    assert notes[-1].hyperlinks[0].text == notes[-1].text


def test_an_addendum_says_so_on_its_cover_and_above_the_names(save):
    [roll] = make_rolls("en")
    original = Original(1, "May 2, 2026", "9", "0123456789abcdef" * 4)

    document = save([replace(roll, original=original)], has_cover=True)

    said = [text for text in texts(document, "Note") if "addendum lists" in text]
    assert len(said) == 2


def test_texts_in_two_languages_stand_above_one_list(save):
    document = save(make_rolls("en", "es"), has_summary=True)

    assert texts(document, "Title") == [EN, ES]
    assert texts(document, "Heading 1") == [
        "Organizations / Organizaciones",
        "People / Personas",
        "From where / Desde dónde",
    ]
    assert len(texts(document, "List Name")) == 4 + 1
    assert [text[:11] for text in texts(document, "Note")] == [
        "and 5 more ",
        "y 5 más fir",
        "* Affiliati",
        "* Afiliació",
        "Check that ",
        texts(document, "Note")[-1][:11],
    ]
    assert document.core_properties.title == f"{EN} / {ES}"


def test_each_part_says_its_language(save):
    document = save(make_rolls("en", "es"), has_cover=True, has_summary=True)

    [default] = document.styles.element.xpath("w:docDefaults//w:lang/@w:val")
    assert default == "en-US"
    spoken = {}
    for paragraph in document.paragraphs:
        for language, text in languages(paragraph):
            spoken.setdefault(language, set()).add(text)
    assert set(spoken) == {"", "es-MX"}
    spanish = {ES, "Quiénes firmaron", "Le pedimos que ", "actúe", "Ya", "Más"}
    spanish |= {"1 de marzo de 2026", "Atentamente", "* Afiliación solo con fines de"}
    assert spanish - {"* Afiliación solo con fines de"} <= spoken["es-MX"]
    assert not spanish & spoken[""]
    assert {EN, "We ask you to act.", " / "} <= spoken[""]
    assert languages(first_of(document, "People /")) == [
        ("", "People"),
        ("", " / "),
        ("es-MX", "Personas"),
    ]
    [words] = (
        document.tables[1]
        .rows[0]
        .cells[0]
        ._tc.xpath(".//w:r[w:t='Firmas']/w:rPr/w:lang/@w:val")
    )
    assert words == "es-MX"


def test_pages_are_headed_in_the_language_of_their_text(save):
    document = save(make_rolls("en", "es"), has_cover=True)

    heads = [each.header.paragraphs[0].text for each in document.sections]
    assert heads == [EN, ES, EN, ES, f"{EN} / {ES}"]
    feet = [each.footer.paragraphs[0].text.split("\t")[0] for each in document.sections]
    english, spanish = "Text 0123 4567 89ab cdef", "Texto 0123 4567 89ab cdef"
    assert feet[1:3] == [f"Edition 3 · {spanish}", f"Edition 3 · {english}"]
    assert feet[4] == f"Edition 3 · {english} · {spanish}"
    starts = [each.start_type for each in document.sections[1:]]
    assert starts == [NEW_PAGE, NEW_PAGE, NEW_PAGE, CONTINUOUS]


def test_a_language_from_right_to_left_turns_its_paragraphs(save):
    document = save(make_rolls("en", "ar"), has_cover=True)

    [text] = [each for each in document.paragraphs if "نطلب" in each.text]
    assert text._p.xpath("w:pPr/w:bidi")
    assert not text._p.xpath(".//w:r[not(w:rPr/w:rtl)]")
    assert set(text._p.xpath(".//w:lang/@w:bidi")) == {"ar"}
    assert not first_of(document, "We ask you")._p.xpath("w:pPr/w:bidi")
    straight, turned = document.tables
    assert not straight._tbl.xpath("w:tblPr/w:bidiVisual")
    assert turned._tbl.xpath("w:tblPr/w:bidiVisual")


def test_a_language_from_left_to_right_turns_them_back(save):
    document = save(make_rolls("ar", "en"))

    english = first_of(document, "We ask you")
    assert english._p.xpath("w:pPr/w:bidi/@w:val") == ["0"]
    assert english._p.xpath(".//w:rtl/@w:val") == ["0"]
    assert not first_of(document, "نطلب")._p.xpath("w:pPr/w:bidi")


def test_columns_hold_the_names_alone(save):
    document = save(make_rolls("en", names=40), design="columns", has_summary=True)

    letter, names, notes = document.sections
    assert [columns(each) for each in document.sections] == ["1", "2", "1"]
    assert names.start_type == notes.start_type == CONTINUOUS
    # One paragraph ends the letter, another the columns.
    ends = [
        paragraph.text
        for paragraph in document.paragraphs
        if paragraph._p.pPr.sectPr is not None
    ]
    assert ends == [
        texts(document, "Tally")[0],
        make_rolls("en", names=40)[0].groups[1].entries[-1].name
        + ", Pastor, First Church*, Petén, Guatemala",
    ]
    assert letter.header.paragraphs[0].text == notes.header.paragraphs[0].text == EN
    assert not names.different_first_page_header_footer


def test_columns_without_a_note_end_with_the_document(save):
    document = save([make_roll([make_entry(1), make_entry(2)])], design="columns")

    assert [columns(each) for each in document.sections] == ["1", "2"]


def test_the_compact_design_runs_fifty_names_in(save):
    entries = [make_entry(number) for number in range(1, 121)]
    document = save([make_roll(entries)], design="compact")

    blocks = texts(document, "Names in Text")
    assert [block.count(" · ") for block in blocks] == [49, 49, 19]
    assert blocks[0].startswith(
        "Signer Number000001 Pérez, Pastor, Petén, Guatemala · Signer Number000002"
    )
    assert texts(document, "List Name") == []


@pytest.mark.parametrize(
    ("design", "points"), [("classic", 9), ("columns", 8.5), ("compact", 8)]
)
def test_names_have_the_size_of_the_design(save, design, points):
    document = save(make_rolls("en"), design=design)

    for style in ("List Name", "Names in Text"):
        assert document.styles[style].font.size.pt == points


def test_names_keep_their_places_where_they_run_in(save):
    entries = [make_entry(1, name="משה כהן", title=""), make_entry(2, name="Ana")]

    document = save([make_roll(entries)], design="compact")

    [block] = texts(document, "Names in Text")
    assert block.startswith("\u200eמשה כהן\u200e, Petén, Guatemala · Ana")


@pytest.mark.parametrize("has_cover", [False, True])
@pytest.mark.parametrize("design", DESIGNS)
def test_the_file_is_well_formed_in_every_look(tmp_path, save, design, has_cover):
    save(
        make_rolls("en", "es", "ar"),
        design=design,
        has_cover=has_cover,
        has_summary=True,
    )

    with ZipFile(tmp_path / "letter.docx") as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for name, content in parts.items():
        if name.endswith((".xml", ".rels")):
            etree.fromstring(content)
    body = etree.fromstring(parts["word/document.xml"])[0]
    # Each edge that a section names is in the file.
    named = set(body.xpath("//@r:id", namespaces=NAMES))
    related = set(
        etree.fromstring(parts["word/_rels/document.xml.rels"]).xpath("*/@Id")
    )
    assert named <= related
    # Word wants the parts of a paragraph's properties in the order of its schema.
    order = "pStyle numPr bidi ind sectPr".split()
    for properties in body.iter(qn("w:pPr")):
        found = [etree.QName(each).localname for each in properties]
        assert found == [name for name in order if name in found]


NAMES = {"r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships"}


@pytest.mark.parametrize("design", DESIGNS)
def test_libreoffice_reads_every_look_and_every_name(tmp_path, save, design):
    rolls = make_rolls("en", "es", names=120)
    save(rolls, design=design, paper="a4", has_cover=True, has_summary=True)

    text = pdf_text(convert(tmp_path / "letter.docx", "pdf"))

    pages = text.rstrip("\f").split("\f")
    covers = list(takewhile(lambda page: "Dear Madam" not in page, pages))
    assert all(title[:8] in page for title, page in zip((EN, ES), covers, strict=True))
    assert "Who signed" in covers[0]
    assert "Quiénes firmaron" in covers[1]
    assert "Dear Madam President" in pages[2]
    words = text.split()
    numbers = [f"Number{entry.number:06}" for entry in rolls[0].groups[1].entries]
    assert {number: words.count(number) for number in numbers} == dict.fromkeys(
        numbers, 1
    )
