"""Documents in every look: covers, several languages, addressed letters, summaries."""

import re
from dataclasses import replace
from statistics import median

import pikepdf
import pytest
import segno
from django.utils import translation

from bench.people import make_roll
from exports.designs import DESIGNS, MEDIA, PAPERS, Look
from exports.pdf import write_pdf
from exports.reading import read_roll
from exports.roll import Group, Place
from letters.models import Letter, Recipient
from signatures import places
from tests.exports.codes import codes, photographed
from tests.exports.documents import pdf_text
from tests.exports.structure import Tagged
from tests.exports.test_pdf import SCRIPTS, png
from tests.exports.test_pdf_ua import verdict
from tests.factories import make_campaign, make_letter, make_partner, make_signature

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("printer")]
COMPLIANT = "compliant: true"


@pytest.fixture
def letter(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    campaign = make_campaign()
    campaign.logo.save("logo.png", png())
    make_partner(campaign).logo.save("partner.png", png())
    letter = make_letter(campaign=campaign)
    Recipient.objects.create(
        letter=letter, position=1, name="Juan Ejemplo", salutation={"en": "Dear Juan:"}
    )
    for name in SCRIPTS.values():
        make_signature(letter, name=name, city="12 (3)")
    make_signature(letter, kind="organization", name="Caritas", country="IT")
    for number in range(60):
        make_signature(letter, name=f"Signer {number}", country="MX", region="Sonora")
    return letter


def rolls(letter, *languages, **options):
    read = []
    for language in languages:
        with translation.override(language):
            fresh = Letter.objects.select_related("campaign").get(pk=letter.pk)
            read.append(read_roll(fresh, language, **options))
    return read


def printed(path, rolls, look, **options):
    with translation.override(rolls[0].language):
        write_pdf(rolls, path, lambda _percent: None, look, **options)
    return pdf_text(path)


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("design", DESIGNS)
def test_every_design_is_accessible_and_archivable(tmp_path, letter, design, paper):
    path = tmp_path / "letter.pdf"
    look = Look(design, paper, has_cover=True, has_summary=True)

    printed(path, rolls(letter, "en", "es", edition=3), look)

    assert verdict(path)[-1] == COMPLIANT
    assert verdict(path, "PDFA-3A")[-1] == COMPLIANT
    with pikepdf.open(path) as pdf:
        boxes = {tuple(map(float, page.mediabox)) for page in pdf.pages}
    assert {tuple(round(x) for x in box) for box in boxes} == {
        (0, 0, *map(round, PAPERS[paper]))
    }


def elements(element):
    yield element
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield from elements(kid)


def test_texts_in_two_languages_have_one_list_and_say_their_language(tmp_path, letter):
    path = tmp_path / "letter.pdf"

    text = printed(path, rolls(letter, "en", "es"), Look())

    assert text.index("A letter on the border") < text.index(
        "Una carta sobre la frontera"
    )
    assert text.count("Signer 7,") == 1
    assert "People / Personas" in text
    assert "Organizations / Organizaciones" in text
    with pikepdf.open(path) as pdf:
        assert str(pdf.Root.Lang) == "en"
        [document] = pdf.Root.StructTreeRoot.K
        marked = [str(e.Lang) for e in elements(document) if "/Lang" in e]
    assert marked == ["en", "es"]


def test_the_head_of_a_page_is_in_the_language_of_its_text(tmp_path, letter):
    letter.current_revision.translations.update(body="We ask.\n\n" * 70)

    text = printed(tmp_path / "letter.pdf", rolls(letter, "en", "es"), Look())

    pages = text.rstrip("\f").split("\f")
    titles = ["A letter on the border", "Una carta sobre la frontera"]
    heads = [[title in page for title in titles] for page in pages]
    begin = next(n for n, page in enumerate(pages) if titles[1] in page)
    assert heads[:begin] == [[True, False]] * begin
    assert heads[begin] == heads[begin + 1] == [False, True]
    assert heads[-1] == [True, True]


def test_a_letter_is_addressed_to_one_recipient(tmp_path, letter):
    text = printed(tmp_path / "letter.pdf", rolls(letter, "en"), Look(), recipient=1)

    assert "Juan Ejemplo" in text
    assert "Dear Juan:" in text
    assert "Ana Ejemplo" not in text
    assert "Dear Madam President:" not in text


def test_the_cover_tells_the_numbers_and_to_whom(tmp_path, letter):
    for _number in range(5):
        make_signature(letter, publicity="counted")

    text = printed(
        tmp_path / "letter.pdf",
        rolls(letter, "en"),
        Look(has_cover=True, has_summary=True),
    )

    cover = " ".join(text.split("\f")[0].split())
    assert "To: The Honorable Ana Ejemplo, President; Juan Ejemplo" in cover
    for part in ("74 Signatures", "73 People", "1 Organizations", "3 Countries"):
        assert part in cover
    assert "Organizations: 1" in cover
    assert "and 5 more signed without being named." in cover
    assert "Mexico: 60 (Sonora: 60)" in cover


def test_an_edition_leads_to_its_page(tmp_path, letter, settings):
    settings.SITE_URL = "https://letters.example.org"
    path = tmp_path / "letter.pdf"
    url = f"https://letters.example.org/en/letters/{letter.slug}/editions/12/"

    text = printed(path, rolls(letter, "en", edition=12), Look())

    pages = text.rstrip("\f").split("\f")
    assert all("Edition 12 · Text " in page for page in pages)
    assert url in "".join(text.split())
    with pikepdf.open(path) as pdf:
        drawings = {
            page.Resources.XObject["/Code"].objgen
            for page in pdf.pages
            if b"/Code Do" in b"".join(c.read_bytes() for c in page.Contents)
        }
        assert len(drawings) == 1
        [[number, _generation]] = drawings
        shown = pdf.get_object(number, 0).read_bytes()
    rows = segno.make(url, error="m", micro=False).matrix
    dark = sum(int(count) for count in re.findall(rb"(\d+) 1 re", shown))
    assert dark == sum(map(sum, rows))


def test_a_camera_reads_the_code_on_every_page(tmp_path, letter, settings):
    settings.SITE_URL = "https://letters.example.org"
    path = tmp_path / "letter.pdf"
    printed(path, rolls(letter, "en", edition=12), Look(has_cover=True))

    pictures = photographed(path)

    url = f"https://letters.example.org/en/letters/{letter.slug}/editions/12/"
    assert len(pictures) > 2
    assert [codes(picture) for picture in pictures] == [[url]] * len(pictures)


def test_what_is_no_edition_has_no_code(tmp_path, letter):
    text = printed(tmp_path / "letter.pdf", rolls(letter, "en"), Look())

    assert "Edition" not in text
    with pikepdf.open(tmp_path / "letter.pdf") as pdf:
        assert "/Code" not in pdf.pages[0].Resources.XObject


def test_a_letter_by_secret_link_prints_no_address(tmp_path, letter):
    letter.access = "link"
    letter.save()

    text = printed(tmp_path / "letter.pdf", rolls(letter, "en", edition=12), Look())

    assert "Edition 12" in text
    assert "/editions/" not in text
    with pikepdf.open(tmp_path / "letter.pdf") as pdf:
        assert "/Code" not in pdf.pages[0].Resources.XObject


def told(letter):
    [roll] = rolls(letter, "en")
    return {place.name: place.count for place in roll.places}


def test_few_signers_of_a_place_are_not_made_out(letter):
    for country, count in [("HN", 3), ("SV", 7), ("US", 30)]:
        for number in range(count):
            make_signature(letter, name=f"{country} {number}", country=country)

    shown = told(letter)

    # Italy has one; Honduras has three: together fewer than five, so El Salvador goes, too.
    assert shown == {
        "Mexico": 60,
        "United States": 30,
        "Guatemala": 8,
        "Elsewhere, or not told": 11,
    }


def test_few_counted_signers_of_a_place_are_not_made_out_by_recipients(letter):
    for _number in range(4):
        make_signature(letter, country="MX", publicity="officials")
    make_signature(letter, country="MX", publicity="counted")

    # Everybody can count the others of Mexico, and recipients all but one.
    assert told(letter) == {
        "Mexico": 60,
        "Guatemala": 8,
        "Elsewhere, or not told": 6,
    }


def test_regions_keep_to_the_same_rule(letter):
    for region, count in [("Oaxaca", 8), ("Puebla", 2)]:
        for number in range(count):
            make_signature(
                letter, name=f"{region} {number}", country="MX", region=region
            )

    [roll] = rolls(letter, "en")
    [mexico] = [place for place in roll.places if place.name == "Mexico"]

    assert {part.name: part.count for part in mexico.parts} == {
        "Sonora": 60,
        "Elsewhere, or not told": 10,
    }


def test_the_summary_adds_up(letter):
    make_signature(letter, country="")

    [roll] = rolls(letter, "en")

    assert sum(place.count for place in roll.places) == roll.counts.total
    assert all(place.count >= places.SMALLEST for place in roll.places)


def test_the_summary_stands_below_the_names_without_a_cover(tmp_path, letter):
    text = printed(
        tmp_path / "letter.pdf", rolls(letter, "en"), Look("compact", has_summary=True)
    )

    assert text.index("Signer 59") < text.index("From where")
    assert "Mexico: 60 (Sonora: 60)" in text


def test_the_usual_cover_is_one_page(tmp_path, letter):
    [roll] = rolls(letter, "en", edition=3)
    named = [entry for group in roll.groups for entry in group.entries]
    crowded = replace(
        roll,
        partners=["Cuchumatanes Pastoral for People on the Move"] * 10,
        title="A title of so many words that it takes two lines on the cover",
        groups=[Group(f"Group {number}", named, number) for number in range(6)],
        places=[Place(f"Country {number}", 7) for number in range(8)],
    )

    text = printed(
        tmp_path / "letter.pdf", [crowded], Look(has_cover=True, has_summary=True)
    )

    cover, second, *_rest = text.split("\f")
    assert "Country 7: 7" in cover
    assert "Dear Madam President:" in second


def test_the_cover_s_headings_are_headings(tmp_path, letter):
    path = tmp_path / "letter.pdf"
    roll = replace(rolls(letter, "en")[0], places=[Place("Mexico", 60)])
    look = Look(has_cover=True, has_summary=True)

    write_pdf([roll], path, lambda percent: None, look)

    with pikepdf.open(path) as pdf:
        tagged = Tagged(pdf)
        assert tagged.check() == []
        headings = [
            (node.tag, tagged.text(node))
            for node in tagged.tree.walk()
            if node.tag in {"H1", "H2"}
        ]
        assert headings[:4] == [
            ("H1", roll.title),
            ("H2", "Who signed"),
            ("H2", "From where"),
            ("H1", roll.title),
        ]
        with pdf.open_outline() as outline:
            assert [item.title for item in outline.root] == ["Cover", roll.title]
            assert [item.title for item in outline.root[1].children] == [
                group.heading for group in roll.groups
            ]
    assert COMPLIANT in verdict(path)


@pytest.mark.parametrize("design", DESIGNS)
def test_a_document_for_screens_has_larger_type_and_narrow_margins(tmp_path, design):
    path = tmp_path / "letter.pdf"
    lefts, heights = {}, {}
    for medium in MEDIA:
        look = Look(design, medium=medium, has_cover=True, has_summary=True)
        write_pdf([make_roll(90)], path, lambda percent: None, look)
        with pikepdf.open(path) as pdf:
            assert Tagged(pdf).check() == []
        words = re.findall(
            r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">\w',
            pdf_text(path, "-bbox", "-f", "3"),
        )
        lefts[medium] = min(float(left) for left, _top, _foot in words)
        heights[medium] = median(float(foot) - float(top) for _left, top, foot in words)

    assert heights["screen"] > 1.25 * heights["print"]
    assert lefts["screen"] < 0.7 * lefts["print"]
