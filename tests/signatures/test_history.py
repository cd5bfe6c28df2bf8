"""The history of a letter's text, for everybody who may read the text."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from letters import services
from letters.models import Letter, Revision
from tests.factories import make_letter

NOTE = {"en": "A word was wrong.", "es": "Una palabra estaba mal."}


def publish_second(letter, author):
    draft = services.begin_revision(letter, author)
    for language, closing in [("en", "Yours, neighbors"), ("es", "Sus vecinos")]:
        text = draft.texts()[language]
        services.save_text(
            Revision.objects.get(pk=draft.pk),
            language,
            version=1,
            title=text.title,
            body=text.body,
            closing=closing,
            author=author,
        )
    services.publish_revision(
        Revision.objects.get(pk=draft.pk), kind="wording", note=NOTE
    )
    return Letter.objects.get(pk=letter.pk)


@pytest.fixture
def letter(campaign, alice):
    return publish_second(make_letter(campaign=campaign), alice)


def get(letter, page="", language="en", **query):
    return Client().get(f"/{language}/letters/{letter.slug}/text/{page}", query)


def test_all_revisions_are_listed_with_notes_and_fingerprints(letter):
    response = get(letter)

    page = response.content.decode()
    assert response.status_code == 200
    assert page.index("Revision 2") < page.index("Revision 1")
    assert "A word was wrong." in page
    assert "wording corrected" in page
    for revision in letter.revisions.all():
        for text in revision.translations.all():
            assert text.fingerprint in page
    assert not response.cookies


def test_a_revision_shows_its_text_and_what_it_changed(letter):
    page = get(letter, "2/").content.decode()

    assert "<del>" in page
    assert "Respectfully" in page
    assert "<ins>" in page
    assert "Yours, neighbors" in page
    assert letter.current_revision.texts()["en"].fingerprint in page
    assert "not the text that is signed now" not in page


def test_the_difference_is_readable_without_colors(letter):
    page = get(letter, "2/").content.decode()

    assert "[taken out:" in page
    assert "[new:" in page


def test_an_earlier_revision_says_that_it_is_not_signed_any_more(letter):
    page = get(letter, "1/").content.decode()

    assert "not the text that is signed now" in page
    assert "Respectfully, the undersigned" in page
    assert "What it changed" not in page


def test_the_history_speaks_spanish(letter):
    page = get(letter, "2/", "es").content.decode()

    assert "Sus vecinos" in page
    assert "Una palabra estaba mal." in page


def test_a_revision_in_another_language_leads_to_the_authoritative_one(letter):
    page = get(letter, "1/", "es").content.decode()

    assert "Esta es una traducción" in page
    assert f'href="/en/letters/{letter.slug}/text/1/" hreflang="en"' in page
    assert "hreflang" not in get(letter, "1/").content.decode().split("<article")[1]


@pytest.mark.parametrize("page", ["0/", "3/", "99999999999999999999/", "x/"])
def test_there_is_no_other_revision(letter, page):
    assert get(letter, page).status_code == 404


def test_drafts_are_nobodys_business(letter, alice):
    services.begin_revision(letter, alice)

    assert get(letter, "3/").status_code == 404
    assert "Revision 3" not in get(letter).content.decode()


def test_a_text_under_embargo_has_no_history_either(letter):
    Letter.objects.update(text_from=timezone.now() + timedelta(days=1))

    assert get(letter).status_code == 404
    assert get(letter, "1/").status_code == 404
    assert get(letter, "1/", key=letter.key).status_code == 200
    front = Client().get(f"/en/letters/{letter.slug}/").content.decode()
    assert "/text/" not in front


def test_the_secret_link_is_kept_on_every_page(letter):
    Letter.objects.update(access="link")

    assert get(letter).status_code == 404
    response = get(letter, key=letter.key)
    assert f"/en/letters/{letter.slug}/text/2/?key={letter.key}" in (
        response.content.decode()
    )
    page = get(letter, "2/", key=letter.key).content.decode()
    assert f"/text/1/?key={letter.key}" in page
    assert f"/en/letters/{letter.slug}/text/?key={letter.key}" in page


def test_the_letter_names_its_revision_and_links_the_history(letter):
    page = Client().get(f"/en/letters/{letter.slug}/").content.decode()

    assert "Text: revision 2 of" in page
    assert f'href="/en/letters/{letter.slug}/text/"' in page
    assert "This text is authoritative" in page
    spanish = Client().get(f"/es/letters/{letter.slug}/").content.decode()
    assert "This text is authoritative" not in spanish
