"""What somebody takes along: whole, checked, in the recipient's language, ready to print."""

import hashlib
import zipfile
from io import BytesIO

import pikepdf
import pypdfium2
import pytest

from deliveries.booklet import order, write_booklet
from exports.editions import freeze, preflight
from exports.models import Layout
from exports.tasks import render_document
from tests.deliveries.editions import make_edition, make_pdf
from tests.factories import make_member, make_signature

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("pages", "sides"),
    [
        (1, [(None, 0), (None, None)]),
        (4, [(3, 0), (1, 2)]),
        (5, [(None, 0), (1, None), (None, 2), (3, 4)]),
        (8, [(7, 0), (1, 6), (5, 2), (3, 4)]),
    ],
)
def test_order_of_a_booklet(pages, sides):
    assert list(order(pages)) == sides


@pytest.mark.parametrize("pages", [1, 2, 3, 7, 16, 47])
def test_a_folded_stack_reads_from_the_first_page_to_the_last(pages):
    sheets = list(order(pages))
    fronts, backs = sheets[::2], sheets[1::2]
    # The outermost sheet is first: through its right halves inwards, and back out.
    inwards = [
        page for f, b in zip(fronts, backs, strict=True) for page in (f[1], b[0])
    ]
    outwards = [
        page for f, b in zip(fronts, backs, strict=True) for page in (f[0], b[1])
    ]

    read = [*inwards, *reversed(outwards)]

    assert read == [*range(pages), *[None] * (len(read) - pages)]
    assert len(read) % 4 == 0


@pytest.mark.parametrize(
    ("paper", "size"), [("letter", (792, 612)), ("a4", (841.89, 595.28))]
)
def test_booklet_has_two_pages_on_a_side(tmp_path, paper, size):
    (tmp_path / "letter.pdf").write_bytes(make_pdf(5))

    sheets = write_booklet(tmp_path / "letter.pdf", tmp_path / "booklet.pdf", paper)

    assert sheets == 2
    pdf = pypdfium2.PdfDocument(tmp_path / "booklet.pdf")
    try:
        assert [page.get_size() for page in pdf] == [pytest.approx(size, abs=0.01)] * 4
        texts = [page.get_textpage().get_text_range().split() for page in pdf]
    finally:
        pdf.close()
    assert texts == [
        ["page", "1"],
        ["page", "2"],
        ["page", "3"],
        ["page", "4", "page", "5"],
    ]


@pytest.fixture
def editor(campaign, as_user):
    return as_user(make_member(campaign, "editor"))


def packet_path(edition, language="es"):
    letter = edition.letter
    recipient = letter.recipients.first().pk
    base = f"/organize/letters/{letter.slug}/deliveries/"
    return f"{base}packet/{edition.number}/{recipient}/{language}.zip"


def real_edition(letter):
    for publicity in ("public", "officials", "counted"):
        make_signature(letter, name=f"Zqx {publicity}", publicity=publicity)
    accepted = {each.check_name: each.found for each in preflight(letter)}
    edition = freeze(letter, user=None, accepted=accepted)
    for pk in edition.documents.values_list("pk", flat=True):
        render_document(pk)
    return edition


def test_a_packet(letter, editor, printer):
    Layout.objects.create(letter=letter, paper="a4")
    edition = real_edition(letter)

    response = editor.get(packet_path(edition))

    assert response["Content-Disposition"].startswith("attachment")
    packet = zipfile.ZipFile(BytesIO(b"".join(response.streaming_content)))
    files = {name.rpartition("/")[2]: packet.read(name) for name in packet.namelist()}
    assert set(files) == {
        "SHA256SUMS",
        "booklet.pdf",
        "cover-letter.pdf",
        "letter.pdf",
        "letter.txt",
    }
    for line in files["SHA256SUMS"].decode().splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256(files.pop(name)).hexdigest() == digest
    document = edition.documents.get(language="es", audience="officials")
    assert list(files) == ["SHA256SUMS"]
    assert document.sha256 in packet.read(packet.namelist()[0]).decode()


def test_the_words_of_a_packet(letter, editor, printer):
    edition = real_edition(letter)
    response = editor.get(packet_path(edition))
    packet = zipfile.ZipFile(BytesIO(b"".join(response.streaming_content)))
    folder = packet.namelist()[0].partition("/")[0]

    text = packet.read(f"{folder}/letter.txt").decode()
    assert "Zqx public" in text
    assert "Zqx officials" in text
    assert "Zqx counted" not in text
    with pikepdf.open(BytesIO(packet.read(f"{folder}/cover-letter.pdf"))) as cover:
        assert cover.Root.Lang == "es"
        assert "/StructTreeRoot" in cover.Root
    pdf = pypdfium2.PdfDocument(packet.read(f"{folder}/cover-letter.pdf"))
    try:
        words = pdf[0].get_textpage().get_text_range()
    finally:
        pdf.close()
    assert "Señora Presidenta" in words
    assert "Excelentísima señora Ana Ejemplo" in words
    assert "Zqx" not in words


def test_a_changed_file_is_not_packed(letter, editor):
    edition = make_edition(letter)
    document = edition.documents.get(language="es")
    with document.file.open("ab") as file:
        file.write(b" ")

    response = editor.get(packet_path(edition))

    assert response.status_code == 422
    assert "not the one that was frozen" in response.content.decode()


def test_a_missing_file_and_one_that_is_not_ready(letter, editor):
    edition = make_edition(letter)
    document = edition.documents.get(language="es")
    document.file.storage.delete(document.file.name)

    gone = editor.get(packet_path(edition))
    edition.documents.all().delete()
    unready = editor.get(packet_path(edition))

    assert gone.status_code == unready.status_code == 422
    assert "is missing" in gone.content.decode()
    assert "is not ready" in unready.content.decode()


def test_packets_are_for_those_who_read_documents(letter, campaign, as_user):
    edition = make_edition(letter)
    viewer = as_user(make_member(campaign, "viewer"))

    assert viewer.get(packet_path(edition)).status_code == 404
    page = viewer.get("/organize/letters/border/deliveries/").content.decode()
    assert ".zip" not in page
