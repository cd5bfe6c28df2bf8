"""What somebody takes along: whole, checked, in the recipient's language, ready to print."""

import errno
import hashlib
import zipfile
from datetime import timedelta
from html import unescape
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import time_machine
from django.db import connection
from django.utils import timezone, translation

from deliveries import packets
from deliveries.booklet import order, write_booklet
from deliveries.models import Packet
from deliveries.packing import make_packet
from deliveries.periodic import forget_files, make_due_packets
from exports import services
from exports.editions import freeze, preflight
from exports.models import Layout
from exports.tasks import render_document
from letters.models import Letter
from tests.deliveries.editions import make_delivery, make_edition, make_pdf
from tests.deliveries.editions import make_packet as make_packet_row
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
    return f"{base}packet/{edition.number}/{recipient}/{language}"


def text_of(response):
    return unescape(response.content.decode())


def ask_for(editor, edition, language="es"):
    """Press the button, and let a worker do what is due."""
    response = editor.post(f"{packet_path(edition, language)}/")
    for packet in Packet.objects.due(timezone.now()):
        make_packet(packet.pk)
    return response


def test_another_wish_in_the_moment_of_the_claim_takes_it_away(letter):
    edition = make_edition(letter)
    packet = Packet.objects.create(
        edition=edition, recipient=letter.recipients.get(), language="es"
    )
    claims = []

    def wish_meanwhile(execute, sql, params, many, context):
        answer = execute(sql, params, many, context)
        if sql.startswith("UPDATE") and '"attempts" +' in sql and not claims:
            claims.append(sql)
            Packet.objects.owe_again()
        return answer

    with connection.execute_wrapper(wish_meanwhile):
        assert Packet.take(packet.pk) is None

    assert claims
    assert Packet.take(packet.pk) is not None


def take(editor, edition):
    response = editor.get(f"{packet_path(edition)}.zip")
    assert response["Content-Disposition"].startswith("attachment")
    return zipfile.ZipFile(BytesIO(b"".join(response.streaming_content)))


def stored(settings):
    folder = Path(settings.MEDIA_ROOT) / "packets"
    return sorted(path.name for path in folder.glob("*"))


def real_edition(letter):
    for publicity in ("public", "officials", "counted"):
        make_signature(letter, name=f"Zqx {publicity}", publicity=publicity)
    accepted = {each.check_name: each.mark for each in preflight(letter)}
    edition = freeze(letter, user=None, accepted=accepted)
    for pk in edition.documents.values_list("pk", flat=True):
        render_document(pk)
    return edition


def test_a_packet(letter, editor, printer):
    Layout.objects.create(letter=letter, paper="a4")
    edition = real_edition(letter)

    assert ask_for(editor, edition).status_code == 302
    assert "Download" in text_of(editor.get(f"{packet_path(edition)}/"))
    packet = take(editor, edition)
    files = {name.rpartition("/")[2]: packet.read(name) for name in packet.namelist()}
    assert set(files) == {
        "SHA256SUMS",
        "carta-de-presentacion.pdf",
        "carta.pdf",
        "carta.txt",
        "folleto.pdf",
    }
    for line in files["SHA256SUMS"].decode().splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256(files.pop(name)).hexdigest() == digest
    document = edition.documents.get(language="es", audience="officials")
    assert list(files) == ["SHA256SUMS"]
    assert document.sha256 in packet.read(packet.namelist()[0]).decode()


def test_text_and_document_of_a_packet_address_the_same(letter, editor, printer):
    letter.recipients.create(name="Otto Other", office={"es": "Ministro"}, position=2)
    edition = real_edition(Letter.objects.get(pk=letter.pk))
    services.request_document(
        letter,
        edition=edition,
        language="es",
        format="pdf",
        recipient=letter.recipients.first(),
        user=None,
    )
    render_document(edition.documents.exclude(recipient=None).get().pk)

    ask_for(editor, edition)
    packet = take(editor, edition)

    [name] = [each for each in packet.namelist() if each.endswith("carta.txt")]
    text = packet.read(name).decode()
    assert "Ana Ejemplo" in text
    assert "Otto Other" not in text


def test_the_words_of_a_packet(letter, editor, printer):
    edition = real_edition(letter)
    ask_for(editor, edition)
    packet = take(editor, edition)
    folder = packet.namelist()[0].partition("/")[0]

    text = packet.read(f"{folder}/carta.txt").decode()
    assert "Zqx public" in text
    assert "Zqx officials" in text
    assert "Zqx counted" not in text
    with pikepdf.open(
        BytesIO(packet.read(f"{folder}/carta-de-presentacion.pdf"))
    ) as cover:
        assert cover.Root.Lang == "es"
        assert "/StructTreeRoot" in cover.Root
    pdf = pypdfium2.PdfDocument(packet.read(f"{folder}/carta-de-presentacion.pdf"))
    try:
        words = pdf[0].get_textpage().get_text_range()
    finally:
        pdf.close()
    assert "Señora Presidenta" in words
    assert "Excelentísima señora Ana Ejemplo" in words
    assert "Zqx" not in words
    assert "carta.pdf" in words


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Ana Ejemplo", "ana-ejemplo"),
        ("María José Núñez Ñandú", "maria-jose-nunez-nandu"),
        ("Archbishop " * 9, "archbishop-archbishop-archbishop"),
        ("李小龙", ""),
    ],
)
def test_a_packet_is_called_like_edition_and_recipient(letter, editor, name, slug):
    letter.recipients.update(name=name)
    recipient = letter.recipients.get()
    packet = make_packet_row(make_edition(letter), language="es", recipient=recipient)

    response = editor.get(f"{packet_path(packet.edition)}.zip")
    assert b"".join(response.streaming_content) == b"PK"

    called = f"border-edicion-1-{slug or recipient.pk}-es.zip"
    assert f'filename="{called}"' in response["Content-Disposition"]
    assert called in text_of(editor.get(f"{packet_path(packet.edition)}/"))


def test_two_recipients_of_one_name_have_packets_of_two_names(letter):
    edition = make_edition(letter)
    other = letter.recipients.create(name="ANA Ejemplo", position=2)

    names = [
        make_packet_row(edition, recipient=recipient).name
        for recipient in (letter.recipients.first(), other)
    ]

    first = letter.recipients.first().pk
    assert names == [
        f"border-edition-1-ana-ejemplo-{first}-en",
        f"border-edition-1-ana-ejemplo-{other.pk}-en",
    ]


def test_a_changed_file_is_not_packed(letter, editor, settings):
    edition = make_edition(letter)
    document = edition.documents.get(language="en")
    with document.file.open("ab") as file:
        file.write(b" ")

    path = packet_path(edition, "en")
    ask_for(editor, edition, "en")

    packet = Packet.objects.get()
    assert packet.status == "failed"
    assert "has changed since it was made" in packet.error
    assert packet.error in text_of(editor.get(f"{path}/"))
    assert editor.get(f"{path}.zip").status_code == 404
    assert stored(settings) == []


def test_an_edition_that_is_not_ready_is_not_packed(letter, editor):
    edition = make_edition(letter)
    edition.documents.all().delete()

    response = ask_for(editor, edition)

    assert response.status_code == 422
    assert "is not ready" in text_of(response)
    assert not Packet.objects.exists()


def test_nothing_is_rendered_by_the_web_process(letter, editor, monkeypatch):
    edition = make_edition(letter)
    monkeypatch.setattr(packets, "write_packet", None)

    empty = editor.get(f"{packet_path(edition)}/")
    pressed = editor.post(f"{packet_path(edition)}/")
    waiting = editor.get(f"{packet_path(edition)}/")

    assert "Make the packet" in text_of(empty)
    assert "Packet of edition 1 for Ana Ejemplo" in text_of(empty)
    assert pressed.status_code == 302
    assert "Queued…" in text_of(waiting)
    assert "<progress" in text_of(waiting)
    assert editor.get(f"{packet_path(edition)}.zip").status_code == 404


def test_packets_wait_where_documents_do_and_not_before_mail():
    route = make_packet.app.amqp.router.route({}, make_packet.name)

    assert route["queue"].name == "documents"


def test_the_page_says_so_when_no_worker_answers(letter, editor):
    edition = make_edition(letter)
    editor.post(f"{packet_path(edition)}/")

    with time_machine.travel(timezone.now() + timedelta(minutes=1)):
        assert "No worker has begun" in text_of(editor.get(f"{packet_path(edition)}/"))


def test_pressing_twice_makes_one(letter, editor):
    edition = make_edition(letter)

    editor.post(f"{packet_path(edition)}/")
    taken = Packet.take(Packet.objects.get().pk)
    editor.post(f"{packet_path(edition)}/")

    assert Packet.objects.get().claim == taken.claim


def test_other_words_make_another_packet(letter, editor, settings):
    edition = make_edition(letter)
    made = make_packet_row(edition, language="es")
    words = {"subject_en": "Read this", "text_en": "Dear {recipient}"}

    editor.post("/organize/letters/border/deliveries/cover/", words)

    made.refresh_from_db()
    assert made.status == "queued"


def test_a_packet_with_old_words_is_not_given_out(letter, editor):
    edition = make_edition(letter)
    make_packet_row(edition, language="es")
    path = packet_path(edition)
    assert b"".join(editor.get(f"{path}.zip").streaming_content) == b"PK"

    letter.recipients.update(name="Somebody Else")

    assert editor.get(f"{path}.zip").status_code == 404
    assert "have changed since" in text_of(editor.get(f"{path}/"))


def test_a_packet_that_is_gone_from_the_disk_is_told_in_words(letter, editor):
    edition = make_edition(letter)
    packet = make_packet_row(edition, language="es")
    packet.file.storage.delete(packet.file.name)

    response = editor.get(f"{packet_path(edition)}.zip")

    assert response.status_code == 422
    assert "The file is missing" in text_of(response)
    assert "Make it anew" in text_of(response)


def test_words_that_change_meanwhile_are_not_lost(letter, settings, monkeypatch):
    """The worker has begun with the old ones: its file is thrown away."""
    edition = make_edition(letter)
    packet = make_packet_row(edition, status="queued")

    def write(_packet, file):
        file.write(b"old words")
        Packet.objects.owe_again()

    monkeypatch.setattr(packets, "write_packet", write)
    make_packet(packet.pk)

    packet.refresh_from_db()
    assert (packet.status, packet.file.name) == ("queued", "")
    assert stored(settings) == []


def test_half_a_packet_of_a_killed_worker_is_cleared_away(
    letter, settings, monkeypatch
):
    edition = make_edition(letter)
    packet = make_packet_row(edition, status="queued")  # with half a file
    [half] = stored(settings)
    assert Packet.take(packet.pk)
    assert Packet.take(packet.pk) is None

    monkeypatch.setattr(packets, "write_packet", lambda _row, file: file.write(b"PK"))
    monkeypatch.setattr(make_packet, "delay", make_packet)
    with time_machine.travel(timezone.now() + settings.DOCUMENT_LEASE):
        make_due_packets()

    packet.refresh_from_db()
    assert (packet.status, packet.attempts) == ("ready", 2)
    assert stored(settings) == [Path(packet.file.name).name] != [half]


def test_given_up_after_three_killed_workers(letter, settings):
    packet = make_packet_row(make_edition(letter), status="queued", attempts=3)

    assert Packet.take(packet.pk) is None

    packet.refresh_from_db()
    assert packet.status == "failed"
    assert "stopped several times" in packet.error


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (OSError(errno.ENOSPC, "full"), "no room"),
        (MemoryError(), "more time or memory"),
    ],
)
def test_what_cannot_be_made_says_why(letter, settings, monkeypatch, error, sentence):
    packet = make_packet_row(make_edition(letter), status="queued")

    def write(_packet, file):
        file.write(b"half")
        raise error

    monkeypatch.setattr(packets, "write_packet", write)
    make_packet(packet.pk)

    packet.refresh_from_db()
    assert packet.status == "failed"
    assert sentence in packet.error
    assert stored(settings) == []


def test_a_full_disk_leaves_no_half_packet(letter, settings, monkeypatch, request):
    edition = make_edition(letter)
    packet = Packet.objects.create(
        edition=edition, recipient=letter.recipients.get(), language="en"
    )
    monkeypatch.setattr(packets, "write_packet", lambda _row, file: file.write(b"PK"))
    request.getfixturevalue("full_disk")

    make_packet(packet.pk)

    packet.refresh_from_db()
    assert (packet.status, packet.file.name) == ("failed", "")
    assert "no room" in packet.error
    assert stored(settings) == []


def test_packets_are_deleted_after_a_week(letter, settings):
    make_packet_row(make_edition(letter))

    forget_files()
    assert len(stored(settings)) == 1
    with time_machine.travel(timezone.now() + timedelta(days=7)):
        forget_files()

    assert not Packet.objects.exists()
    assert stored(settings) == []


def test_packets_are_for_those_who_read_documents(letter, campaign, as_user):
    edition = make_edition(letter)
    viewer = as_user(make_member(campaign, "viewer"))

    assert viewer.get(f"{packet_path(edition)}/").status_code == 404
    assert viewer.post(f"{packet_path(edition)}/").status_code == 404
    page = viewer.get("/organize/letters/border/deliveries/").content.decode()
    assert "/packet/" not in page


def test_packets_and_deliveries_are_named_in_the_reader_s_language(letter):
    edition = make_edition(letter)
    packet, delivery = make_packet_row(edition), make_delivery(edition)

    with translation.override("es"):
        names = [str(packet), str(delivery)]

    assert names[0].startswith("Paquete de la edición 1 para")
    assert names[1].startswith("Edición 1 para")
