"""Files of a delivery: known by their content, kept under names that say nothing."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from deliveries import files as keeping
from deliveries.models import DeliveryFile
from tests.deliveries.editions import make_delivery, make_edition, make_pdf
from tests.factories import make_member

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n and so on"


@pytest.fixture
def delivery(letter):
    return make_delivery(make_edition(letter, is_ready=False))


@pytest.fixture
def client(campaign, as_user):
    return as_user(make_member(campaign, "editor"))


def add(client, delivery, content, name="receipt.pdf", kind="receipt"):
    return client.post(
        f"/organize/letters/border/deliveries/{delivery.pk}/files/",
        {"kind": kind, "file": SimpleUploadedFile(name, content)},
    )


@pytest.mark.parametrize(
    ("content", "name", "shown", "content_type"),
    [
        (make_pdf(1), "Receipt.PDF", "Receipt.pdf", "application/pdf"),
        (PNG, "photo.jpeg", "photo.png", "image/png"),
        (b"\xff\xd8\xff\xe0 jpeg", "photo.png", "photo.jpg", "image/jpeg"),
        ("Oímos.".encode(), "answer.txt", "answer.txt", "text/plain; charset=utf-8"),
        (
            b"<script>alert(1)</script>",
            "answer.html",
            "answer.txt",
            "text/plain; charset=utf-8",
        ),
        (PNG, "../../etc/passwd", "passwd.png", "image/png"),
        (PNG, "a\u202egnp.exe\r\nX: y", "agnp.png", "image/png"),
    ],
)
def test_kept_by_content_and_given_as_attachment(
    client, delivery, content, name, shown, content_type, settings
):
    assert add(client, delivery, content, name).status_code == 302

    row = DeliveryFile.objects.get()
    assert str(row) == shown
    [stored] = (p for p in Path(settings.MEDIA_ROOT).rglob("*") if p.is_file())
    assert stored.parent.name == "deliveries"
    assert row.name not in stored.name
    response = client.get(f"/organize/deliveries/files/{row.code}/")
    assert b"".join(response.streaming_content) == content
    assert response["Content-Type"] == content_type
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"MZ\x00\x00 a program", "Only PDF, PNG, JPEG"),
        (b"\xfe\xfe\xfe", "Only PDF, PNG, JPEG"),
        (b"%PDF-1.7" + b" " * (10 * 1024 * 1024), "larger than 10 MB"),
    ],
)
def test_bad_files_are_refused_in_words(client, delivery, content, sentence):
    response = add(client, delivery, content)

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not DeliveryFile.objects.exists()


def test_no_file_and_no_kind(client, delivery):
    path = f"/organize/letters/border/deliveries/{delivery.pk}/files/"

    assert client.post(path, {"kind": "receipt"}).status_code == 422
    assert add(client, delivery, PNG, kind="bribe").status_code == 422


def test_no_file_before_the_delivery(client, letter):
    planned = make_delivery(make_edition(letter, is_ready=False), status="planned")

    response = add(client, planned, PNG)

    assert response.status_code == 422
    assert "Record first" in response.content.decode()


def test_there_is_a_limit_and_nothing_is_left_behind(
    client, delivery, settings, monkeypatch
):
    monkeypatch.setattr(keeping, "FILES_MAXIMUM", 1)
    add(client, delivery, PNG)

    response = add(client, delivery, PNG)

    assert response.status_code == 422
    stored = [p for p in Path(settings.MEDIA_ROOT).rglob("*") if p.is_file()]
    assert len(stored) == 1


def test_a_full_disk_is_told_in_a_sentence_and_nothing_is_left(
    client, delivery, settings, full_disk
):
    response = add(client, delivery, PNG)

    assert response.status_code == 422
    assert "There is no room for the file." in response.content.decode()
    assert not DeliveryFile.objects.exists()
    assert not [p for p in Path(settings.MEDIA_ROOT).rglob("*") if p.is_file()]


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda path: path.write_bytes(b"forged"), "has changed since"),
        (lambda path: path.unlink(), "The file is missing"),
    ],
)
def test_what_is_not_the_stored_file_is_not_given_out(
    client, delivery, settings, spoil, sentence
):
    add(client, delivery, PNG)
    [path] = (p for p in Path(settings.MEDIA_ROOT).rglob("*") if p.is_file())
    spoil(path)

    code = DeliveryFile.objects.get().code
    response = client.get(f"/organize/deliveries/files/{code}/")

    assert response.status_code == 503
    assert sentence in response.content.decode()


def test_removed_with_what_is_stored(client, delivery, settings):
    add(client, delivery, PNG)
    code = DeliveryFile.objects.get().code

    client.post(f"/organize/deliveries/files/{code}/remove/")

    assert not DeliveryFile.objects.exists()
    assert not [p for p in Path(settings.MEDIA_ROOT).rglob("*") if p.is_file()]


@pytest.mark.parametrize(
    ("role", "status"), [("viewer", 404), ("moderator", 200), ("owner", 200)]
)
def test_who_may_take_files(client, delivery, campaign, as_user, role, status):
    add(client, delivery, PNG)
    row = DeliveryFile.objects.get()
    visitor = as_user(make_member(campaign, role))

    response = visitor.get(f"/organize/deliveries/files/{row.code}/")
    assert response.status_code == status
    if response.streaming:
        assert b"".join(response.streaming_content) == PNG
    page = visitor.get(f"/organize/letters/border/deliveries/{delivery.pk}/")
    assert ("/organize/deliveries/files/" in page.content.decode()) == (status == 200)
