"""Names that are hard to set: each is read as it was written, and nothing leaves the page."""

import re
from dataclasses import replace

import pikepdf
import pytest

from bench.people import make_roll
from exports.designs import DESIGNS, Look
from exports.pdf import write_pdf
from exports.roll import Group
from tests.exports.documents import pdf_text
from tests.exports.structure import Tagged

pytestmark = pytest.mark.usefixtures("printer")

HARD = {
    "a word wider than the page": "W" * 190,
    "a long name": " ".join(["María"] * 30),
    "a long name of wide words": " ".join(["W" * 25] * 7),
    "ligatures": "Sofia Steffi Pfiffner-Fjord Office",
    "accents that no letter has": "Zoe\u0301\u0323\u0304 x\u0331 Q\u0301\u0302",
    "accents put apart": "Jose\u0301 Nu\u0303n\u0303ez",
    "a soft hyphen": "Donau\u00addampf\u00adschiff",
    "Yoruba": "Ọláyínká Adébáyọ̀ Ṣọlá",
    "Vietnamese": "Nguyễn Thị Ngọc Ánh Đặng",
    "Greek and Cyrillic": "Ελένη Παπαδοπούλου, Владимир Ћирић",
    "Arabic with points": "عَلِيّ بن محمّد",
    "Persian with a joiner's opposite": "علی\u200cرضا نوری",
    "Hebrew with points": "שָׁלוֹם כֹּהֵן",
    "Hebrew and digits": "דוד כהן 12 (3)",
    "Urdu, long": " ".join(["ابوالکلام"] * 14),
    "Devanagari": "कृष्णा श्रीवास्तव त्रिपाठी",
    "Devanagari, long": " ".join(["श्रीवास्तव"] * 12),
    "Thai": "สมชาย ใจดี น้ำผึ้ง",
    "Thai, without spaces": "นายสมชายใจดีรักประเทศไทย" * 6,
    "Chinese": "欧阳小明",
    "Chinese, long": "欧阳小明" * 30,
    "Japanese and Korean": "山田太郎 と 김민준",
    "Latin and Chinese": "Ana María 王小明 de la Cruz",
    "apostrophes": "Pop No'j O’Brien Kʼicheʼ",
    "two spaces": "Ana  María",
    "operators of PDF": r"Ana) Tj (\) EMC ET <41> % /F1",
}


def written(tmp_path, names, **look):
    """The document with these names only, and what else came out."""
    roll = make_roll(len(names))
    entries = [
        replace(entry, name=name, title="", affiliation="", city="", region="")
        for entry, name in zip(roll.entries, names, strict=True)
    ]
    roll = replace(roll, groups=[Group("People", entries)], parts=[])
    path = tmp_path / "letter.pdf"
    pages = write_pdf([roll], path, lambda percent: None, Look(**look))
    return path, pages


@pytest.mark.parametrize("design", DESIGNS)
def test_hard_names_are_read_as_they_were_written(tmp_path, design):
    names = list(HARD.values())

    path, _pages = written(tmp_path, names, design=design)

    with pikepdf.open(path) as pdf:
        tagged = Tagged(pdf)
        assert tagged.check() == []
        assert tagged.names() == names


@pytest.mark.parametrize("design", DESIGNS)
def test_nothing_leaves_the_page(tmp_path, design):
    path, _pages = written(tmp_path, list(HARD.values()), design=design)

    boxes = re.findall(
        r'xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)"',
        pdf_text(path, "-bbox"),
    )

    assert boxes
    for left, top, right, bottom in (map(float, box) for box in boxes):
        assert 70 < left <= right < 612 - 70
        assert 0 < top <= bottom < 792


@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize("name", ["a long name", "Devanagari, long", "Urdu, long"])
def test_names_that_go_over_a_column_are_said_once(tmp_path, design, name):
    # So many that each place in a column is met.
    names = [HARD[name], "Ana"] * 60

    path, pages = written(tmp_path, names, design=design)

    assert pages > 1
    with pikepdf.open(path) as pdf:
        tagged = Tagged(pdf)
        assert tagged.check() == []
        assert tagged.names() == names


def test_a_list_longer_than_what_the_shaper_remembers(tmp_path, monkeypatch):
    monkeypatch.setattr("exports.typesetting.glyphs.WORDS_KEPT", 10)
    names = [f"Ana {'abcdefghij'[number % 10]}x{number}" for number in range(100)]

    path, _pages = written(tmp_path, names)

    with pikepdf.open(path) as pdf:
        assert Tagged(pdf).names() == names


def test_without_a_list_there_is_a_document(tmp_path):
    path = tmp_path / "letter.pdf"

    assert write_pdf([make_roll(0)], path, lambda percent: None, Look()) == 1
    with pikepdf.open(path) as pdf:
        tagged = Tagged(pdf)
        assert tagged.check() == []
        assert tagged.names() == []


def lines_of(path, page):
    """Left edge, foot and words of each line on a page, as they stand from above."""
    found = re.findall(
        r'<line xMin="([\d.]+)" yMin="[\d.]+" xMax="[\d.]+" yMax="([\d.]+)">(.*?)</line>',
        pdf_text(path, "-bbox-layout", "-f", str(page), "-l", str(page)),
        re.DOTALL,
    )
    return [
        (float(x), float(y), " ".join(re.findall(r">([^<]+)</word>", words)))
        for x, y, words in found
    ]


@pytest.mark.parametrize("count", [40, 75, 140, 161, 164])
def test_columns_end_together_on_the_last_page(tmp_path, count):
    names = [f"Ana María Pérez {number}" for number in range(count)]

    path, pages = written(tmp_path, names, design="columns")

    feet = [
        [y for x, y, words in lines_of(path, pages) if "Pérez" in words and on(x)]
        for on in (lambda x: x < 300, lambda x: x > 300)
    ]
    assert all(feet)
    # The heading stands in the first one; a name is 11.8 points high.
    assert abs(max(feet[0]) - max(feet[1])) < 12
    with pikepdf.open(path) as pdf:
        tagged = Tagged(pdf)
        assert tagged.check() == []
        assert tagged.names() == names


@pytest.mark.parametrize("rows", [1, 3, 5])
@pytest.mark.parametrize("design", ["classic", "columns"])
def test_no_heading_is_parted_from_its_first_names(tmp_path, design, rows):
    long = " ".join(["María"] * {"classic": 17, "columns": 8}[design] * rows)
    for count in range(28, 44):
        groups = [Group("Organizations", ["Ana"] * count), Group("People", [long] * 9)]
        path = write_groups(tmp_path, groups, design=design)

        with pikepdf.open(path) as pdf:
            tagged = Tagged(pdf)
            assert tagged.check() == []
            nodes = [each for each in tagged.tree.walk() if each.places]
        at = next(i for i, each in enumerate(nodes) if tagged.text(each) == "People")
        [(page, _mark)] = nodes[at].places
        assert nodes[at + 1].places[0][0] == page
        lines = lines_of(path, page + 1)
        [(left, foot)] = [(x, y) for x, y, words in lines if words == "People"]
        below = [y for x, y, _words in lines if abs(x - left) < 1 and y > foot]
        assert len(below) > 1


def write_groups(tmp_path, groups, **look):
    roll = make_roll(1)
    [entry] = roll.entries
    entry = replace(entry, title="", affiliation="", city="", region="")
    groups = [
        Group(
            group.heading,
            [replace(entry, name=name) for name in group.entries],
            rank,
        )
        for rank, group in enumerate(groups)
    ]
    path = tmp_path / "groups.pdf"
    roll = replace(roll, groups=groups, parts=[])
    write_pdf([roll], path, lambda percent: None, Look(**look))
    return path


@pytest.mark.parametrize("design", ["classic", "columns"])
def test_notes_never_stand_on_a_page_without_names(tmp_path, design):
    roll = make_roll(90)
    entries = [replace(entry, affiliation="Parish") for entry in roll.entries]
    path = tmp_path / "letter.pdf"
    for count in range(30, 90):
        part = replace(roll, groups=[Group("People", entries[:count])])
        pages = write_pdf([part], path, lambda percent: None, Look(design=design))

        last = pdf_text(path, "-f", str(pages), "-l", str(pages))
        assert "identification purposes" in last
        assert "Parish*" in last


def test_the_address_of_the_check_leads_there(tmp_path):
    url = "https://letters.example.org/en/letters/border/editions/2/"
    roll = replace(make_roll(60), edition="2", edition_url=url)
    path = tmp_path / "letter.pdf"

    pages = write_pdf([roll], path, lambda percent: None, Look())

    with pikepdf.open(path) as pdf:
        tagged = Tagged(pdf)
        assert tagged.check() == []
        [link] = pdf.pages[-1].Annots
        assert url == link.A.URI
        [node] = [each for each in tagged.tree.walk() if link in each.annotations]
        assert node.tag == "Link"
        assert url in tagged.text(node)
        assert [page.label for page in pdf.pages] == [
            str(number) for number in range(1, pages + 1)
        ]


def test_names_of_other_scripts_break_where_words_do_when_run_in(tmp_path):
    names = ["王小明 Pastor of the Church of the Holy Apostles"] * 30

    path, _pages = written(tmp_path, names, design="compact")

    lines = [words for _x, _y, words in lines_of(path, 1) if "王小明" in words]
    assert not all(words.startswith("王小明") for words in lines)
    with pikepdf.open(path) as pdf:
        assert Tagged(pdf).names() == names
