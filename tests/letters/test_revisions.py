"""Drafts of later texts: begun, compared, thrown away, refused, published."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.errors import Refusal
from letters import services
from letters.models import Letter, Revision
from tests.factories import make_letter, make_member

NOTE = {"en": "A word was wrong.", "es": "Una palabra estaba mal."}


@pytest.fixture
def letter(campaign):
    return make_letter(campaign=campaign, time_zone="America/Guatemala")


@pytest.fixture
def editor(campaign, as_user):
    return as_user(make_member(campaign, "editor", name="Ana"))


def path(letter, page=""):
    return f"/organize/letters/{letter.slug}/revisions/{page}"


def fresh(letter):
    return Letter.objects.get(pk=letter.pk)


def write(draft, author, language="en", **fields):
    text = draft.texts()[language]
    values = {"title": text.title, "body": text.body, "closing": text.closing}
    services.save_text(
        Revision.objects.get(pk=draft.pk),
        language,
        version=text.version,
        author=author,
        **{**values, **fields},
    )


@pytest.fixture
def draft(letter, alice):
    """Revision 2, whose closing is another one in both languages."""
    draft = services.begin_revision(letter, alice)
    write(draft, alice, closing="With respect, the undersigned")
    write(draft, alice, "es", closing="Con todo respeto, quienes firmamos")
    return fresh(letter).draft_revision


def form(draft, **fields):
    return {
        "seen": draft.stamp,
        "kind": "wording",
        "note_en": NOTE["en"],
        "note_es": NOTE["es"],
        **fields,
    }


@pytest.mark.parametrize("role", ["viewer", "moderator"])
def test_only_editors_see_drafts(letter, draft, campaign, as_user, role):
    client = as_user(make_member(campaign, role))

    assert client.get(path(letter)).status_code == 404
    for page in ("begin/", "publish/", "discard/"):
        assert client.post(path(letter, page), form(draft)).status_code == 404
    assert fresh(letter).draft_revision == draft


def test_a_change_begins_with_a_copy_of_the_published_text(letter, editor):
    editor.post(path(letter, "begin/"))
    editor.post(path(letter, "begin/"))

    draft = fresh(letter).draft_revision
    assert draft.number == 2
    for language, text in letter.current_revision.texts().items():
        assert draft.texts()[language].fingerprint == text.fingerprint


def test_the_page_shows_the_difference_and_the_public_page_the_old_text(
    letter, draft, editor, client
):
    page = editor.get(path(letter)).content.decode()

    assert "<ins>" in page
    assert "With respect" in page
    assert (
        "With respect" not in client.get(f"/en/letters/{letter.slug}/").content.decode()
    )


def test_wording_is_published_with_its_kind_and_note(letter, draft, editor):
    response = editor.post(path(letter, "publish/"), form(draft))

    current = fresh(letter).current_revision
    assert response.status_code == 303
    assert (current.number, current.kind) == (2, "wording")
    assert current.note == NOTE
    assert current.answer_by is None


def test_the_deadline_is_meant_by_the_clock_of_the_letters_zone(letter, draft, editor):
    year = timezone.now().year + 1

    editor.post(
        path(letter, "publish/"),
        form(draft, kind="substance", answer_by=f"{year}-03-01T12:00"),
    )

    answer_by = fresh(letter).current_revision.answer_by
    assert answer_by.isoformat() == f"{year}-03-01T18:00:00+00:00"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"kind": ""}, "This field is required"),
        ({"kind": "joke"}, "Select a valid choice"),
        ({"note_es": " "}, "Say in every language what was changed"),
        ({"kind": "substance"}, "Choose until when earlier signers"),
        (
            {"kind": "substance", "answer_by": "2020-01-01T12:00"},
            "Choose until when earlier signers",
        ),
        ({"kind": "substance", "answer_by": "soon"}, "Write day and hour like"),
        ({"kind": "translation"}, "The authoritative text is changed, too"),
        ({"seen": "2-en1-es1"}, "was changed after you opened this page"),
    ],
)
def test_what_cannot_be_published_is_said_in_a_sentence(
    letter, draft, editor, fields, sentence
):
    response = editor.post(path(letter, "publish/"), form(draft, **fields))

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert fresh(letter).current_revision.number == 1


def test_a_text_out_of_step_is_not_published(letter, alice, editor):
    draft = services.begin_revision(letter, alice)
    write(draft, alice, body="We, {total} friends, ask you to act.")
    draft = fresh(letter).draft_revision

    page = editor.get(path(letter)).content.decode()
    response = editor.post(path(letter, "publish/"), form(draft))

    assert "out of step" in page
    assert response.status_code == 422
    assert "out of step" in response.content.decode()
    assert fresh(letter).current_revision.number == 1


def test_an_unchanged_draft_is_not_published(letter, editor):
    editor.post(path(letter, "begin/"))

    response = editor.post(path(letter, "publish/"), form(fresh(letter).draft_revision))

    assert response.status_code == 422
    assert "Nothing has been changed" in response.content.decode()


def test_a_translation_alone_is_published_as_such(letter, alice, editor):
    draft = services.begin_revision(letter, alice)
    write(draft, alice, "es", closing="Con mucho respeto, quienes firmamos")

    editor.post(
        path(letter, "publish/"),
        form(fresh(letter).draft_revision, kind="translation"),
    )

    assert fresh(letter).current_revision.kind == "translation"


def test_a_draft_is_published_once(letter, draft):
    services.publish_revision(draft, kind="wording", note=NOTE)

    with pytest.raises(Refusal, match="published already"):
        services.publish_revision(draft, kind="wording", note=NOTE)


def test_publishing_twice_from_the_page_is_refused_in_a_sentence(letter, draft, editor):
    editor.post(path(letter, "publish/"), form(draft))

    response = editor.post(path(letter, "publish/"), form(draft))

    assert response.status_code == 422
    assert "There is no draft any more." in response.content.decode()


def test_a_draft_may_be_thrown_away_and_the_first_text_may_not(
    letter, draft, editor, campaign
):
    editor.post(path(letter, "discard/"))
    assert fresh(letter).draft_revision is None

    first = make_letter(campaign=campaign, status="draft", opened_at=None)
    editor.post(path(first, "discard/"))
    assert fresh(first).draft_revision


def test_a_published_text_is_not_thrown_away(letter, draft, editor):
    services.publish_revision(draft, kind="wording", note=NOTE)

    with pytest.raises(Refusal):
        services.discard_revision(draft)
    assert fresh(letter).current_revision.number == 2


def test_the_first_text_is_published_by_opening_the_letter(campaign, editor):
    letter = make_letter(campaign=campaign, status="draft", opened_at=None)

    page = editor.get(path(letter)).content.decode()
    response = editor.post(path(letter, "publish/"), form(letter.draft_revision))

    assert "happens when you open the letter" in page
    assert response.status_code == 422
    assert fresh(letter).current_revision is None


def test_a_deadline_in_the_hour_that_does_not_exist_is_refused(
    campaign, alice, as_user
):
    letter = make_letter(campaign=campaign, time_zone="America/New_York")
    draft = services.begin_revision(letter, alice)
    write(draft, alice, closing="With respect")

    response = as_user(alice).post(
        path(letter, "publish/"),
        form(
            fresh(letter).draft_revision,
            kind="substance",
            answer_by="2027-03-14T02:30",
        ),
    )

    assert response.status_code == 422
    assert "go forward" in response.content.decode()


def test_the_deadline_has_to_lie_ahead(letter, draft):
    with pytest.raises(Refusal, match="until when"):
        services.publish_revision(
            draft,
            kind="substance",
            note=NOTE,
            answer_by=timezone.now() - timedelta(minutes=1),
        )
