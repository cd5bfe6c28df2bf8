"""The whole story: deliver, late signers, a withdrawal, an addendum, and who checks a file."""

import hashlib
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from deliveries.models import Delivery
from deliveries.services import save_delivery
from exports.editions import freeze, preflight
from exports.models import Document
from exports.proof import publish_copy
from exports.rendering import render
from exports.tasks import render_document
from letters.models import Letter
from tests.exports.certificates import PASSWORD, write_pkcs12
from tests.exports.documents import pdf_text
from tests.exports.test_sealing import validated
from tests.factories import make_letter, make_signature
from tests.signatures.own_page import path_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("printer")]

NAMES = ["Ana Paz", "Eva Sol", "Luz Rey"]
LATE = "Tardy Late"
EDITIONS = "/en/letters/border/editions/"


@pytest.fixture(autouse=True)
def seal(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.SEAL_PKCS12 = str(write_pkcs12(tmp_path / "seal.p12"))
    settings.SEAL_PASSWORD = PASSWORD


@pytest.fixture
def letter(campaign):
    now = timezone.now()
    letter = make_letter(
        campaign=campaign,
        slug="border",
        status="closed",
        opened_at=now - timedelta(days=30),
        closes_at=now - timedelta(days=1),
        closed_at=now - timedelta(days=1),
    )
    return Letter.objects.select_related("campaign").get(pk=letter.pk)


def frozen(letter, user, **fields):
    """An edition with all its files, whatever the checks before it find."""
    found = preflight(letter, fields.get("addendum_to"))
    accepted = {each.check_name: each.mark for each in found}
    edition = freeze(letter, user=user, accepted=accepted, **fields)
    for document in edition.documents.all():
        render_document(document.pk)
    assert {each.status for each in edition.documents.all()} == {"ready"}
    return edition


def read(document):
    with document.file.open("rb") as file:
        return file.read()


def the_file(edition, audience="officials", language="en"):
    return edition.documents.get(audience=audience, language=language, format="pdf")


def says(number, content):
    """What the edition's page says of a file."""
    file = SimpleUploadedFile("letter.pdf", content)
    page = Client().post(f"{EDITIONS}{number}/", {"file": file}).content.decode()
    answer = page.split('id="answer"')[1].split("</form>")[0].split("<template")[0]
    answers = {
        "Not genuine.": "not genuine",
        "Genuine.": "genuine",
        "Genuine, but of another edition.": "another's",
    }
    [said] = [told for words, told in answers.items() if f">{words}<" in answer]
    return said


def hand_over(edition, user):
    delivery = Delivery(
        edition=edition,
        recipient=edition.letter.recipients.get(),
        language="en",
        method=Delivery.Method.HAND,
        delivered_at=timezone.now(),
    )
    save_delivery(delivery, user)
    return delivery


def text_of(content, folder):
    """What the sealed file prints."""
    path = folder / "sealed.pdf"
    path.write_bytes(content)
    assert validated(path).bottom_line
    return pdf_text(path)


def names_in(content, folder):
    text = text_of(content, folder)
    return {name for name in [*NAMES, LATE] if name in text}


def test_deliver_late_signers_withdrawal_addendum_verify(letter, alice, tmp_path):
    ana, *_others = [make_signature(letter, name=name) for name in NAMES]
    first = frozen(letter, alice)
    content = read(the_file(first))
    sha256 = hashlib.sha256(content).hexdigest()
    assert hand_over(first, alice).sha256 == the_file(first).sha256 == sha256

    make_signature(letter, name=LATE)
    Client().post(path_of(ana), {"action": "withdraw"})
    addendum = frozen(letter, alice, addendum_to=first)
    second = frozen(letter, alice)

    assert names_in(content, tmp_path) == set(NAMES)
    assert names_in(read(the_file(addendum)), tmp_path) == {LATE}
    assert names_in(read(the_file(second)), tmp_path) == {*NAMES[1:], LATE}
    pages = [Client().get(f"{EDITIONS}{n}/").content.decode() for n in (1, 2, 3)]
    assert "1 signature of this edition was withdrawn" in pages[0]
    assert "only those who came after edition 1" in pages[1]
    assert "withdrawn" not in pages[2]

    assert read(the_file(first)) == content
    assert sha256 in pages[0]
    assert [says(n, content) for n in (1, 2, 3)] == ["genuine", *["another's"] * 2]
    for place in range(0, len(content), len(content) // 7):
        changed = bytearray(content)
        changed[place] ^= 1
        assert says(1, bytes(changed)) == "not genuine"


def test_the_public_copy_is_sealed_and_names_public_signers_only(
    letter, alice, tmp_path
):
    make_signature(letter, name="Ana Paz")
    make_signature(letter, name="Sol Secreta", publicity="officials")
    edition = frozen(letter, alice)

    publish_copy(edition, alice)
    copy = Client().get(f"{EDITIONS}1/letter-en.pdf")
    content = b"".join(copy.streaming_content)

    assert says(1, content) == "genuine"
    assert "Ana Paz" in text_of(content, tmp_path)
    assert "Sol Secreta" not in text_of(content, tmp_path)
    assert "Sol Secreta" in text_of(read(the_file(edition)), tmp_path)


def test_rendering_again_gives_the_bytes_before_the_seal(
    letter, alice, tmp_path, settings
):
    make_signature(letter, name="Ana Paz")
    edition = frozen(letter, alice)
    settings.SEAL_PKCS12 = ""
    contents = []

    for number in range(2):
        path = tmp_path / f"{number}.pdf"
        render(
            letter,
            language="en",
            format=Document.Format.PDF,
            path=path,
            report=lambda percent: None,
            edition=edition,
        )
        contents.append(path.read_bytes())

    assert contents[0] == contents[1]
    assert read(the_file(edition)).startswith(contents[0])
