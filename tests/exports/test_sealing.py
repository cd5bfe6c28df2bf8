"""The seal, checked by pyHanko as a reader of the file would check it."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from asn1crypto import keys, tsp, x509
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from django.core.checks import run_checks
from django.test import Client
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from core.errors import Refusal
from exports import sealing
from letters.models import Letter
from tests.exports.certificates import (
    PASSWORD,
    authority,
    new_key,
    seal_certificate,
    timestamp_certificate,
    write_pkcs12,
)
from tests.exports.documents import write
from tests.exports.freezing import freeze_anyhow, rendered
from tests.exports.test_pdf_ua import verdict
from tests.factories import make_letter, make_member, make_signature
from tests.requirements import require
from tests.services import free_port

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("printer")]

SOFTHSM = "/usr/lib/softhsm/libsofthsm2.so"


def as_asn1(certificate) -> x509.Certificate:
    return x509.Certificate.load(certificate.public_bytes(Encoding.DER))


def as_der(key) -> bytes:
    return key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())


def validated(path: Path):
    """What a reader who trusts the authority says of the file's only signature."""
    trusted = ValidationContext(trust_roots=[as_asn1(authority())])
    with path.open("rb") as file:
        [signature] = PdfFileReader(file).embedded_signatures
        return validate_pdf_signature(signature, trusted, trusted)


@pytest.fixture
def letter():
    letter = make_letter()
    for number in range(60):
        make_signature(letter, name=f"Signer {number}")
    return letter


@pytest.fixture
def path(letter, tmp_path) -> Path:
    write(letter, tmp_path / "letter.pdf")
    return tmp_path / "letter.pdf"


@pytest.fixture
def pkcs12(settings, tmp_path):
    settings.SEAL_PKCS12 = str(write_pkcs12(tmp_path / "seal.p12"))
    settings.SEAL_PASSWORD = PASSWORD
    return settings


def test_without_a_seal_the_file_stays_as_it_is(path):
    before = path.read_bytes()

    sealing.seal(path)

    assert path.read_bytes() == before


def test_a_sealed_file_is_valid_and_begins_with_what_was_rendered(path, pkcs12):
    before = path.read_bytes()

    sealing.seal(path)

    assert path.read_bytes().startswith(before)
    status = validated(path)
    assert status.bottom_line
    assert status.coverage.name == "ENTIRE_FILE"
    assert status.signing_cert.subject.native["common_name"] == "Border Coalition"
    assert [file.name for file in path.parent.glob("*.sealed")] == []


@pytest.mark.parametrize("profile", ["PDFUA-1", "PDFA-3A"])
def test_a_sealed_file_keeps_to_both_standards(path, pkcs12, profile):
    sealing.seal(path)

    assert verdict(path, profile)[-1] == "compliant: true"


@pytest.mark.parametrize("place", [0.1, 0.5, 0.9])
def test_a_changed_byte_breaks_the_seal(path, pkcs12, place):
    size = path.stat().st_size
    sealing.seal(path)
    data = bytearray(path.read_bytes())
    # Within the file as it was rendered: the compressed parts, which readers load late.
    data[data.index(b"stream\n", int(size * place * 0.8)) + 10] ^= 1
    path.write_bytes(data)

    assert not validated(path).bottom_line


def test_who_adds_to_a_sealed_file_breaks_the_seal(path, pkcs12):
    sealing.seal(path)
    with path.open("r+b") as file:
        writer = IncrementalPdfFileWriter(file)
        page = writer.root["/Pages"]["/Kids"][0].get_object()
        page["/Rotate"] = generic.NumberObject(180)
        writer.update_container(page)
        writer.write_in_place()

    assert not validated(path).bottom_line


def test_a_wrong_password_is_told(path, pkcs12):
    pkcs12.SEAL_PASSWORD = "another"

    assert_refused(path, "SEAL_PASSWORD does not open")
    assert_check_tells("SEAL_PASSWORD does not open")


def test_a_missing_file_is_told(path, pkcs12):
    pkcs12.SEAL_PKCS12 = "/nowhere/seal.p12"

    assert_refused(path, "cannot be read")
    assert_check_tells("cannot be read")


def test_a_file_that_holds_no_key_is_told(path, pkcs12, tmp_path):
    Path(pkcs12.SEAL_PKCS12).write_bytes(b"no key")

    assert_refused(path, "holds no key")


def test_a_certificate_that_has_expired_is_told(path, pkcs12):
    write_pkcs12(Path(pkcs12.SEAL_PKCS12), expired=True)

    assert_refused(path, "is valid from")
    assert_check_tells("is valid from")


def test_two_seals_at_once_are_refused(path, pkcs12):
    pkcs12.SEAL_PKCS11_MODULE = SOFTHSM

    assert_refused(path, "one of them has to go")


def test_a_right_configuration_has_nothing_to_complain_about(pkcs12):
    assert not [message for message in run_checks() if message.id == "config.E004"]


def assert_refused(path, words):
    before = path.read_bytes()
    with pytest.raises(Refusal, match=words):
        sealing.seal(path)
    assert path.read_bytes() == before
    assert not list(path.parent.glob("*.sealed"))


def assert_check_tells(words, **kwargs):
    [message] = [each for each in run_checks(**kwargs) if each.id == "config.E004"]
    assert words in message.msg


@contextmanager
def timestamp_server(answer=None) -> Iterator[str]:
    """A server that tells the time, or answers nonsense."""
    clock = DummyTimeStamper(
        as_asn1(timestamp_certificate()),
        keys.PrivateKeyInfo.load(as_der(new_key("Clock"))),
        certs_to_embed=[as_asn1(authority())],
    )

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            data = self.rfile.read(int(self.headers["Content-Length"]))
            asked = tsp.TimeStampReq.load(data)
            told = answer or clock.request_tsa_response(asked).dump()
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            self.wfile.write(told)

        def log_message(self, *args):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def test_a_timestamp_stands_in_the_seal(path, pkcs12):
    with timestamp_server() as pkcs12.SEAL_TIMESTAMP_URL:
        sealing.seal(path)

    status = validated(path)
    assert status.bottom_line
    assert status.timestamp_validity.trusted
    assert verdict(path, "PDFA-3A")[-1] == "compliant: true"


def test_a_timestamp_server_that_is_away_is_told(path, pkcs12):
    pkcs12.SEAL_TIMESTAMP_URL = f"http://127.0.0.1:{free_port()}/"

    assert_refused(path, "timestamp server did not answer")


def test_a_timestamp_server_that_talks_nonsense_is_told(path, pkcs12):
    with timestamp_server(b"nonsense") as pkcs12.SEAL_TIMESTAMP_URL:
        assert_refused(path, "could not be sealed|did not answer")


@pytest.fixture
def token(settings, tmp_path, monkeypatch):
    """A token made of files, with the key and the certificate of the seal on it."""
    require(shutil.which("softhsm2-util"), "softhsm2 is not installed.")
    (tmp_path / "tokens").mkdir()
    config = tmp_path / "softhsm2.conf"
    config.write_text(f"directories.tokendir = {tmp_path / 'tokens'}\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(config))
    command = (
        "softhsm2-util --init-token --free --label letters --pin 1234 --so-pin 5678"
    )
    subprocess.run(command.split(), check=True, capture_output=True)
    settings.SEAL_PKCS11_MODULE = SOFTHSM
    settings.SEAL_PKCS11_TOKEN = "letters"
    settings.SEAL_PKCS11_PIN = "1234"
    settings.SEAL_PKCS11_LABEL = "seal"
    fill_token()
    return settings


def fill_token() -> None:
    import pkcs11
    from pkcs11.util.rsa import decode_rsa_private_key
    from pkcs11.util.x509 import decode_x509_certificate

    library = pkcs11.lib(SOFTHSM)
    library.reinitialize()  # it reads the folder of tokens only then
    token = library.get_token(token_label="letters")
    key = new_key("Border Coalition").private_bytes(
        Encoding.DER, PrivateFormat.TraditionalOpenSSL, NoEncryption()
    )
    certificate = seal_certificate().public_bytes(Encoding.DER)
    named = {pkcs11.Attribute.TOKEN: True, pkcs11.Attribute.LABEL: "seal"}
    with token.open(rw=True, user_pin="1234") as session:
        session.create_object(decode_rsa_private_key(key) | named)
        session.create_object(decode_x509_certificate(certificate) | named)


def test_a_token_seals(path, token):
    sealing.seal(path)

    assert validated(path).bottom_line
    assert not [
        m for m in run_checks(include_deployment_checks=True) if m.id == "config.E004"
    ]


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("SEAL_PKCS11_PIN", "9999", "does not open"),
        ("SEAL_PKCS11_TOKEN", "nothing", "does not open"),
        ("SEAL_PKCS11_MODULE", "/nowhere.so", "does not open"),
        ("SEAL_PKCS11_LABEL", "nothing", "no key and certificate"),
    ],
)
def test_a_wrong_token_is_told(path, token, name, value, words):
    setattr(token, name, value)

    assert_refused(path, words)
    assert_check_tells(words, include_deployment_checks=True)


def test_pages_say_whose_seal_a_file_has(letter, pkcs12, tmp_path, as_user):
    pkcs12.MEDIA_ROOT = tmp_path / "files"
    letter = Letter.objects.get(pk=letter.pk)
    edition = freeze_anyhow(letter)
    document = rendered(edition, "pdf")
    owner = document.sealed_by

    client = as_user(make_member(letter.campaign, "owner"))
    wizard = f"/organize/letters/{letter.slug}/editions/1/"
    pages = [
        client.get(f"/organize/documents/{document.code}/"),
        client.get(wizard),
        Client().get(f"/en/letters/{letter.slug}/editions/1/"),
    ]

    assert owner
    for page in pages:
        assert owner in page.content.decode()
