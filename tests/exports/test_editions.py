"""Freezing: all of it or nothing, and once and for ever."""

from datetime import timedelta
from pathlib import Path

import docx
import pytest
import time_machine
from django.core.files.base import ContentFile
from django.utils import timezone
from lxml import html

from core.errors import Refusal
from exports import editions
from exports.editions import Unaccepted, freeze
from exports.models import Acceptance, Document, Edition, Entrant, FrozenRoll, Layout
from exports.periodic import render_due_documents
from exports.proof import publish_copy
from exports.services import request_document
from exports.tasks import render_document
from exports.wording import fours
from signatures.models import Signature
from signatures.retention import erase_expired
from tests.at_once import at_once
from tests.exports.freezing import (
    content_of,
    freeze_anyhow,
    make_closed_letter,
    rendered,
)
from tests.factories import make_letter, make_signature

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def letter(campaign):
    return make_closed_letter(campaign)


def stored(files: Path):
    return [path for path in files.rglob("*") if path.is_file()]


def test_an_edition_keeps_who_is_listed(letter, alice):
    make_signature(letter, name="Nobody Yet", status="held")

    edition = freeze_anyhow(letter, alice)

    assert (edition.number, edition.revision) == (1, letter.current_revision)
    assert (edition.people, edition.organizations, edition.counted) == (3, 0, 1)
    assert (edition.frozen_by, edition.countries) == (alice, 1)
    assert edition.languages == ["en", "es"]
    assert edition.entrants.count() == 3
    assert edition.recipients == [letter.recipients.get().pk]


def test_numbers_count_up(letter):
    assert [freeze_anyhow(letter).number for _time in range(3)] == [1, 2, 3]


@pytest.mark.django_db(transaction=True)
def test_two_at_once_get_two_numbers(files):
    letter = make_closed_letter(make_letter().campaign)

    second = at_once(
        lambda: freeze(letter, user=None, accepted={}),
        lambda: freeze(letter, user=None, accepted={}),
    )

    assert second.number == 2
    assert Edition.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_who_withdraws_meanwhile_is_on_it_in_each_language_or_in_none(files):
    letter = make_closed_letter(make_letter().campaign)
    ana = letter.signatures.filter(name="Ana Pérez")

    at_once(
        lambda: ana.update(status="withdrawn"),
        lambda: freeze(letter, user=None, accepted={}),
    )

    edition = Edition.objects.get()
    for language in edition.languages:
        text = content_of(rendered(edition, "txt", language=language)).decode()
        assert "Ana Pérez" not in text
    assert edition.people == 2


def test_documents_are_owed_and_workers_woken(
    letter, alice, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks() as callbacks:
        edition = freeze_anyhow(letter, alice)

    owed = edition.documents.order_by("audience", "language")
    assert list(owed.values_list("audience", "language", "format", "status")) == [
        ("officials", "en", "pdf", "queued"),
        ("officials", "es", "pdf", "queued"),
        ("public", "en", "pdf", "queued"),
        ("public", "es", "pdf", "queued"),
    ]
    assert len(callbacks) == 4
    assert {document.requested_by for document in owed} == {alice}


def test_each_recipient_gets_a_letter_where_the_layout_says_so(letter):
    second = letter.recipients.create(name="Bo", position=2)
    Layout.objects.create(letter=letter, addressing="each", languages="together")

    edition = freeze_anyhow(letter)

    first = letter.recipients.exclude(pk=second.pk).get()
    owed = edition.documents.values_list("audience", "recipient", "language")
    assert sorted(owed, key=str) == sorted(
        [
            ("officials", None, "en"),
            ("officials", first.pk, "en"),
            ("officials", second.pk, "en"),
            ("public", None, "en"),
        ],
        key=str,
    )


def test_one_addressed_letter_names_no_other_recipient(letter):
    second = letter.recipients.create(name="Bo Beispiel", position=2)
    edition = freeze_anyhow(letter)

    text = content_of(rendered(edition, "txt", recipient=second)).decode()

    assert "Bo Beispiel" in text
    assert "Ana Ejemplo" not in text


def test_who_is_no_recipient_is_refused(letter):
    edition = freeze_anyhow(letter)
    later = letter.recipients.create(name="Bo Beispiel", position=2)
    document = request_document(
        letter, language="en", format="txt", user=None, edition=edition, recipient=later
    )

    render_document(document.pk)

    document.refresh_from_db()
    assert document.status == "failed"
    assert "not addressed" in document.error


def test_what_was_found_is_kept_with_who_accepted_it(letter, alice):
    make_signature(letter, name="Nobody Yet", status="held")

    edition = freeze_anyhow(letter, alice)

    row = Acceptance.objects.get()
    assert (row.edition, row.check_name, row.found) == (edition, "reviews", 1)
    assert row.accepted_by == alice


@pytest.mark.parametrize("accepted", [{}, {"reviews": "1"}, {"texts": "2"}])
def test_what_was_not_accepted_as_it_is_freezes_nothing(letter, files, accepted):
    for number in range(2):
        make_signature(letter, name=f"Nobody {number}", status="held")

    with pytest.raises(Unaccepted) as refused:
        freeze(letter, user=None, accepted=accepted)

    assert [each.check_name for each in refused.value.findings] == ["reviews"]
    for model in (Edition, Entrant, FrozenRoll, Acceptance, Document):
        assert not model.objects.exists()
    assert stored(files) == []


def test_an_edition_of_nobody_cannot_be_accepted(letter):
    letter.signatures.update(status="withdrawn")

    with pytest.raises(Unaccepted, match="nobody"):
        freeze(letter, user=None, accepted={"nobody": "1"})


def test_a_draft_has_no_text_to_freeze(campaign):
    draft = make_letter(campaign=campaign, status="draft", opened_at=None)

    with pytest.raises(Unaccepted, match="no published text"):
        freeze(draft, user=None, accepted={"text": "1"})


@pytest.mark.parametrize("broken", ["_store", "_owe_documents"])
def test_an_edition_that_fails_leaves_no_file(letter, files, monkeypatch, broken):
    real = getattr(editions, broken)
    calls = []

    def fail(*args):
        real(*args)
        calls.append(args)
        if len(calls) == 2 or broken == "_owe_documents":
            raise OSError("The disk is full.")

    monkeypatch.setattr(editions, broken, fail)

    with pytest.raises(OSError, match="disk"):
        freeze(letter, user=None, accepted={})

    assert not Edition.objects.exists()
    assert stored(files) == []


@pytest.mark.parametrize("format", Document.Format.values)
@pytest.mark.parametrize("audience", ["officials", "public"])
def test_rendering_again_gives_the_same_bytes(letter, format, audience, request):
    if format == "pdf":
        request.getfixturevalue("printer")
    edition = freeze_anyhow(letter)
    first = rendered(edition, format, audience)
    Signature.objects.update(name="Changed", status="withdrawn")
    Layout.objects.create(letter=letter, design="compact", paper="a4")

    with time_machine.travel(timezone.now() + timedelta(days=400)):
        second = rendered(edition, format, audience)

    assert content_of(first) == content_of(second)
    assert first.sha256 == second.sha256


@pytest.mark.parametrize("format", ["pdf", "docx", "html"])
def test_a_bilingual_document_comes_out_the_same_again(letter, format, request):
    if format == "pdf":
        request.getfixturevalue("printer")
    Layout.objects.create(
        letter=letter, languages="together", design="columns", has_cover=True
    )
    edition = freeze_anyhow(letter)

    first, second = (rendered(edition, format) for _time in range(2))
    other = rendered(edition, format, language="es")

    assert content_of(first) == content_of(second)
    assert content_of(other) != content_of(first)


@pytest.mark.parametrize("language", ["en", "es"])
def test_its_own_language_comes_first(letter, language):
    Layout.objects.create(letter=letter, languages="together", paper="a4")
    edition = freeze_anyhow(letter)

    word = docx.Document(rendered(edition, "docx", language=language).file.path)
    page = html.parse(rendered(edition, "html", language=language).file.path)

    titles = ["A letter on the border", "Una carta sobre la frontera"]
    if language == "es":
        titles.reverse()
    shown = [each.text for each in word.paragraphs if each.style.name == "Title"]
    assert shown == titles
    assert [each.text for each in page.xpath("//h1")] == titles
    assert page.getroot().get("lang") == language
    assert round(word.sections[0].page_width.mm) == 210


def test_other_formats_stay_in_one_language(letter):
    Layout.objects.create(letter=letter, languages="together", has_cover=True)
    edition = freeze_anyhow(letter)

    text = content_of(rendered(edition, "txt")).decode()

    assert "A letter on the border" in text
    assert "Una carta" not in text


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_word_or_html_letter_is_addressed_to_one_recipient(letter, language):
    Layout.objects.create(
        letter=letter, languages="together", addressing="each", has_cover=True
    )
    second = letter.recipients.create(
        name="Bo Beispiel", position=2, salutation={"en": "Dear Bo:", "es": "Bo:"}
    )
    edition = freeze_anyhow(letter)

    word, page = (
        rendered(edition, format, recipient=second, language=language)
        for format in ("docx", "html")
    )

    shown = "\n".join(each.text for each in docx.Document(word.file.path).paragraphs)
    for text in (shown, content_of(page).decode()):
        assert text.count("To: Bo Beispiel") == text.count("Para: Bo Beispiel") == 1
        assert "Dear Bo:" in text
        assert "Ana Ejemplo" not in text
        assert "Madam" not in text


def test_a_changed_byte_of_the_stored_roll_is_noticed(letter):
    edition = freeze_anyhow(letter)
    path = Path(edition.rolls.get(language="en").file.path)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    document = request_document(
        letter, language="en", format="txt", user=None, edition=edition
    )

    render_document(document.pk)

    document.refresh_from_db()
    assert document.status == "failed"
    assert "not the one that was frozen" in document.error


def test_asking_again_gives_the_document_that_is_there(letter, alice):
    edition = freeze_anyhow(letter)
    wish = {"language": "en", "user": alice, "edition": edition}
    first = request_document(letter, format="csv", **wish)
    render_document(first.pk)

    assert request_document(letter, format="csv", **wish) == first
    assert request_document(letter, format="csv", audience="public", **wish) != first
    first.refresh_from_db()
    assert first.attempts == 1


def test_a_failed_document_is_made_anew(letter):
    edition = freeze_anyhow(letter)
    wish = {"language": "en", "format": "csv", "user": None, "edition": edition}
    first = request_document(letter, **wish)
    Document.objects.filter(pk=first.pk).update(status="failed")

    assert request_document(letter, **wish).pk != first.pk


def test_the_sweeper_keeps_an_edition_s_old_documents(letter, files):
    edition = freeze_anyhow(letter)
    edition.documents.all().delete()
    document = rendered(edition, "txt")
    Document.objects.update(created_at=timezone.now() - timedelta(days=99))

    render_due_documents()

    assert content_of(Document.objects.get(pk=document.pk))


def test_after_the_campaign_s_days_numbers_and_hashes_are_left(letter, files):
    edition = freeze_anyhow(letter)
    edition.documents.all().delete()
    document = rendered(edition, "txt")
    edition.documents.update(warning="It prints with empty boxes:\nLuz Gómez (☃)")
    later = timezone.now() + timedelta(days=letter.campaign.retention_days)

    with time_machine.travel(later):
        erase_expired(timezone.now())
        render_due_documents()
        render_due_documents()
        refused = request_document(
            letter, language="en", format="csv", user=None, edition=edition
        )
        render_document(refused.pk)

    assert stored(files) == []
    kept = Document.objects.get(pk=document.pk)
    assert (kept.status, kept.sha256, kept.size, kept.warning) == (
        "erased",
        document.sha256,
        document.size,
        "",
    )
    assert Edition.objects.get().people == 3
    assert all(roll.sha256 and not roll.file for roll in FrozenRoll.objects.all())
    refused.refresh_from_db()
    assert refused.status == "failed"
    assert "days are over" in refused.error


def test_after_the_campaign_s_days_no_half_file_is_left(letter, files):
    edition = freeze_anyhow(letter)
    document = edition.documents.filter(audience="officials").first()
    document.file.save("half.pdf", ContentFile(b"half of the names"), save=False)
    # Its worker was killed, and then somebody canceled it.
    edition.documents.filter(pk=document.pk).update(
        status="failed", file=document.file.name
    )
    edition.documents.exclude(pk=document.pk).delete()
    later = timezone.now() + timedelta(days=letter.campaign.retention_days)

    with time_machine.travel(later):
        render_due_documents()

    assert stored(files) == []
    document.refresh_from_db()
    assert (document.status, document.file.name) == ("failed", "")


def test_past_the_days_nothing_is_published_any_more(letter):
    edition = freeze_anyhow(letter)
    later = timezone.now() + timedelta(days=letter.campaign.retention_days)

    with time_machine.travel(later), pytest.raises(Refusal, match="deleted"):
        publish_copy(edition, None)

    assert Edition.objects.get().published_at is None


def test_past_the_days_nothing_is_frozen_any_more(letter):
    later = timezone.now() + timedelta(days=letter.campaign.retention_days)

    with time_machine.travel(later), pytest.raises(Refusal, match="deleted"):
        freeze(letter, user=None, accepted={})


def test_freezing_needs_no_query_for_each_name(letter, django_assert_max_num_queries):
    for number in range(30):
        make_signature(letter, name=f"Signer {number}")

    with django_assert_max_num_queries(60):
        freeze(letter, user=None, accepted={})


def test_the_foot_names_the_list_that_was_frozen(letter):
    first = freeze_anyhow(letter)
    make_signature(letter, name="Eva Tardía")
    second = freeze_anyhow(letter)

    marks = [
        content_of(rendered(edition, "txt")).decode().split("\nEdition ")[1]
        for edition in (first, second)
    ]

    for edition, mark in zip((first, second), marks, strict=True):
        assert fours(edition.rolls.get(language="en").sha256) in mark
    public = content_of(rendered(first, "txt", "public")).decode()
    assert "Edition 1, public copy" in public
