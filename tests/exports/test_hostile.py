"""Names, titles and texts that mean harm, or are only unusual, through every format."""

import csv
import http.server
import json
import re
import threading
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import docx
import openpyxl
import pikepdf
import pytest
from lxml import html

from core.characters import ILLEGAL, legal
from core.spreadsheets import FORMULA
from exports import fonts
from exports.designs import DESIGNS, Look
from exports.pdf import write_pdf
from exports.roll import Addressee, Group, Place
from exports.writers import PRESS_WRITERS
from tests.exports.documents import LOOKS, WRITE, pdf_text
from tests.exports.office import convert
from tests.exports.rolls import make_entry, make_roll

CORPUS = json.loads((Path(__file__).parents[1] / "data" / "hostile.json").read_text())
STRINGS = [text for texts in CORPUS.values() for text in texts]
# What would be fetched if a text or a name were anything but words.
PAYLOADS = [
    '<img src="{url}/a.png">',
    '<img src="file:///etc/passwd">',
    '<link rel="attachment" href="file:///etc/passwd">',
    '<a rel="attachment" href="{url}/b">x</a>',
    '<link rel="stylesheet" href="{url}/c.css">',
    '<style>@import "{url}/d.css";</style>',
    '<p style="background: url({url}/e.png)">x</p>',
    '<object data="{url}/f.png"></object>',
    '<svg><image href="{url}/g.png"/></svg>',
    '<base href="{url}/">',
    '<meta http-equiv="refresh" content="0; url={url}/h">',
    '<script src="{url}/i.js"></script>',
    '<!DOCTYPE x [<!ENTITY y SYSTEM "{url}/j">]><x>&y;</x>',
    "![x]({url}/k.png)",
    "[x]: {url}/l",
    '=WEBSERVICE("{url}/m")',
    '=HYPERLINK("{url}/n","x")',
    '<w:attachedTemplate r:id="{url}/o"/>',
    '{{ INCLUDEPICTURE "{url}/p.png" }}',
]
ALL = {
    **WRITE,
    **LOOKS,
    **{f"press {key}": write for key, write in PRESS_WRITERS.items()},
}
HTML_LOOKS = [kind for kind in LOOKS if kind.startswith("html")]
WORD_LOOKS = [kind for kind in LOOKS if kind.startswith("docx")]


def neighbor(number, side):
    return f"{side}{number:04} Neighbor"


def hostile_entry(text, number=0):
    return make_entry(
        number,
        name=text,
        title=text,
        affiliation=text,
        city=text,
        region=text,
        country_name="",
    )


def hostile_roll(strings, **fields):
    """Each string in every field of an entry, between two that nothing may disturb."""
    entries = []
    for number, text in enumerate(strings):
        plain = {"title": "", "city": "", "country_name": ""}
        entries += [
            make_entry(0, name=neighbor(number, "Before"), **plain),
            hostile_entry(text),
            make_entry(0, name=neighbor(number, "After"), **plain),
        ]
    for number, entry in enumerate(entries, 1):
        entry.number = number
    return make_roll(entries, **fields)


def neighbors(strings):
    return [
        neighbor(number, side)
        for number in range(len(strings))
        for side in ("Before", "After")
    ]


def read_csv(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def read_xlsx(path):
    sheet = openpyxl.load_workbook(path).active
    # So Excel writes a carriage return; openpyxl leaves it.
    return [
        [str(cell.value or "").replace("_x000D_", "\r") for cell in row]
        for row in sheet.iter_rows()
    ]


@pytest.mark.parametrize("read", [read_csv, read_xlsx])
@pytest.mark.parametrize("kind", ["{}", "press {}"])
def test_tables_keep_every_row_and_hold_no_formula(tmp_path, read, kind):
    format = read.__name__.removeprefix("read_")
    roll = hostile_roll(STRINGS)

    ALL[kind.format(format)](roll, tmp_path / f"names.{format}")
    rows = read(tmp_path / f"names.{format}")

    head = next(number for number, row in enumerate(rows) if "name" in row)
    column = rows[head].index("name")
    assert len(rows) - head - 1 == 3 * len(STRINGS)
    names = [row[column] for row in rows[head + 1 :]]
    assert (
        names[::3] + names[2::3] == neighbors(STRINGS)[::2] + neighbors(STRINGS)[1::2]
    )
    texts = [cell for row in rows for cell in row]
    assert [text for text in texts if FORMULA.match(text)] == []
    # And so that a name stays a name, nothing was lost but what no file can hold.
    legal = [ILLEGAL.sub("", text) for text in STRINGS]
    found = [name.removeprefix("'") for name in names[1::3]]
    differing = [
        (before, after)
        for before, after in zip(legal, found, strict=True)
        if " ".join(before.removeprefix("'").split()) != " ".join(after.split())
    ]
    assert differing == []


def test_excel_holds_text_and_numbers_only(tmp_path):
    WRITE["xlsx"](hostile_roll(STRINGS), tmp_path / "names.xlsx")

    sheet = openpyxl.load_workbook(tmp_path / "names.xlsx").active
    kinds = {cell.data_type for row in sheet.iter_rows() for cell in row}
    assert kinds <= {"s", "n", "inlineStr"}
    with ZipFile(tmp_path / "names.xlsx") as archive:
        assert not any("externalLink" in name for name in archive.namelist())
        for name in archive.namelist():
            ElementTree.fromstring(archive.read(name))  # noqa: S314  we wrote it


def test_libreoffice_counts_nothing_out_of_the_csv(tmp_path):
    WRITE["csv"](hostile_roll(CORPUS["formulas"]), tmp_path / "names.csv")

    sheet = openpyxl.load_workbook(convert(tmp_path / "names.csv", "xlsx")).active

    assert [
        cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"
    ] == []
    names = [row[2] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert names[::3] == neighbors(CORPUS["formulas"])[::2]


def test_plain_text_keeps_every_neighbor_on_a_line_of_its_own(tmp_path):
    for kind in ("txt", "press txt"):
        ALL[kind](hostile_roll(STRINGS), tmp_path / "names.txt")

        lines = (tmp_path / "names.txt").read_text(encoding="utf-8").split("\n")
        for name in neighbors(STRINGS):
            assert lines.count(name) == 1
        assert not ILLEGAL.search("".join(lines))


def test_json_has_one_line_for_each(tmp_path):
    WRITE["jsonl"](hostile_roll(STRINGS), tmp_path / "names.jsonl")

    text = (tmp_path / "names.jsonl").read_text(encoding="utf-8")
    about, *lines = [json.loads(line) for line in text.rstrip("\n").split("\n")]
    assert about["counts"]["total"] == len(lines) == 3 * len(STRINGS)
    assert [line["name"] for line in lines[::3]] == neighbors(STRINGS)[::2]


@pytest.mark.parametrize("kind", ["html", *HTML_LOOKS])
def test_html_keeps_every_item_and_gains_no_tag(tmp_path, kind):
    ALL[kind](hostile_roll(STRINGS), tmp_path / "letter.html")

    page = (tmp_path / "letter.html").read_text(encoding="utf-8")
    parsed = html.document_fromstring(page)
    [names] = parsed.xpath("//ul[@class='names']")
    assert len(names) == 3 * len(STRINGS)
    assert [item.text_content() for item in names[::3]] == neighbors(STRINGS)[::2]
    assert {each.tag for each in names.iter()} == {"ul", "li", "bdi"}
    assert {key for each in names.iter() for key in each.attrib} == {"class"}
    assert len(parsed.xpath("//script | //link | //img | //iframe | //form")) == 0


@pytest.mark.parametrize("text", STRINGS[::7])
def test_html_around_the_names_gains_no_tag(tmp_path, text):
    plain, hostile = (
        surrounded(words) for words in ("words", legal(text).strip() or "words")
    )
    for kind in HTML_LOOKS:
        found = []
        for number, roll in enumerate((plain, hostile)):
            ALL[kind](roll, tmp_path / f"{number}.html")
            page = html.parse(str(tmp_path / f"{number}.html"))
            found.append([each.tag for each in page.iter()])
        assert found[0] == found[1]


@pytest.mark.parametrize("kind", ["docx", *WORD_LOOKS])
def test_word_keeps_every_paragraph(tmp_path, kind):
    ALL[kind](hostile_roll(STRINGS), tmp_path / "letter.docx")

    document = docx.Document(str(tmp_path / "letter.docx"))
    if "compact" in kind:
        text = "\n".join(each.text for each in document.paragraphs)
        assert [name for name in neighbors(STRINGS) if text.count(name) != 1] == []
        return
    names = [
        each.text for each in document.paragraphs if each.style.name == "List Name"
    ]
    assert len(names) == 3 * len(STRINGS)
    assert names[::3] == neighbors(STRINGS)[::2]
    assert names[2::3] == neighbors(STRINGS)[1::2]


@pytest.mark.parametrize("kind", ["docx", "docx columns", "docx compact cover"])
def test_libreoffice_opens_the_word_file_with_every_neighbor(tmp_path, kind):
    ALL[kind](hostile_roll(STRINGS), tmp_path / "letter.docx")

    text = pdf_text(convert(tmp_path / "letter.docx", "pdf"))

    if "compact" in kind:
        text = " ".join(text.split())  # a line may end within a name
    assert [name for name in neighbors(STRINGS) if text.count(name) != 1] == []


@pytest.mark.usefixtures("printer")
@pytest.mark.parametrize("design", DESIGNS)
def test_pdf_keeps_every_neighbor_and_prints_no_box_unnamed(
    tmp_path, monkeypatch, design
):
    from weasyprint.pdf.fonts import Font

    boxes = set()
    number_of = Font.get_unused_glyph_id

    def note(font, code):
        boxes.add(chr(code))
        return number_of(font, code)

    monkeypatch.setattr(Font, "get_unused_glyph_id", note)
    roll = hostile_roll(STRINGS)

    write_pdf(
        [roll], tmp_path / "letter.pdf", lambda _percent: None, Look(design=design)
    )

    text = pdf_text(tmp_path / "letter.pdf")
    # In the compact design a line, or a page, may end within a name.
    firsts = [name.split()[0] for name in neighbors(STRINGS)]
    assert [name for name in firsts if text.count(name) != 1] == []
    assert boxes <= set(fonts.missing("".join(STRINGS)))


def surrounded(text):
    """A roll with the text wherever else a document prints words."""
    return make_roll(
        [make_entry()],
        title=text,
        campaign=text,
        partners=[text],
        addressees=[Addressee(text, text, [text], text)],
        groups=[Group(text, [make_entry()])],
        places=[Place(text, 7, [Place(text, 7)])],
        edition="3",
        edition_url=text,
    )


@pytest.fixture
def listener():
    """A server on this machine that counts who connects, whatever they say."""
    connected = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def setup(self):
            connected.append(self.client_address)
            super().setup()

        def log_message(self, *args):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=[0.01])
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", connected
        server.shutdown()
        thread.join()


def fetching_roll(url):
    payloads = [payload.replace("{url}", url) for payload in PAYLOADS]
    roll = hostile_roll(payloads, body="\n\n".join(payloads), closing=payloads[0])
    addressees = [Addressee(each, each, [each], each) for each in payloads]
    groups = [Group(payloads[0], roll.groups[0].entries)]
    places = [Place(each, 7, [Place(each, 7)]) for each in payloads]
    return make_roll(
        roll.groups[0].entries,
        places=places,
        edition="3",
        edition_url=payloads[4],
        body=roll.body,
        title=payloads[0],
        campaign=payloads[1],
        partners=payloads,
        closing=payloads[2],
        addressees=addressees,
        groups=groups,
        accent='red;background:url("http://127.0.0.1/")',
    )


@pytest.mark.parametrize("kind", ALL)
def test_no_format_fetches_anything(tmp_path, listener, kind):
    url, connected = listener

    ALL[kind](fetching_roll(url), tmp_path / "out")

    assert (tmp_path / "out").stat().st_size > 0
    assert connected == []


@pytest.mark.usefixtures("printer")
def test_the_pdf_fetches_nothing_and_attaches_nothing(tmp_path, listener):
    url, connected = listener
    path = tmp_path / "letter.pdf"
    look = Look(has_cover=True, has_summary=True)

    write_pdf([fetching_roll(url)], path, lambda _percent: None, look)

    assert connected == []
    with pikepdf.open(path) as pdf:
        assert len(pdf.attachments) == 0


@pytest.mark.parametrize(
    "kind", ["docx", "docx columns cover", "docx compact", "html", "html classic cover"]
)
def test_libreoffice_finds_nothing_to_fetch(tmp_path, listener, kind):
    url, connected = listener
    format = kind.split()[0]
    path = tmp_path / f"letter.{format}"
    ALL[kind](fetching_roll(url), path)

    convert(path, "pdf" if format == "docx" else "txt:Text")

    assert connected == []
    if format == "docx":
        with ZipFile(path) as archive:
            relations = archive.read("word/_rels/document.xml.rels").decode()
        external = re.findall(r'Type="([^"]*)"[^>]*TargetMode="External"', relations)
        assert {kind.rpartition("/")[2] for kind in external} <= {"hyperlink"}


@pytest.mark.parametrize("kind", ALL)
@pytest.mark.parametrize("character", ["\x00", "\x0b", "\x1b", "\ufffe", "\ud800"])
def test_what_xml_cannot_say_reaches_no_file(tmp_path, kind, character):
    text = f"One{character}two"
    roll = make_roll(
        [hostile_entry(text, 1)],
        title=text,
        campaign=text,
        partners=[text],
        body=f"{text}\n\n- {text}",
        closing=text,
        addressees=[Addressee(text, text, [text], text)],
        groups=[Group(text, [hostile_entry(text, 1)])],
        places=[Place(text, 7, [Place(text, 7)])],
    )

    ALL[kind](roll, tmp_path / "out")

    data = (tmp_path / "out").read_bytes()
    if data.startswith(b"PK"):
        with ZipFile(tmp_path / "out") as archive:
            data = b"".join(map(archive.read, archive.namelist()))
    written = data.decode("utf-8", "surrogatepass")
    assert character not in written
    assert "Onetwo" in written or "One two" in written
