"""Throwing a draft away loses nothing that its editor did not look at."""

import pytest

from core.errors import Refusal
from letters import services
from letters.models import Revision, UnsavedText
from tests.factories import make_letter, make_member


@pytest.fixture
def letter(campaign):
    return make_letter(campaign=campaign)


@pytest.fixture
def eva(campaign):
    return make_member(campaign, "editor", name="Eva")


@pytest.fixture
def draft(letter, alice):
    return services.begin_revision(letter, alice)


def write(draft, author, body, *, version=1):
    words = {"title": "Title", "body": body, "closing": "Closing"}
    return services.save_text(draft, "en", version=version, author=author, **words)


def test_what_was_saved_after_the_page_was_opened_stays(
    letter, draft, alice, eva, as_user
):
    client, path = as_user(alice), f"/organize/letters/{letter.slug}/revisions/"
    form = client.get(path).content.decode().partition("/discard/")[2]
    seen = form.partition('name="seen" value="')[2].partition('"')[0]
    write(draft, eva, "Hours of work")

    page = client.post(f"{path}discard/", {"seen": seen}, follow=True)

    assert "Look at it again" in page.content.decode()
    assert draft.translations.filter(body="Hours of work").exists()

    client.post(f"{path}discard/", {"seen": Revision.objects.get(pk=draft.pk).stamp})
    assert not Revision.objects.filter(pk=draft.pk).exists()


def test_what_another_editor_could_not_save_goes_on_in_the_next_draft(
    letter, draft, alice, eva
):
    write(draft, alice, "First")
    with pytest.raises(services.Conflict):
        write(draft, eva, "Hours of work")

    services.discard_revision(draft)

    assert UnsavedText.objects.get().body == "Hours of work"
    following = services.begin_revision(letter, eva)
    assert UnsavedText.objects.get().revision == following


def test_what_is_saved_into_a_discarded_draft_is_kept(letter, draft, eva):
    stale = Revision.objects.get(pk=draft.pk)
    services.discard_revision(draft)

    with pytest.raises((Refusal, services.Conflict)):
        write(stale, eva, "Hours of work")

    kept = UnsavedText.objects.get()
    assert (kept.body, kept.revision) == ("Hours of work", letter.current_revision)


@pytest.mark.parametrize("at", ["0001-01-01T00:00", "1900-01-01T00:00"])
def test_a_year_mistyped_is_refused_in_a_sentence(campaign, alice, as_user, at):
    letter = make_letter(campaign=campaign, status="draft", opened_at=None)
    client, path = as_user(alice), f"/organize/letters/{letter.slug}/"
    data = {"time_zone": "UTC", "grace_hours": "24", "last_call_hours": "48"}

    response = client.post(f"{path}dates/", {**data, "soft_deadline_at": at})

    assert response.status_code == 422
    assert "Choose a date nearer to today." in response.content.decode()
    assert client.get(path).status_code == 200
