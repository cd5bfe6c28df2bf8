"""What WeasyPrint began and the typesetter went on with is one tagged document."""

import itertools
import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pikepdf
import pytest
from django.utils import translation

from bench.people import make_roll
from exports import wording
from exports.designs import DESIGNS, PAPERS, Look
from exports.pdf import write_pdf
from exports.roll import Roll, line
from tests.exports.documents import pdf_text
from tests.exports.structure import Tagged
from tests.exports.validators import qpdf, verdict

pytestmark = pytest.mark.usefixtures("printer")

# Each size in each design, and papers and languages in turn.
SMALL = [
    (size, design, paper, language)
    for (size, design), (paper, language) in zip(
        itertools.product((1, 2, 47, 1000), DESIGNS),
        itertools.cycle(itertools.product(PAPERS, ("en", "es"))),
        strict=False,
    )
]
CASES = [*SMALL, (12_345, "columns", "letter", "en")]
SPACE = re.compile(r"\s+")


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("documents")


def expected(roll: Roll) -> list[str]:
    return [line(entry, str, roll.parts) for entry in roll.entries]


@cache
def made(
    folder: Path, size: int, design: str, paper: str, language: str
) -> tuple[Roll, Path]:
    roll = make_roll(size, language, has_others=True)
    path = folder / f"{size}-{design}.pdf"
    with translation.override(language):
        write_pdf([roll], path, lambda percent: None, Look(design, paper))
    return roll, path


@pytest.mark.parametrize("case", CASES, ids=str)
def test_every_name_is_in_the_tree_once_and_the_tree_holds_all(folder, case):
    roll, path = made(folder, *case)

    with pikepdf.open(path) as pdf:
        tagged = Tagged(pdf)
        assert tagged.check() == []
        assert tagged.names() == expected(roll)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_every_name_is_printed_as_it_is_listed(folder, case):
    roll, path = made(folder, *case)
    pages = pdf_text(path).rstrip("\f").split("\f")
    text = []
    for number, page in enumerate(pages, 1):
        with translation.override(roll.language):
            foot = [wording.page_of(number, len(pages)), wording.fingerprint(roll)]
        running = foot if number == 1 else [*foot, roll.title]
        for words in running:
            assert words in page
            # Between two columns it may come out anywhere.
            page = page.replace(words, "", 1)
        text.append(page)

    squeezed = SPACE.sub("", "".join(text)).replace("·", "")

    for group in roll.groups:
        names = "".join(line(entry, str, roll.parts) for entry in group.entries)
        assert SPACE.sub("", group.heading + names) in squeezed


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_document_has_an_outline_a_language_links_and_its_own_fonts(folder, case):
    roll, path = made(folder, *case)

    with pikepdf.open(path) as pdf:
        assert pdf.Root.Lang == roll.language
        with pdf.open_outline() as outline:
            [title] = outline.root
        assert title.title == roll.title
        headings = [group.heading for group in roll.groups]
        assert [item.title for item in title.children] == headings
        links = [node for node in Tagged(pdf).tree.walk() if node.tag == "Link"]
        [[link]] = [node.annotations for node in links]
        assert link.A.URI == "https://example.org"
        sizes = {tuple(map(float, page.MediaBox)) for page in pdf.pages}
        assert len(sizes) == 1
        assert next(iter(sizes))[2:] == pytest.approx(PAPERS[case[2]], abs=0.1)
        for font in pdf.pages[-1].Resources.Font.values():
            [descendant] = font.DescendantFonts
            assert re.match(r"/[A-Z]{6}\+", str(font.BaseFont))
            assert {"/FontFile2", "/FontFile3"} & descendant.FontDescriptor.keys()


@pytest.mark.parametrize("case", CASES, ids=str)
def test_qpdf_finds_nothing_wrong(folder, case):
    _roll, path = made(folder, *case)

    assert qpdf(path) == ""


@pytest.mark.parametrize("profile", ["PDFUA-1", "PDFA-3A"])
@pytest.mark.parametrize("case", SMALL[6:9], ids=str)
def test_verapdf_finds_nothing_wrong(folder, case, profile):
    _roll, path = made(folder, *case)

    assert verdict(path, profile)[-1] == "compliant: true", verdict(path, profile)


@pytest.mark.parametrize("design", DESIGNS)
def test_a_bilingual_document_with_a_cover_is_one_document(tmp_path, design):
    english, spanish = make_roll(60), make_roll(60, "es", title="Una carta")
    path = tmp_path / "both.pdf"
    look = Look(design, has_cover=True, has_summary=True)

    write_pdf([english, spanish], path, lambda percent: None, look)

    with pikepdf.open(path) as pdf:
        tagged = Tagged(pdf)
        assert tagged.check() == []
        assert tagged.names()[-60:] == expected(english)


def test_a_list_of_latin_names_is_small(tmp_path):
    path = tmp_path / "letter.pdf"

    write_pdf([make_roll(10_000)], path, lambda percent: None, Look())

    assert path.stat().st_size < 2_000_000


def test_the_same_roll_gives_the_same_bytes(tmp_path):
    paths = [tmp_path / "one.pdf", tmp_path / "two.pdf"]
    roll = make_roll(300, has_others=True)

    for path in paths:
        write_pdf([replace(roll)], path, lambda percent: None, Look("compact"))

    assert paths[0].read_bytes() == paths[1].read_bytes()
