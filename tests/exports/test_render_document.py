from datetime import timedelta
from hashlib import sha256

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.utils import timezone

from exports import tasks
from exports.models import Document
from exports.periodic import render_due_documents
from exports.tasks import render_document
from tests.factories import make_letter, make_signature

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def make_document(letter=None, **fields):
    defaults = {"language": "en", "format": "txt"}
    return Document.objects.create(
        letter=letter or make_letter(), **{**defaults, **fields}
    )


def content_of(document):
    with document.file.open("rb") as file:
        return file.read()


def raise_instead(monkeypatch, error):
    def fail(*args, **kwargs):
        raise error

    monkeypatch.setitem(tasks.render.__globals__["WRITERS"], "txt", fail)


@pytest.mark.parametrize("format", Document.Format.values)
def test_a_rendered_document_has_its_file_and_its_numbers(format, files):
    letter = make_letter()
    make_signature(letter)
    make_signature(letter, publicity="counted")
    document = make_document(letter, format=format)

    render_document(document.pk)

    document.refresh_from_db()
    content = content_of(document)
    assert (document.status, document.progress, document.names) == ("ready", 100, 2)
    assert document.sha256 == sha256(content).hexdigest()
    assert document.size == len(content) > 0
    assert document.pages == (1 if format == "pdf" else None)
    assert document.ready_at is not None
    assert letter.slug not in document.file.name
    assert [path.name for path in files.rglob(f"*.{format}")] == [
        document.file.name.split("/")[-1]
    ]


def test_a_draft_can_be_printed():
    document = make_document(make_letter(status="draft", opened_at=None))

    render_document(document.pk)

    document.refresh_from_db()
    assert document.status == "ready"
    assert "A letter on the border" in content_of(document).decode()


def test_of_two_workers_one_gets_the_document():
    document = make_document()

    assert Document.claim(document.pk) is not None
    assert Document.claim(document.pk) is None


def test_a_document_that_was_claimed_is_left_alone():
    document = make_document()
    Document.claim(document.pk)

    render_document(document.pk)

    document.refresh_from_db()
    assert (document.status, document.attempts) == ("rendering", 1)


def test_the_document_of_a_killed_worker_is_claimed_again_after_its_lease(settings):
    document = make_document()
    Document.claim(document.pk, timezone.now() - settings.DOCUMENT_LEASE)

    render_document(document.pk)

    document.refresh_from_db()
    assert (document.status, document.attempts) == ("ready", 2)


def test_a_document_that_kills_its_workers_is_given_up(settings):
    document = make_document()
    long_ago = timezone.now() - timedelta(days=1)
    for attempt in range(Document.ATTEMPTS_MAXIMUM):
        assert Document.claim(document.pk, long_ago + attempt * timedelta(hours=1))

    render_document(document.pk)

    document.refresh_from_db()
    assert (document.status, document.attempts) == ("failed", 3)
    assert "Ask the operator" in document.error


def test_a_worker_that_lost_its_lease_changes_nothing(files, monkeypatch):
    document = make_document()
    original = Document.mark_ready

    def late(self, **changes):
        Document.objects.update(claimed_until=timezone.now() + timedelta(hours=2))
        return original(self, **changes)

    monkeypatch.setattr(Document, "mark_ready", late)
    render_document(document.pk)

    document.refresh_from_db()
    assert (document.status, document.file.name) == ("rendering", "")
    assert list(files.rglob("*.txt")) == []


def test_what_cannot_be_rendered_fails_with_a_sentence():
    letter = make_letter()
    document = make_document(letter)
    letter.current_revision.translations.filter(language="en").delete()

    render_document(document.pk)

    document.refresh_from_db()
    assert document.status == "failed"
    assert "has no text in the language “en”" in document.error


def test_a_rendering_that_takes_too_long_fails_with_advice(monkeypatch):
    raise_instead(monkeypatch, SoftTimeLimitExceeded())
    document = make_document()

    render_document(document.pk)

    document.refresh_from_db()
    assert document.status == "failed"
    assert "took too long" in document.error


def test_an_unknown_failure_is_tried_again_and_then_given_up(monkeypatch):
    raise_instead(monkeypatch, OSError("disk full"))
    document = make_document()

    for _attempt in range(Document.ATTEMPTS_MAXIMUM):
        with pytest.raises(OSError, match="disk full"):
            render_document(document.pk)
    render_document(document.pk)

    document.refresh_from_db()
    assert (document.status, document.attempts) == ("failed", 3)


def test_a_document_that_has_gone_is_no_error():
    render_document(12345)

    assert not Document.objects.exists()


def test_the_sweeper_starts_what_is_due(monkeypatch):
    started = []
    monkeypatch.setattr(render_document, "delay", started.append)
    queued = make_document()
    stale = make_document()
    Document.claim(stale.pk, timezone.now() - timedelta(days=1))
    running = make_document()
    Document.claim(running.pk)
    render_document(make_document().pk)

    render_due_documents()

    assert started == [queued.pk, stale.pk]


def test_the_sweeper_deletes_old_documents_and_their_files(files):
    old, new = make_document(), make_document()
    render_document(old.pk)
    render_document(new.pk)
    Document.objects.filter(pk=old.pk).update(
        created_at=timezone.now() - timedelta(days=31)
    )

    render_due_documents()

    assert list(Document.objects.all()) == [new]
    assert len(list(files.rglob("*.txt"))) == 1


def test_progress_is_saved_while_pages_are_laid_out(monkeypatch):
    percents = []
    save = Document.save_progress

    def record(self, percent):
        save(self, percent)
        percents.append(Document.objects.get(pk=self.pk).progress)

    monkeypatch.setattr(Document, "save_progress", record)
    letter = make_letter()
    for number in range(120):
        make_signature(letter, name=f"Signer {number}")

    render_document(make_document(letter, format="pdf").pk)

    assert percents == sorted(percents)
    assert len(set(percents)) >= 4
