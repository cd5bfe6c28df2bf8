"""draft → open ⇄ closed: each step of a letter, and each that is refused."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.errors import Refusal
from letters.models import Letter, Revision
from letters.periodic import close_due_letters
from tests.factories import make_letter, make_member


@pytest.fixture
def editor(campaign, as_user):
    return as_user(make_member(campaign, "editor"))


def letter_in(status, campaign, **fields):
    if status == "draft":
        fields.setdefault("opened_at", None)
    if status == "closed":
        fields.setdefault("closed_at", timezone.now())
    return make_letter(campaign=campaign, slug="border", status=status, **fields)


def step(client, name, **data):
    return client.post(f"/organize/letters/border/{name}/", data)


def extension(**fields):
    day = (timezone.now() + timedelta(days=30)).date().isoformat()
    values = {
        "closes_at": f"{day}T12:00",
        "reason_en": "More time.",
        "reason_es": "Más.",
    }
    return {**values, **fields}


@pytest.mark.parametrize(
    ("status", "name", "after"),
    [
        ("draft", "open", "open"),
        ("open", "close", "closed"),
        ("closed", "open", "open"),
        ("open", "extend", "open"),
        ("closed", "extend", "open"),
    ],
)
def test_steps_that_are_allowed(campaign, editor, status, name, after):
    letter = letter_in(status, campaign)

    response = step(editor, name, **extension())

    assert response.status_code == 302
    letter.refresh_from_db()
    assert letter.status == after
    assert bool(letter.closed_at) == (after == "closed")


@pytest.mark.parametrize(
    ("status", "name", "sentence"),
    [
        ("draft", "close", "Only an open letter can be closed."),
        ("draft", "extend", "A draft is not extended; set its dates."),
        ("open", "open", "This letter is open already."),
        ("closed", "close", "Only an open letter can be closed."),
    ],
)
def test_steps_that_are_refused_in_a_sentence(campaign, editor, status, name, sentence):
    letter = letter_in(status, campaign)

    response = step(editor, name, **extension())

    assert response.status_code == 422
    assert sentence in response.content.decode()
    letter.refresh_from_db()
    assert letter.status == status


@pytest.mark.parametrize("name", ["open", "close", "replace-link"])
def test_get_takes_no_step(campaign, editor, name):
    letter = letter_in("open", campaign)

    assert editor.get(f"/organize/letters/border/{name}/").status_code == 405

    key = letter.key
    letter.refresh_from_db()
    assert (letter.status, letter.key) == ("open", key)


def lose_recipients(letter):
    letter.recipients.all().delete()


def lose_spanish(letter):
    letter.draft_revision.translations.filter(language="es").delete()


def lose_deadline(letter):
    Letter.objects.update(closes_at=None)


def pass_deadline(letter):
    Letter.objects.update(closes_at=timezone.now() - timedelta(minutes=1))


@pytest.mark.parametrize(
    ("lose", "sentence"),
    [
        (lose_recipients, "Add at least one recipient."),
        (lose_spanish, "Write the text in Spanish"),
        (lose_deadline, "Set a deadline."),
        (pass_deadline, "The deadline has passed; set a later one."),
    ],
)
def test_draft_does_not_open_while_something_is_missing(
    campaign, editor, lose, sentence
):
    letter = letter_in("draft", campaign)
    lose(letter)

    response = step(editor, "open")

    assert response.status_code == 422
    assert sentence in response.content.decode()
    letter.refresh_from_db()
    assert letter.status == "draft"


def test_letter_whose_data_were_deleted_stays_closed(campaign, editor):
    long_ago = timezone.now() - timedelta(days=campaign.retention_days + 1)
    letter = letter_in("closed", campaign, closed_at=long_ago)

    for name in ("open", "extend"):
        response = step(editor, name, **extension())
        assert response.status_code == 422
        assert "data have been deleted" in response.content.decode()

    letter.refresh_from_db()
    assert letter.status == "closed"


def test_reopening_keeps_the_day_of_opening_and_the_text(campaign, editor):
    letter = letter_in("open", campaign)
    opened_at, revision = letter.opened_at, letter.current_revision

    step(editor, "close")
    step(editor, "open")

    letter.refresh_from_db()
    assert (letter.status, letter.opened_at) == ("open", opened_at)
    assert letter.current_revision == revision
    revision.refresh_from_db()
    assert revision.published_at == opened_at


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"reason_en": "", "reason_es": ""}, "This field is required."),
        ({"reason_es": ""}, "Write the reason in Spanish, too."),
        ({"closes_at": ""}, "This field is required."),
        ({"closes_at": "2020-01-01T12:00"}, "has to be later than the old one"),
        ({"closes_at": "2099-01-01T12:00"}, "within the next ten years"),
        ({"closes_at": "2031-03-09T02:30"}, "there is no 02:30"),
    ],
)
def test_extension_that_is_refused(campaign, editor, fields, sentence):
    letter = letter_in("open", campaign, time_zone="America/Chicago")
    closes_at = letter.closes_at

    response = step(editor, "extend", **extension(**fields))

    assert response.status_code == 422
    assert sentence in response.content.decode()
    letter.refresh_from_db()
    assert letter.closes_at == closes_at
    assert not letter.extensions.exists()


def test_extension_is_by_the_letters_clock_and_is_told(campaign, editor):
    letter = letter_in("open", campaign, time_zone="America/Chicago")

    step(editor, "extend", **extension(closes_at="2031-07-01T12:00"))

    letter.refresh_from_db()
    assert letter.closes_at.isoformat() == "2031-07-01T17:00:00+00:00"
    moved = letter.extensions.get()
    assert (moved.closes_at, moved.reason.text("es")) == (letter.closes_at, "Más.")
    assert "More time." in editor.get("/organize/letters/border/").content.decode()


def test_second_of_two_concurrent_steps_is_refused(campaign):
    letter = letter_in("draft", campaign)
    first, second = Letter.objects.get(), Letter.objects.get()

    first.open()
    with pytest.raises(Refusal, match="open already"):
        second.open()
    mine, theirs = Letter.objects.get(), Letter.objects.get()
    mine.close()
    with pytest.raises(Refusal, match="Only an open letter"):
        theirs.close()
    mine, theirs = Letter.objects.get(), Letter.objects.get()
    later = letter.closes_at + timedelta(days=1)
    mine.extend(later, reason={"en": "More time."}, author=None)
    with pytest.raises(Refusal, match="Somebody else"):
        theirs.extend(
            later + timedelta(days=1), reason={"en": "More time."}, author=None
        )


def test_recipient_that_was_removed_meanwhile_is_missed(campaign):
    letter = letter_in("draft", campaign)
    looked_at = Letter.objects.prefetch_related("recipients").get()
    letter.recipients.all().delete()

    with pytest.raises(Refusal, match="Add at least one recipient"):
        looked_at.open()


def test_letter_closes_by_the_clock(campaign):
    letter = letter_in("open", campaign, closes_at=timezone.now())
    later = make_letter(closes_at=timezone.now() + timedelta(minutes=1))

    close_due_letters()

    letter.refresh_from_db()
    later.refresh_from_db()
    assert (letter.status, later.status) == ("closed", "open")


def test_opening_publishes_the_draft_of_the_text_and_closing_leaves_it(
    campaign, editor
):
    letter_in("draft", campaign)

    step(editor, "open")
    published = Revision.objects.get().published_at
    step(editor, "close")

    assert published
    assert Revision.objects.get().published_at == published
