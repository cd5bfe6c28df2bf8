import threading
import time
from datetime import timedelta
from hashlib import sha256

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.utils import timezone

from exports import rendering, tasks, writers
from exports.models import Document
from exports.periodic import render_due_documents
from exports.reading import read_roll
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
def test_a_rendered_document_has_its_file_and_its_numbers(format, files, request):
    if format == Document.Format.PDF:
        request.getfixturevalue("printer")
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
        assert Document.claim(self.pk, timezone.now() + timedelta(hours=1))
        return original(self, **changes)

    monkeypatch.setattr(Document, "mark_ready", late)
    render_document(document.pk)

    document.refresh_from_db()
    assert (document.status, document.file.name) == ("rendering", "")
    assert list(files.rglob("*.txt")) == []


def test_a_worker_that_lost_its_lease_stops_at_its_next_page(files, monkeypatch):
    document = make_document()
    written = []

    def be_slow(*args):
        assert Document.claim(document.pk, timezone.now() + timedelta(hours=1))
        return read_roll(*args)

    monkeypatch.setattr(rendering, "read_roll", be_slow)
    monkeypatch.setitem(rendering.WRITERS, "txt", lambda *args: written.append(args))
    render_document(document.pk)

    document.refresh_from_db()
    assert (document.status, document.attempts, written) == ("rendering", 2, [])
    assert list(files.rglob("*.txt")) == []


def test_progress_renews_the_lease(settings):
    document = make_document()
    now = timezone.now()
    claimed = Document.claim(document.pk, now - settings.DOCUMENT_LEASE * 0.9)

    claimed.save_progress(30)

    document.refresh_from_db()
    assert document.claimed_until >= now + settings.DOCUMENT_LEASE
    assert Document.claim(document.pk, now + settings.DOCUMENT_LEASE / 2) is None


@pytest.mark.django_db(transaction=True)
def test_a_slow_silent_render_keeps_its_lease(settings, monkeypatch):
    settings.DOCUMENT_LEASE = timedelta(seconds=1.5)
    document = make_document()
    claims = []

    def be_silent(roll, path):
        time.sleep(2.5)
        claims.append(Document.claim(document.pk))
        writers.write_txt(roll, path)

    monkeypatch.setitem(rendering.WRITERS, "txt", be_silent)
    render_document(document.pk)

    document.refresh_from_db()
    assert claims == [None]
    assert (document.status, document.attempts) == ("ready", 1)
    assert not [thread for thread in threading.enumerate() if "beat" in thread.name]


def test_a_killed_worker_delays_a_document_by_minutes_only():
    document = make_document()
    Document.claim(document.pk, timezone.now() - timedelta(minutes=3))

    assert list(Document.objects.due(timezone.now())) == [document]


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


@pytest.mark.parametrize(("days", "left"), [(89, 2), (91, 1)])
def test_the_sweeper_deletes_what_a_letter_may_keep_no_longer(files, days, left):
    now = timezone.now()
    letter = make_letter(status="closed", closed_at=now - timedelta(days=days))
    letter.campaign.retention_days = 90
    letter.campaign.save()
    earlier, elsewhere = make_document(letter), make_document()
    for document in (earlier, elsewhere):
        render_document(document.pk)
    Document.objects.update(created_at=now - timedelta(days=2))

    render_due_documents()

    assert Document.objects.count() == len(list(files.rglob("*.txt"))) == left
    assert elsewhere in Document.objects.all()


def test_a_document_of_an_old_letter_stays_long_enough_to_be_taken():
    closed_at = timezone.now() - timedelta(days=2000)
    document = make_document(make_letter(status="closed", closed_at=closed_at))
    render_document(document.pk)

    render_due_documents()

    assert Document.objects.filter(pk=document.pk, status="ready").exists()


@pytest.mark.usefixtures("printer")
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
