import base64
import time
from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from django.utils import translation
from docx.oxml.ns import qn
from PIL import Image

from exports.designs import Look
from exports.roll import Group, Logo
from exports.writers import write_docx
from tests.exports.documents import pdf_text, write
from tests.exports.office import convert
from tests.exports.rolls import make_entry, make_roll
from tests.factories import make_letter, make_signature

BODY = """We ask you to **act**, *now*, and [read](https://example.org/?a=1&b=2).
One line\\
another.

## Why

1. First
2. Second
   - nested

   Its second paragraph.

Between.

1. Again

> Quoted.

---

#### Deep
"""
PLAIN = Look()
# A pixel.
PNG = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk"
    "+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@pytest.fixture
def save(tmp_path):
    def save(*rolls, look=PLAIN):
        with translation.override(rolls[0].language):
            write_docx(rolls, tmp_path / "letter.docx", look)
        return docx.Document(str(tmp_path / "letter.docx"))

    return save


def paragraphs(document, style=None):
    return [
        paragraph.text
        for paragraph in document.paragraphs
        if style in (None, paragraph.style.name)
    ]


def numbering(paragraph):
    """Which list the paragraph is in, and how deep; by itself or by its style."""
    properties = paragraph._p.pPr.numPr
    if properties is None:
        properties = paragraph.style.element.pPr.numPr
    level = properties.ilvl.val if properties.ilvl is not None else 0
    return properties.numId.val, level


def test_every_part_of_the_letter_has_a_style_of_its_own(save):
    roll = make_roll([make_entry(affiliation="First Church")])

    document = save(roll)

    written = [(each.style.name, each.text) for each in document.paragraphs]
    assert written == [
        ("Letterhead", "Border Coalition"),
        ("Partners", "Casa Uno · Iglesia Dos"),
        ("Date", "March 1, 2026"),
        (
            "Addressee",
            "The Honorable Ana Ejemplo\nPresident\nState Capitol\nSpringfield, IL 62701",
        ),
        ("Title", "A letter on the border"),
        ("Salutation", "Dear Madam President:"),
        ("Normal", "We ask you to act."),
        ("Closing", "Respectfully, the undersigned"),
        ("Tally", "Signatures: 1 · People: 1 · Organizations: 0 · Countries: 1"),
        ("Heading 1", "People"),
        (
            "List Name",
            "Signer Number000001 Pérez, Pastor, First Church*, Petén, Guatemala",
        ),
        ("Note", "* Affiliation for identification purposes only"),
    ]


def test_the_text_has_real_headings_lists_and_links(save):
    document = save(make_roll(body=BODY))

    assert paragraphs(document, "Heading 1") == ["Why"]
    # No level is skipped, as in the PDF.
    assert paragraphs(document, "Heading 2") == ["Deep"]
    assert paragraphs(document, "List Number") == ["First", "Second", "Again"]
    assert paragraphs(document, "List Bullet") == ["nested"]
    assert paragraphs(document, "List Continue") == ["Its second paragraph."]
    assert paragraphs(document, "Quote") == ["Quoted."]
    assert paragraphs(document, "Rule") == [""]
    first = next(each for each in document.paragraphs if "We ask" in each.text)
    assert first.text == "We ask you to act, now, and read. One line\nanother."
    assert [run.text for run in first.runs if run.bold] == ["act"]
    assert [run.text for run in first.runs if run.italic] == ["now"]
    [link] = first.hyperlinks
    assert (link.text, link.address) == ("read", "https://example.org/?a=1&b=2")


def test_each_numbered_list_begins_at_one(save):
    document = save(make_roll(body=BODY))

    items = {each.text: each for each in document.paragraphs}
    first, level = numbering(items["First"])
    again, _level = numbering(items["Again"])
    assert level == 0
    assert numbering(items["Second"]) == (first, 0)
    assert numbering(items["nested"])[1] == 1
    assert again != first
    numbers = document.part.numbering_part.element
    started = numbers.xpath(f"w:num[@w:numId='{again}']//w:startOverride/@w:val")
    assert started == ["1"]


def test_names_are_the_items_of_a_list(save):
    document = save(make_roll([make_entry(1), make_entry(2)]))

    names = [each for each in document.paragraphs if each.style.name == "List Name"]
    assert len(names) == 2
    [number] = {numbering(each)[0] for each in names}
    kinds = document.part.numbering_part.element
    assert kinds.xpath(f"w:num[@w:numId='{number}']/w:abstractNumId")


def test_the_file_says_its_language_title_and_author(save):
    roll = make_roll(language="es", title="Una carta")

    document = save(roll)

    properties = document.core_properties
    assert (properties.title, properties.author) == ("Una carta", "Border Coalition")
    assert properties.language == "es"
    assert properties.created == properties.modified == roll.read_at
    [language] = document.styles.element.xpath("w:docDefaults//w:lang")
    assert language.get(qn("w:val")) == "es-MX"


def test_every_page_carries_its_number_and_the_fingerprint(save):
    document = save(make_roll(edition="3"))

    [section] = document.sections
    for footer in (section.footer, section.first_page_footer):
        [paragraph] = footer.paragraphs
        assert paragraph.text.startswith("Edition 3 · Text 0123 4567 89ab cdef\t")
        fields = paragraph._p.xpath(".//w:instrText")
        assert [field.text.strip() for field in fields] == ["PAGE", "NUMPAGES"]
    assert section.header.paragraphs[0].text == "A letter on the border"
    assert section.first_page_header.paragraphs[0].text == ""


def test_names_from_right_to_left_are_marked_and_hold_their_commas(save):
    entry = make_entry(name="משה כהן", title="רב", city="Haifa <&>", country_name="")

    document = save(make_roll([entry]))

    [name] = [each for each in document.paragraphs if each.style.name == "List Name"]
    turned = [run.text for run in name.runs if run._r.xpath("w:rPr/w:rtl")]
    assert turned == ["משה כהן", "רב"]
    assert name.text == "\u200eמשה כהן\u200e, \u200eרב\u200e, Haifa <&>"


def test_a_letter_from_right_to_left_runs_so(save):
    document = save(make_roll(language="ar", title="رسالة"))

    [normal] = document.styles.element.xpath("w:style[@w:styleId='Normal']")
    assert normal.xpath("w:pPr/w:bidi")
    assert document.core_properties.language == "ar"


def test_logos_have_their_names_for_those_who_do_not_see_them(save):
    logos = [Logo("Coalition", PNG, False), Logo("Casa", PNG, True)]

    document = save(make_roll(logos=logos))

    described = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert described == ["Coalition", "Casa"]
    heights = [shape.height.pt for shape in document.inline_shapes]
    assert heights == [36, 22]


def test_a_wide_logo_is_made_to_fit(save):
    file = BytesIO()
    Image.new("RGB", (900, 60), "navy").save(file, "PNG")
    uri = f"data:image/png;base64,{base64.b64encode(file.getvalue()).decode()}"

    [shape] = save(make_roll(logos=[Logo("Wide", uri, False)])).inline_shapes

    assert (round(shape.width.pt), round(shape.height.pt)) == (150, 10)


def test_the_same_roll_gives_the_same_bytes_whenever_it_is_written(tmp_path, save):
    roll = make_roll([make_entry(1)], logos=[Logo("Coalition", PNG, False)])
    written = []
    for _time in range(2):
        save(roll)
        written.append((tmp_path / "letter.docx").read_bytes())
        time.sleep(2.1)  # zip files know even seconds

    assert written[0] == written[1]
    with ZipFile(tmp_path / "letter.docx") as archive:
        assert {each.date_time[0] for each in archive.infolist()} == {1980}
        assert archive.testzip() is None


def test_nothing_of_a_template_is_left_in_the_file(tmp_path, save):
    save(make_roll())

    with ZipFile(tmp_path / "letter.docx") as archive:
        assert "docProps/thumbnail.jpeg" not in archive.namelist()
        assert b"python-docx" not in archive.read("docProps/core.xml")
        assert "docProps/app.xml" not in archive.namelist()


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "es"])
def test_libreoffice_reads_the_letter_and_every_name(tmp_path, language):
    letter = make_letter(body="We, {people} people, **ask**.\n\n- one\n- two")
    names = [f"Signer Number{number:03} Ñúñez" for number in range(120)]
    names += ["Pop No’j", "李小龙", "Владимир Иванов", "शर्मा", "สมชาย"]
    for name in names:
        make_signature(letter, name=name)
    write(letter, tmp_path / "letter.docx", format="docx", language=language)

    text = pdf_text(convert(tmp_path / "letter.docx", "pdf"))

    assert {name: text.count(name) for name in names} == dict.fromkeys(names, 1)
    title = {"en": "A letter on the border", "es": "Una carta sobre la frontera"}
    assert title[language] in text
    pages = text.rstrip("\f").split("\f")
    page_of = {"en": "Page 2 of {}", "es": "Página 2 de {}"}[language]
    assert page_of.format(len(pages)) in pages[1]


def test_groups_stand_below_headings(save):
    groups = [
        Group("Organizations", [make_entry(1, kind="organization", name="Caritas")]),
        Group("People", [make_entry(2)]),
    ]

    assert paragraphs(save(make_roll(groups=groups)), "Heading 1") == [
        "Organizations",
        "People",
    ]
