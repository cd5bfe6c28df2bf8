"""The text page after the letter has opened: reading, preparing a change, old pages."""

from django.utils import timezone

from letters import services
from letters.models import Letter, Revision, Translation, UnsavedText
from tests.factories import make_letter, make_member
from tests.letters.writing import body_of, fresh, opened, path


def test_after_a_change_the_last_button_leads_to_publishing(campaign, ana):
    letter = make_letter(campaign=campaign)
    services.begin_revision(letter, None)
    data = opened(ana, fresh(letter)) | {"action": "next"}

    response = ana.post(path(letter), data)

    assert response["Location"] == f"/organize/letters/{letter.slug}/revisions/"


def test_a_published_text_is_read_and_not_written(campaign, ana):
    letter = make_letter(campaign=campaign)
    revision = letter.current_revision

    page = ana.get(path(letter)).content.decode()
    assert "Prepare a change" in page
    assert "<textarea" not in page

    response = ana.post(
        path(letter),
        {"revision": 1, "en-version": 1, "en-base": "", "en-body": "Too late."},
    )

    assert response.status_code == 409
    assert revision.texts()["en"].body.startswith("We, {total}")


def test_what_was_written_while_the_letter_opened_is_kept_for_the_next_draft(
    letter, ana
):
    data = opened(ana, letter)
    Revision.objects.filter(letter=letter).update(published_at=timezone.now())
    Letter.objects.filter(pk=letter.pk).update(
        status="open", opened_at=timezone.now(), closes_at=timezone.now()
    )

    response = ana.post(path(letter), {**data, "en-body": "A moment late."})

    assert response.status_code == 409
    assert "What you wrote last is not in it" in response.content.decode()
    ana.post(f"/organize/letters/{letter.slug}/revisions/begin/")
    page = ana.get(path(letter))
    assert page.context["columns"][0].form["body"].value() == "A moment late."
    assert page.context["columns"][0].conflict


def test_a_page_of_an_earlier_draft_does_not_write_into_the_next(campaign, ana, ben):
    letter = make_letter(campaign=campaign)
    services.begin_revision(letter, ana_user := make_member(campaign, "editor"))
    data = opened(ana, letter)
    services.discard_revision(fresh(letter).draft_revision)
    Revision.objects.create(
        letter=letter, number=2, kind="wording", published_at=timezone.now()
    )
    services.begin_revision(fresh(letter), ana_user)
    Translation.objects.create(
        revision=fresh(letter).draft_revision,
        language="en",
        title="T",
        body="Newest.",
        closing="C",
    )

    response = ana.post(path(letter), {**data, "en-body": "From the old page."})

    assert response.status_code == 409
    assert body_of(fresh(letter)) == "Newest."
    assert UnsavedText.objects.get().body == "From the old page."


def test_the_preview_shows_the_draft_and_only_our_own_pages_may_frame_it(
    campaign, ana, alice
):
    letter = make_letter(campaign=campaign)
    draft = services.begin_revision(letter, alice)
    services.save_text(
        draft, "en", version=1, title="Draft", body="New.", closing="C", author=alice
    )
    address = f"/organize/letters/{letter.slug}/preview/en/"

    response = ana.get(f"{address}?draft=1")

    assert "New." in response.content.decode()
    assert "frame-ancestors 'self'" in response["Content-Security-Policy"]
    assert "New." not in ana.get(address).content.decode()
    assert "frame-ancestors 'none'" in ana.get(path(letter))["Content-Security-Policy"]


def test_a_page_of_an_earlier_draft_in_a_language_without_text_is_kept(letter, ana):
    data = {**opened(ana, letter), "revision": 7}
    letter.draft_revision.translations.get(language="es").delete()

    response = ana.post(path(letter), {**data, "es-body": "De la página de antes."})

    assert response.status_code == 409
    assert "opened for an earlier draft" in response.content.decode()
    assert opened(ana, letter)["es-body"] == "De la página de antes."
    ana.post(path(letter), opened(ana, letter))
    assert body_of(letter, "es") == "De la página de antes."
    assert not UnsavedText.objects.exists()
