"""The pages on which everybody sees what an edition is, and checks files."""

import hashlib
import re
import socket
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.test import Client
from django.utils import timezone

from core.errors import Refusal
from exports import proof
from exports.models import Document, Edition
from tests.exports.editions import make_edition, make_edition_file
from tests.factories import make_letter, make_signature

pytestmark = pytest.mark.django_db

PAGE = "/en/letters/border/editions/1/"
CONTENT = b"%PDF all names of those who signed"


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def letter(campaign):
    return make_letter(campaign=campaign, slug="border", time_zone="America/Guatemala")


def add_file(edition, content=CONTENT, **fields):
    return make_edition_file(edition, content, **fields)


def page(path=PAGE, client=None, **fields):
    response = (client or Client()).get(path, **fields)
    assert response.status_code == 200, response
    return response.content.decode()


def check(content, path=PAGE, **headers):
    file = SimpleUploadedFile("letter.pdf", content)
    return Client().post(path, {"file": file}, headers=headers)


def test_the_page_tells_all_about_an_edition(letter):
    make_signature(letter, name="Ana Paz")
    make_signature(letter, name="Eva Sol", publicity="officials")
    make_signature(letter, kind="organization", name="Caritas", publicity="counted")
    edition = make_edition(letter)
    document = add_file(edition)

    text = page()

    assert document.sha256 in text
    assert "Letter to the recipients, English, PDF" in text
    assert "(Central Standard Time)" in text
    for translation in letter.current_revision.translations.all():
        assert translation.fingerprint in text
    facts = dict(re.findall(r"<dt>([^<]+)</dt><dd>(\d+)</dd>", text))
    assert facts == {
        "signatures": "3",
        "people": "2",
        "organizations": "1",
        "countries": "1",
        "counted without a name": "1",
    }
    assert "Ana Paz" not in text
    assert "Eva Sol" not in text
    assert "withdrawn" not in text


def test_everybody_may_keep_the_page_for_seconds(letter):
    make_edition(letter)

    response = Client().get(PAGE)

    assert response["Cache-Control"] == "public, max-age=5"
    assert not response.cookies


def test_those_who_left_since_are_counted(letter):
    leaver, erased, _stayer = (make_signature(letter) for _time in range(3))
    make_edition(letter)

    leaver.status = "withdrawn"
    leaver.save()
    assert "1 signature of this edition was withdrawn" in page()

    erased.delete()
    assert "2 signatures of this edition were withdrawn" in page()


def test_an_addendum_and_its_original_lead_to_each_other(letter):
    original = make_edition(letter)
    make_edition(letter, number=2, addendum_to=original)

    assert 'href="/en/letters/border/editions/2/"' in page()
    addendum = page("/en/letters/border/editions/2/")
    assert 'href="/en/letters/border/editions/1/"' in addendum
    assert "only those who came after edition 1" in addendum


def test_the_letter_s_page_leads_to_its_editions(letter):
    assert "editions" not in page("/en/letters/border/")
    make_edition(letter)

    assert 'href="/en/letters/border/editions/"' in page("/en/letters/border/")
    assert f'href="{PAGE}"' in page("/en/letters/border/editions/")


def test_a_file_of_the_edition_is_genuine(letter):
    add_file(make_edition(letter))

    response = check(CONTENT)

    assert response.status_code == 200
    text = response.content.decode()
    assert "Genuine." in text.split("<template")[0]
    assert "“Letter to the recipients, English, PDF” of edition 1" in text
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(
    "content", [CONTENT[:-1], CONTENT + b"\n", CONTENT.replace(b"a", b"b", 1), b""]
)
def test_a_changed_byte_is_not_genuine(letter, content):
    add_file(make_edition(letter))

    text = check(content).content.decode().split("<template")[0]

    assert "Genuine." not in text
    if content:  # an empty file counts as none
        assert "Not genuine." in text
        assert hashlib.sha256(content).hexdigest() in text


def test_a_file_of_another_edition_is_genuine_and_not_of_this_one(letter):
    make_edition(letter)
    add_file(make_edition(letter, number=2))

    page = check(CONTENT).content.decode()

    answer = " ".join(page.split("<template")[0].split())
    assert "Genuine, but of another edition." in answer
    assert "“Letter to the recipients, English, PDF” of edition 2." in answer
    assert "<strong>Genuine.</strong>" not in answer
    assert "Not genuine." not in answer


def test_a_file_of_another_letter_is_not_genuine(letter, campaign):
    make_edition(letter)
    add_file(make_edition(make_letter(campaign=campaign, slug="other"), number=1))

    assert "Not genuine." in check(CONTENT).content.decode().split("<template")[0]


def test_a_table_that_is_the_same_in_each_language_is_named_in_each(letter):
    edition = make_edition(letter)
    for language in ("en", "es"):
        add_file(edition, format="csv", language=language)

    text = check(CONTENT).content.decode().split("<template")[0]

    assert (
        "recipients, English, CSV” / “Letter to the recipients, Spanish, CSV”" in text
    )


def test_one_file_at_a_time_is_read(letter):
    make_edition(letter)

    with proof._limited_time(HttpRequest()):
        response = check(CONTENT)

    assert response.status_code == 429
    assert check(CONTENT).status_code == 200


def test_a_file_that_does_not_arrive_is_hung_up_on(letter, monkeypatch):
    make_edition(letter)
    monkeypatch.setattr(proof, "SECONDS_MAXIMUM", 0.05)
    here, there = socket.socketpair()
    request = HttpRequest()
    request.META["gunicorn.socket"] = here

    with here, there, pytest.raises(Refusal, match="too long"):  # noqa: SIM117
        with proof._limited_time(request):
            assert here.recv(1) == b""  # for ever, without the clock


def test_many_files_at_once_are_answered(letter):
    make_edition(letter)
    files = {f"file{number}": SimpleUploadedFile("a", b"a") for number in range(150)}

    assert Client().post(PAGE, files).status_code == 400


def test_a_deleted_file_can_still_be_checked(letter):
    document = add_file(make_edition(letter))
    document.file.delete(save=False)
    document.status = Document.Status.ERASED
    document.save()

    assert "Genuine." in check(CONTENT).content.decode().split("<template")[0]


def test_a_file_that_is_not_ready_is_not_named(letter):
    edition = make_edition(letter)
    queued = add_file(edition, status=Document.Status.QUEUED)
    add_file(edition, b"failed", status=Document.Status.FAILED)

    text = page()

    assert queued.sha256 not in text
    assert "No file was made of it yet." in text


def test_without_a_file_a_sentence_asks_for_one(letter):
    make_edition(letter)

    for data in ({}, {"file": "text"}):
        response = Client().post(PAGE, data)
        assert response.status_code == 422
        assert "Choose the file" in response.content.decode()


def test_a_file_that_is_too_large_is_refused(letter, monkeypatch):
    add_file(make_edition(letter))
    monkeypatch.setattr(proof, "BYTES_MAXIMUM", len(CONTENT) - 1)

    response = check(CONTENT)

    assert response.status_code == 422
    assert "larger than 64 megabytes" in response.content.decode()


def test_nothing_of_the_file_is_written(letter, monkeypatch, tmp_path):
    add_file(make_edition(letter))
    folder = tmp_path / "temporary"
    folder.mkdir(mode=0o500)
    monkeypatch.setattr("tempfile.tempdir", str(folder))

    response = check(b"x" * 5_000_000)

    assert "Not genuine." in response.content.decode()
    assert not list(folder.iterdir())


def test_forms_of_other_sites_are_refused(letter):
    make_edition(letter)

    response = check(CONTENT, **{"Sec-Fetch-Site": "cross-site"})

    assert response.status_code == 403
    assert "sent by another website" in response.content.decode()


def test_too_many_checks_are_refused_with_a_sentence(letter, monkeypatch):
    add_file(make_edition(letter))
    monkeypatch.setattr(proof, "CHECKS_A_MINUTE", 2)
    monkeypatch.setattr("time.time", lambda: 1_800_000_000.0)
    cache.clear()

    assert [check(CONTENT).status_code for _time in range(3)] == [200, 200, 429]


COPY = "/en/letters/border/editions/1/letter-en.pdf"


def test_the_public_copy_is_there_when_it_is_published(letter):
    edition = make_edition(letter)
    document = add_file(edition, b"public names", audience="public")
    add_file(edition)
    assert Client().get(COPY).status_code == 404
    assert "Public copy</h2>" not in page()

    Edition.objects.update(published_at=timezone.now())
    response = Client().get(COPY)

    assert b"".join(response.streaming_content) == b"public names"
    assert response["Content-Type"] == "application/pdf"
    assert response["ETag"] == f'"{document.sha256}"'
    assert response["Cache-Control"] == "public, max-age=5"
    assert f'href="{COPY}"' in page()
    again = Client().get(COPY, headers={"If-None-Match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["Cache-Control"] == "public, max-age=5"
    assert Client().get(COPY.replace("-en.pdf", "-es.pdf")).status_code == 404


@pytest.mark.parametrize(
    "fields",
    [
        {"audience": "officials"},
        {"audience": "press"},
        {"audience": "public", "format": "html"},
        {"audience": "public", "status": "queued"},
    ],
)
def test_no_other_file_is_served(letter, fields):
    add_file(make_edition(letter, published_at=timezone.now()), **fields)

    assert Client().get(COPY).status_code == 404


def test_a_copy_in_several_languages_is_there_under_each(letter):
    layout = {"languages": "together"}
    edition = make_edition(letter, published_at=timezone.now(), frozen_layout=layout)
    for language in ("en", "es"):
        edition.rolls.create(language=language, file="a.gz", sha256="0" * 64)
    add_file(edition, audience="public")

    for language, status in (("en", 200), ("es", 200), ("fr", 404)):
        response = Client().get(COPY.replace("-en.pdf", f"-{language}.pdf"))
        assert b"".join(response)  # reads the file, and so closes it
        assert response.status_code == status


def test_a_bilingual_file_is_said_to_be_of_both_languages(letter, alice, as_user):
    edition = make_edition(letter, frozen_layout={"languages": "together"})
    for language in ("en", "es"):
        edition.rolls.create(language=language, file="a.gz", sha256="0" * 64)
    add_file(edition, language="es")
    add_file(edition, b"PK of Word", language="es", format="docx")
    add_file(edition, b"Plain text", language="es", format="txt")

    text = page()
    assert "Letter to the recipients, Spanish + English, PDF" in text
    assert "Letter to the recipients, Spanish + English, Word (DOCX)" in text
    assert "Letter to the recipients, Spanish, Plain text" in text
    theirs = as_user(alice).get("/organize/letters/border/editions/1/").content.decode()
    assert "PDF, Spanish + English" in theirs
    assert "Word (DOCX), Spanish + English<" in theirs
    assert "Plain text, Spanish<" in theirs


@pytest.mark.parametrize("field", ["text_from", "list_from"])
def test_an_embargo_keeps_the_public_copy(letter, field):
    edition = make_edition(letter, published_at=timezone.now())
    add_file(edition, audience="public")
    setattr(letter, field, timezone.now() + timedelta(hours=1))
    letter.save()

    assert Client().get(COPY).status_code == 404
    text = page()
    assert f'href="{COPY}"' not in text
    fingerprint = letter.current_revision.translations.first().fingerprint
    assert (fingerprint in text) == (field == "list_from")


def test_a_letter_by_link_needs_the_link(letter):
    edition = make_edition(letter, published_at=timezone.now())
    add_file(edition, audience="public")
    letter.access = "link"
    letter.save()
    key = f"?key={letter.key}"

    for path in (PAGE, COPY, "/en/letters/border/editions/"):
        assert Client().get(path).status_code == 404
        response = Client().get(path + key)
        assert b"".join(response)  # reads the file, and so closes it
        assert response.status_code == 200
        assert response["X-Robots-Tag"] == "noindex"
        assert "no-store" in response["Cache-Control"]
    assert f'href="{COPY}{key}"' in page(PAGE + key)
    assert f'action="{PAGE}{key}#check"' in page(PAGE + key)
    assert check(CONTENT).status_code == 404
    assert "Genuine." in check(CONTENT, PAGE + key).content.decode()


def test_editions_of_nothing_are_not_found(letter):
    for path in (PAGE, "/en/letters/nothing/editions/", COPY):
        assert Client().get(path).status_code == 404


@pytest.mark.parametrize("damage", ["changed", "missing"])
def test_a_copy_that_was_changed_on_the_disk_is_not_given_out(letter, damage):
    edition = make_edition(letter, published_at=timezone.now())
    document = add_file(edition, b"public names", audience="public")
    path = Path(document.file.path)
    path.unlink() if damage == "missing" else path.write_bytes(b"public mames")

    response = Client().get(COPY)

    assert response.status_code == 503
    assert "from a backup" in response.content.decode()
    assert "no-store" in response["Cache-Control"]
