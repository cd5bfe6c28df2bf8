"""What each page of a release says, where the letter can be read, and whose it is."""

from datetime import timedelta

import docx
import pikepdf
import pypdfium2
import pytest
from django.utils import timezone, translation

from letters.models import Letter
from press.content import compose
from press.models import Release
from press.writers import WRITERS
from tests.exports.test_pdf import png
from tests.exports.validators import verdict
from tests.press.conftest import make_release

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]
LETTER = "https://letters.example.org/en/letters/border/"


@pytest.fixture(autouse=True)
def site(settings):
    settings.SITE_URL = "https://letters.example.org"


@pytest.fixture
def release(letter, edition):
    embargo_until = timezone.now() + timedelta(days=1)
    release = make_release(letter, edition=edition, embargo_until=embargo_until)
    release.texts.update(body="A paragraph of words.\n\n" * 80)
    return release


def written(release, format, tmp_path, language="en"):
    path = tmp_path / f"release.{format}"
    with translation.override(language):
        WRITERS[format](compose(release, language), path)
    return path


def pdf_pages(path):
    pdf = pypdfium2.PdfDocument(path)
    try:
        return [page.get_textpage().get_text_range() for page in pdf]
    finally:
        pdf.close()


def everything_in_word(path):
    document = docx.Document(str(path))
    [section] = document.sections
    edges = [*section.header.paragraphs, *section.footer.paragraphs]
    return "\n".join(p._p.xml for p in edges), document


@pytest.mark.usefixtures("printer")
@pytest.mark.parametrize(
    ("language", "marking", "number", "more"),
    [
        ("en", "EMBARGOED UNTIL", "Page 2 of ", "-more-"),
        ("es", "EMBARGADO HASTA", "Página 2 de ", "-sigue-"),
    ],
)
def test_each_page_of_the_pdf_says_the_embargo_its_number_and_that_it_goes_on(
    release, tmp_path, language, marking, number, more
):
    pages = pdf_pages(written(release, "pdf", tmp_path, language))

    assert len(pages) > 2
    assert all(marking in page for page in pages)
    assert number in pages[1]
    assert [more in page for page in pages] == [True] * (len(pages) - 1) + [False]


@pytest.mark.parametrize(
    ("language", "marking", "number", "more"),
    [
        ("en", "EMBARGOED UNTIL", "Page ", '"-more-" ""'),
        ("es", "EMBARGADO HASTA", "Página ", '"-sigue-" ""'),
    ],
)
def test_each_page_of_the_word_file_says_the_same(
    release, tmp_path, language, marking, number, more
):
    edges, _document = everything_in_word(written(release, "docx", tmp_path, language))

    for words in (marking, number, " PAGE ", " NUMPAGES ", " IF ", more):
        assert words in edges, words


def test_headings_of_the_word_file_are_smaller_than_its_headline(release, tmp_path):
    _edges, document = everything_in_word(written(release, "docx", tmp_path))

    sizes = [document.styles[f"Heading {level}"].font.size.pt for level in (1, 2)]

    assert sizes[0] >= sizes[1] + 6


def words_of(release, format, tmp_path):
    path = written(release, format, tmp_path)
    if format == "docx":
        return "\n".join(p.text for p in docx.Document(str(path)).paragraphs)
    return path.read_text()


@pytest.mark.parametrize("format", ["txt", "html", "docx"])
def test_every_format_says_where_letter_and_edition_are_read(release, tmp_path, format):
    words = words_of(release, format, tmp_path)

    assert LETTER in words
    assert f"{LETTER}editions/1/" in words


@pytest.mark.parametrize("format", ["txt", "html", "docx"])
def test_without_an_edition_the_letter_is_told_alone(release, tmp_path, format):
    release.edition = None

    words = words_of(release, format, tmp_path)

    assert LETTER in words
    assert "editions/" not in words


@pytest.mark.parametrize(
    "hidden", [{"access": "link"}, {"opens_at": timezone.now() + timedelta(days=1)}]
)
@pytest.mark.parametrize("format", ["txt", "html", "docx"])
def test_nothing_leads_to_a_letter_that_not_everybody_may_see(
    release, tmp_path, format, hidden
):
    Letter.objects.update(**hidden)

    words = words_of(Release.objects.get(), format, tmp_path)

    assert "letters.example.org" not in words


@pytest.fixture
def logo(campaign, media):
    campaign.logo.save("logo.png", png())


@pytest.mark.usefixtures("printer", "logo")
def test_the_pdf_shows_the_logo_and_stays_accessible(release, tmp_path):
    path = written(release, "pdf", tmp_path)

    with pikepdf.open(path) as pdf:
        assert pdf.pages[0].get_images()
    assert verdict(path, "PDFUA-1")[-1] == "compliant: true"


@pytest.mark.usefixtures("logo")
def test_word_and_html_show_the_logo_and_name_it(release, tmp_path):
    document = docx.Document(str(written(release, "docx", tmp_path)))
    page = written(release, "html", tmp_path).read_text()

    [picture] = document.inline_shapes
    assert picture._inline.docPr.get("descr") == "Border Coalition"
    assert 'alt="Border Coalition"' in page
    assert "data:image/png;base64," in page
