"""A document is finished, or failed with a sentence, and never half."""

import resource

import pytest
from django.utils import timezone

from exports import rendering
from exports.models import Document
from exports.tasks import render_document
from tests.exports.editions import make_edition
from tests.factories import make_letter, make_member, make_signature

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def document():
    letter = make_letter()
    make_signature(letter)
    return Document.objects.create(letter=letter, language="en", format="txt")


def kept(files):
    return [path for path in files.rglob("*") if path.is_file()]


def state(document):
    document.refresh_from_db()
    return document.status, document.file.name, document.error


def write_instead(monkeypatch, do):
    monkeypatch.setitem(rendering.WRITERS, "txt", do)


def test_a_queued_document_can_be_canceled(document, files):
    assert document.cancel()
    render_document(document.pk)

    assert state(document) == ("failed", "", "It was canceled before it was ready.")
    assert kept(files) == []


def test_a_worker_stops_when_its_document_was_canceled(document, files, monkeypatch):
    def cancel_meanwhile(roll, path):
        path.write_text("whole")
        assert Document.objects.get(pk=document.pk).cancel()

    write_instead(monkeypatch, cancel_meanwhile)
    render_document(document.pk)

    assert state(document)[:2] == ("failed", "")
    assert kept(files) == []


def test_a_document_canceled_in_its_last_moment_leaves_no_file(
    document, files, monkeypatch
):
    ready = Document.mark_ready

    def cancel_first(self, **changes):
        assert self.cancel()
        return ready(self, **changes)

    monkeypatch.setattr(Document, "mark_ready", cancel_first)
    render_document(document.pk)

    assert state(document)[:2] == ("failed", "")
    assert kept(files) == []


def test_a_finished_document_is_not_canceled(document):
    render_document(document.pk)

    assert not document.cancel()
    assert state(document)[0] == "ready"


def test_an_organizer_cancels_by_a_button(campaign, alice, as_user):
    letter = make_letter(campaign=campaign)
    document = Document.objects.create(letter=letter, language="en", format="txt")
    page = f"/organize/documents/{document.code}/"
    client = as_user(alice)

    assert f'action="{page}cancel/"' in client.get(page).content.decode()
    answer = client.post(f"{page}cancel/", follow=True)

    assert answer.redirect_chain == [(page, 302)]
    assert "It was canceled before it was ready." in answer.content.decode()
    assert "Try again" in answer.content.decode()


def test_whoever_may_not_read_a_document_may_not_cancel_it(document, mallory, as_user):
    path = f"/organize/documents/{document.code}/cancel/"

    assert as_user(mallory).post(path).status_code == 404
    assert state(document)[0] == "queued"


@pytest.mark.parametrize(
    ("role", "state_after"), [("moderator", "queued"), ("editor", "failed")]
)
def test_what_an_edition_consists_of_is_canceled_by_editors(
    campaign, as_user, role, state_after
):
    edition = make_edition(make_letter(campaign=campaign))
    document = Document.objects.create(
        letter=edition.letter, edition=edition, language="en", format="pdf"
    )
    page = f"/organize/documents/{document.code}/"
    client = as_user(make_member(campaign, role))

    button = f'action="{page}cancel/"' in client.get(page).content.decode()
    answer = client.post(f"{page}cancel/")

    assert answer.status_code == (302 if role == "editor" else 404)
    assert button == (role == "editor")
    assert state(document)[0] == state_after


def test_a_full_disk_fails_with_a_sentence_and_leaves_nothing(
    document, files, full_disk
):
    render_document(document.pk)

    status, name, error = state(document)
    assert (status, name) == ("failed", "")
    assert "There is no room for the file." in error
    assert kept(files) == []


def test_a_file_beyond_the_limit_of_the_system_fails_with_a_sentence(
    document, files, monkeypatch
):
    # As on a full disk, the operating system itself refuses.
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)

    def be_refused(roll, path):
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, limits[1]))
        try:
            path.write_bytes(b"x" * 2000)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)

    write_instead(monkeypatch, be_refused)
    render_document(document.pk)

    assert "There is no room for the file." in state(document)[2]
    assert kept(files) == []


def test_a_document_that_needs_too_much_memory_fails_with_a_sentence(
    document, monkeypatch
):
    before = resource.getrlimit(resource.RLIMIT_DATA)
    write_instead(monkeypatch, lambda roll, path: bytearray(2**31))

    render_document(document.pk)

    assert state(document)[0] == "failed"
    assert "more memory than one may have" in state(document)[2]
    assert resource.getrlimit(resource.RLIMIT_DATA) == before


def test_half_a_file_of_a_killed_worker_is_cleared_away(document, files, settings):
    claimed = Document.claim(document.pk, timezone.now() - settings.DOCUMENT_LEASE)
    claimed.announce_file("documents/half.txt")
    Document.objects.update(claimed_until=timezone.now())
    half = files / "documents" / "half.txt"
    half.parent.mkdir()
    half.write_text("hal")

    render_document(document.pk)

    assert state(document)[0] == "ready"
    assert kept(files) == [files / document.file.name]
    assert not half.exists()


def test_a_document_that_is_given_up_leaves_no_half_file(document, files):
    half = files / "half.txt"
    half.write_text("hal")
    Document.objects.update(
        file="half.txt",
        status="rendering",
        claimed_until=timezone.now(),
        attempts=Document.ATTEMPTS_MAXIMUM,
    )

    render_document(document.pk)

    assert state(document)[:2] == ("failed", "")
    assert kept(files) == []
