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
