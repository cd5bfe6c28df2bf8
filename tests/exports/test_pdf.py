import http.server
import logging
import sys
import threading
from io import BytesIO

import pikepdf
import pytest
from django.core.files.base import ContentFile
from PIL import Image

from core.errors import Refusal
from exports import fonts, markup
from exports.pdf import print_page
from letters.models import Recipient
from tests.exports.documents import pdf_text, write
from tests.factories import make_campaign, make_letter, make_partner, make_signature

SCRIPTS = {
    "Greek": "Ελένη Παπαδοπούλου",
    "Cyrillic": "Владимир Иванов",
    "Arabic": "عبد الله محمد",
    "Hebrew": "משה כהן",
    "Chinese": "李小龙",
    "Korean": "김민준",
    "apostrophe": "Pop No’j",
    "single letter": "O",
}
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("printer")]


def png() -> ContentFile:
    file = BytesIO()
    Image.new("RGB", (60, 20), "navy").save(file, "PNG")
    return ContentFile(file.getvalue(), name="logo.png")


def positions(text, words):
    return [text.index(word) for word in words]


def test_the_letter_stands_in_the_document_part_by_part(tmp_path):
    letter = make_letter(body="We, {people} people, ask you to *act*.")
    letter.recipients.update(address={"en": "State Capitol\nSpringfield, IL 62701"})
    Recipient.objects.create(letter=letter, position=1, name="Juan Ejemplo")
    make_signature(letter, name="Ana Pérez", affiliation="First Church")
    make_signature(letter, kind="organization", name="Caritas")
    make_signature(letter, name="Oculta", publicity="counted")

    rendered = write(letter, tmp_path / "letter.pdf")
    text = pdf_text(tmp_path / "letter.pdf")

    parts = positions(
        text,
        [
            "Border Coalition",
            "The Honorable Ana Ejemplo",
            "President",
            "State Capitol\nSpringfield, IL 62701\n",
            "Juan Ejemplo",
            "A letter on the border",
            "Dear Madam President:",
            "We, 2 people, ask you to act.",
            "Respectfully, the undersigned",
            "Signatures: 3 · People: 2 · Organizations: 1 · Countries: 1",
            "\nOrganizations\n",
            "Caritas, Guatemala",
            "\nPeople\n",
            "Ana Pérez, First Church*, Guatemala",
            "and 1 more signed without being named.",
            "* Affiliation for identification purposes only",
            "Page 1 of 1",
        ],
    )
    assert parts == sorted(parts)
    assert (rendered.names, rendered.pages, rendered.warning) == (3, 1, "")
    assert "Oculta" not in text


def test_every_name_is_printed_once_on_numbered_pages(tmp_path):
    letter = make_letter()
    names = [f"Signer Number{number:03} Pérez" for number in range(150)]
    for name in names:
        make_signature(letter, name=name)

    rendered = write(letter, tmp_path / "letter.pdf")
    text = pdf_text(tmp_path / "letter.pdf")

    assert [text.count(name) for name in names] == [1] * len(names)
    assert text.count("for identification") == 0
    pages = text.rstrip("\f").split("\f")
    assert len(pages) == rendered.pages > 2
    for number, page in enumerate(pages, 1):
        assert f"Page {number} of {rendered.pages}" in page


def test_the_document_speaks_its_language(tmp_path):
    letter = make_letter()
    make_signature(letter, country="US")

    write(letter, tmp_path / "letter.pdf", language="es")
    text = pdf_text(tmp_path / "letter.pdf")

    assert "Una carta sobre la frontera" in text
    assert "Señora Presidenta:" in text
    assert "Estados Unidos" in text
    with pikepdf.open(tmp_path / "letter.pdf") as pdf:
        assert str(pdf.Root.Lang) == "es"


def test_the_file_is_tagged_titled_and_has_an_outline(tmp_path):
    letter = make_letter(body="## Why\n\nWe ask.")
    make_signature(letter)

    write(letter, tmp_path / "letter.pdf")

    with pikepdf.open(tmp_path / "letter.pdf") as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert len(pdf.Root.StructTreeRoot.K) > 0
        assert str(pdf.Root.Lang) == "en"
        assert str(pdf.docinfo.Title) == "A letter on the border"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        with pdf.open_outline() as outline:
            [title] = outline.root
            assert [item.title for item in title.children] == ["Why", "People"]


def test_the_footer_carries_the_beginning_of_the_fingerprint(tmp_path):
    letter = make_letter()

    write(letter, tmp_path / "letter.pdf")

    digits = letter.current_revision.in_language("en").fingerprint[:16]
    fours = " ".join(digits[at : at + 4] for at in range(0, 16, 4))
    assert f"Text {fours}" in pdf_text(tmp_path / "letter.pdf")


@pytest.mark.parametrize("name", SCRIPTS.values(), ids=SCRIPTS.keys())
def test_names_of_every_script_are_printed(tmp_path, name):
    letter = make_letter()
    make_signature(letter, name=name, city="12 (3)")

    rendered = write(letter, tmp_path / "letter.pdf")

    assert name in pdf_text(tmp_path / "letter.pdf")
    assert rendered.warning == ""


def test_a_character_that_no_font_has_is_named(tmp_path):
    letter = make_letter()
    # Egyptian hieroglyphs extended A, 2024: a block that the fonts here do not cover.
    make_signature(letter, name="Ana \U00013500 Pérez")
    make_signature(letter, name="Bob Brown")

    rendered = write(letter, tmp_path / "letter.pdf")

    assert "Ana \U00013500 Pérez" in rendered.warning
    assert "Bob" not in rendered.warning


def test_accents_that_a_font_composes_are_covered():
    assert fonts.missing("Ȁǎ x\u0331 é\u200d\ufe0f\u2068") == ""


def test_fonts_that_cannot_be_checked_are_a_warning(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    fonts._ranges.cache_clear()
    fonts._is_covered.cache_clear()

    rendered = write(make_letter(), tmp_path / "letter.pdf")

    assert "Look at every page." in rendered.warning


def test_without_pango_a_sentence_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "weasyprint", None)

    with pytest.raises(Refusal, match="Pango is missing"):
        write(make_letter(), tmp_path / "letter.pdf")


def test_a_name_cannot_turn_the_direction_of_its_neighbors():
    latin = markup.isolated_if_needed("Ana \u202e\u2069 <b>")
    hebrew = markup.isolated_if_needed("\u202eשלום\u2069")

    assert latin == "Ana  <b>"
    assert hebrew == "\u2068שלום\u2069"
    assert markup.isolated("Ana \u202e<b>") == "<bdi>Ana &lt;b&gt;</bdi>"


def test_long_names_wrap_inside_the_page(tmp_path):
    letter = make_letter()
    make_signature(letter, name="W" * 200)

    write(letter, tmp_path / "letter.pdf")

    words = pdf_text(tmp_path / "letter.pdf", "-bbox").split("<word ")[1:]
    lines = [word for word in words if "WWWW" in word]
    assert len(lines) > 2
    assert all(float(word.split('xMax="')[1].split('"')[0]) < 612 for word in lines)


@pytest.mark.parametrize("signers", range(28, 44, 3))
def test_no_heading_is_left_alone_at_the_foot_of_a_page(tmp_path, signers):
    letter = make_letter()
    for number in range(signers):
        make_signature(letter, kind="organization", name=f"Organization {number}")
    make_signature(letter, name="Ana Pérez")

    write(letter, tmp_path / "letter.pdf")

    pages = pdf_text(tmp_path / "letter.pdf").split("\f")
    [page] = [page for page in pages if "\nPeople\n" in page]
    assert "Ana Pérez" in page


def test_the_logos_are_inside_with_their_names(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    campaign = make_campaign()
    campaign.logo.save("logo.png", png())
    make_partner(campaign).logo.save("partner.png", png())
    letter = make_letter(campaign=campaign)

    write(letter, tmp_path / "letter.pdf")

    with pikepdf.open(tmp_path / "letter.pdf") as pdf:
        assert len(pdf.pages[0].get_images()) >= 1
    html = tmp_path / "letter.html"
    write(letter, html, format="html")
    assert html.read_text().count('<img src="data:image/png;base64,') == 2
    assert 'alt="Border Coalition"' in html.read_text()


@pytest.fixture
def listener():
    """A web server on this machine, and the paths that it was asked for."""
    asked = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(404)
            self.end_headers()

        def log_message(self, *args):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=[0.01])
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()
        thread.join()


PAYLOADS = [
    '<img src="{url}/a.png">',
    '<img src="file:///etc/passwd">',
    "<img src=\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'/>\">",
    '<link rel="attachment" href="file:///etc/passwd">',
    '<a rel="attachment" href="file:///etc/passwd">x</a>',
    '<link rel="stylesheet" href="{url}/a.css">',
    '<style>@import "{url}/b.css";</style>',
    "<style>@font-face {{ font-family: Noto; src: url({url}/f.woff) }}</style>",
    '<p style="background: url({url}/c.png)">x</p>',
    "<ul style='list-style-image: url({url}/d.png)'><li>x</li></ul>",
    '<object data="{url}/e.png"></object>',
    '<embed src="{url}/f.png">',
    '<svg width="9" height="9"><image width="9" height="9" href="{url}/g.png"/></svg>',
    "![x]({url}/h.png)",
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_text_and_names_cannot_make_the_renderer_load_anything(
    tmp_path, listener, payload
):
    url, asked = listener
    hostile = payload.format(url=url)
    letter = make_letter(body=hostile, time_zone="UTC")
    make_signature(letter, name=hostile[:200], affiliation=hostile[:200])

    write(letter, tmp_path / "letter.pdf")

    assert asked == []
    with pikepdf.open(tmp_path / "letter.pdf") as pdf:
        assert len(pdf.attachments) == 0
        assert "/AF" not in pdf.Root


@pytest.mark.parametrize("payload", [p for p in PAYLOADS if p.startswith("<")])
def test_the_fetcher_refuses_what_the_sanitizer_would_have_removed(
    tmp_path, listener, payload
):
    url, asked = listener

    with pytest.raises(Refusal, match="tries to load"):
        print_page(payload.format(url=url), tmp_path / "letter.pdf", loadable=set())

    assert asked == []


@pytest.mark.parametrize(
    "name", ["{{ 7|add:7 }}", "{% debug %}", "%(x)s %s {0} {total}"]
)
def test_names_and_text_are_never_a_template(tmp_path, name):
    letter = make_letter(body=f"Text {name.replace('{total}', '')}")
    make_signature(letter, name=name)

    write(letter, tmp_path / "letter.pdf")

    assert f"{name}, Guatemala" in pdf_text(tmp_path / "letter.pdf")


def test_the_style_sheet_is_understood_whole(tmp_path, caplog):
    letter = make_letter(body="## A\n\n1. b\n\n> c\n\n---\n\n[d](https://example.org)")
    make_signature(letter)

    with caplog.at_level(logging.WARNING, "weasyprint"):
        write(letter, tmp_path / "letter.pdf")

    assert [record.getMessage() for record in caplog.records] == []


def test_heading_levels_are_not_skipped():
    body = "<h4>a</h4><p>x</p><h2>b</h2><h4>c</h4>"

    assert markup.step_headings(body) == "<h2>a</h2><p>x</p><h2>b</h2><h3>c</h3>"
