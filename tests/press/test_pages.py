"""Pages on which organizers prepare a release and let it out."""

import pytest
from django.test import Client

from core.errors import Refusal
from press import readiness, services
from press.models import Quote, Release
from tests.exports.editions import make_edition
from tests.factories import (
    make_letter,
    make_member,
    make_partner,
    make_signature,
)
from tests.press.conftest import make_release
from tests.press.pages import BASE, form_of, path, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]


def test_a_release_is_prepared_with_all_languages_and_partners(letter, editor):
    response = editor.post(f"{BASE}prepare/")

    release = Release.objects.get()
    assert response["Location"] == path(release, "text/")
    assert {text.language for text in release.texts.all()} == {"en", "es"}
    assert [row.partner.code for row in release.partners.all()] == ["shelter"]
    overview = words(editor.get(path(release)))
    for sentence in ("Write the headline.", "Write the lead.", "Name a contact."):
        assert overview.count(sentence) == 2
    assert "Publish the release" not in overview


def test_the_next_release_begins_with_what_the_campaign_says_of_itself(
    letter, campaign, editor
):
    release = make_release(make_letter(campaign=campaign))
    release.texts.filter(language="es").update(about="Somos una coalición.")

    editor.post(f"{BASE}prepare/")

    prepared = letter.releases.get()
    assert prepared.texts.get(language="es").about == "Somos una coalición."


def test_contacts_and_quotations_are_added_moved_and_removed(letter, editor):
    release = make_release(letter)
    for speaker in ("Second", "Third"):
        new = form_of(editor, path(release, "quotes/new/"))
        editor.post(
            path(release, "quotes/new/"),
            {**new, "speaker": speaker, "text_en": "Yes.", "text_es": "Sí."},
        )

    def speakers():
        return list(release.quotes.values_list("speaker", flat=True))

    def press(speaker, action):
        quote = release.quotes.get(speaker=speaker)
        editor.post(
            path(release, "arrange/"), {"part": f"quote-{quote.pk}", "action": action}
        )

    assert speakers() == ["Rosa Xol", "Second", "Third"]
    press("Third", "up")
    press("Third", "up")
    press("Third", "up")
    assert speakers() == ["Third", "Rosa Xol", "Second"]
    press("Third", "down")
    press("Second", "remove")
    assert speakers() == ["Rosa Xol", "Third"]


def test_partners_stand_in_the_order_that_is_chosen(letter, campaign, editor):
    other = make_partner(campaign, code="other", name={"en": "Other"})
    release = make_release(letter)
    for code in ("shelter", "other", "other"):
        editor.post(
            path(release, "arrange/"), {"action": "add-partner", "partner": code}
        )
    row = release.partners.get(partner=other)

    editor.post(
        path(release, "arrange/"), {"part": f"partner-{row.pk}", "action": "up"}
    )

    order = release.partners.values_list("partner__code", flat=True)
    assert list(order) == ["other", "shelter"]


def test_nothing_of_another_campaign_is_moved_or_added(letter, mallory, editor):
    release = make_release(letter)
    strange = make_partner(mallory.memberships.get().campaign, code="strange")
    other = make_release(make_letter())
    for data in [
        {"action": "add-partner", "partner": strange.code},
        {"action": "remove", "part": f"quote-{other.quotes.get().pk}"},
        {"action": "remove", "part": "quote-x"},
        {"action": "remove", "part": f"quote-{'9' * 30}"},
        {"action": "fly", "part": f"quote-{release.quotes.get().pk}"},
        {},
    ]:
        assert editor.post(path(release, "arrange/"), data).status_code == 422
    assert other.quotes.exists()
    assert not release.partners.exists()


def test_an_embargo_is_written_and_shown_by_the_release_s_clock(letter, editor):
    release = make_release(letter, is_published=False)
    address = path(release, "settings/")

    editor.post(
        address,
        {
            **form_of(editor, address),
            "embargo_until": "2027-07-01T09:30",
            "time_zone": "America/Chicago",
        },
    )

    release.refresh_from_db()
    assert release.embargo_until.isoformat() == "2027-07-01T14:30:00+00:00"
    assert form_of(editor, address)["embargo_until"] == "2027-07-01T09:30"


def test_the_edition_of_another_letter_cannot_be_chosen(letter, edition, editor):
    release = make_release(make_letter(campaign=letter.campaign, slug="other"))
    address = f"/organize/letters/other/press/{release.pk}/settings/"

    response = editor.post(
        address, {**form_of(editor, address), "edition": str(edition.pk)}
    )

    assert response.status_code == 422


def test_a_release_begins_with_the_numbers_of_the_latest_edition(
    letter, edition, editor
):
    make_signature(letter, name="Late Lea")
    make_edition(letter, number=2, addendum_to=edition)

    editor.post("/organize/letters/border/press/prepare/")

    assert letter.releases.get().edition == edition


def test_a_whole_release_is_published_and_taken_back(letter, editor):
    release = make_release(letter, is_published=False)
    assert readiness.missing(release) == []

    editor.post(path(release, "step/"), {"step": "publish"})
    public = Client().get("/en/letters/border/press/").status_code
    overview = words(editor.get(path(release)))
    editor.post(path(release, "step/"), {"step": "take-back"})

    assert public == 200
    link = overview.index(f"/en/press/{release.key}/")
    assert link < overview.index("Edit the texts")  # what is looked for now
    assert Client().get("/en/letters/border/press/").status_code == 404


@pytest.mark.parametrize("nothing", ["\u200b", "\u2060", "\u3164", " \u200e\u00a0"])
def test_what_nobody_can_see_is_missing(letter, editor, nothing):
    release = make_release(letter, is_published=False)
    release.texts.filter(language="es").update(
        headline=nothing, place=nothing, lead=nothing
    )
    release.contacts.filter(language="es").update(name=nothing)

    response = editor.post(path(release, "step/"), {"step": "publish"})

    assert response.status_code == 422
    for sentence in (
        "Write the headline.",
        "Write the place of the dateline.",
        "Write the lead.",
        "Name a contact.",
    ):
        assert f"Spanish: {sentence}" in words(response)
    release.refresh_from_db()
    assert not release.is_published


def test_what_is_missing_keeps_it_from_being_published(letter, editor):
    release = make_release(letter, is_published=False)
    release.texts.filter(language="es").update(headline="", lead="Somos {total}.")
    release.quotes.update(text={"en": "Only."}, role={"en": "Director"})

    response = editor.post(path(release, "step/"), {"step": "publish"})

    assert response.status_code == 422
    for sentence in (
        "Spanish: Write the headline.",
        "Spanish: Translate what Rosa Xol says.",
        "they come from a frozen edition",
    ):
        assert sentence in words(response)
    release.refresh_from_db()
    assert not release.is_published


def test_a_published_release_stays_whole(letter, editor):
    release = make_release(letter)
    contact = release.contacts.filter(language="es").get()
    address = path(release, "text/")

    removed = editor.post(
        path(release, "arrange/"),
        {"part": f"contact-{contact.pk}", "action": "remove"},
    )
    emptied = editor.post(address, {**form_of(editor, address), "en-headline": ""})

    for response in (removed, emptied):
        assert response.status_code == 422
        assert "nothing may be missing" in words(response)
    assert release.contacts.filter(pk=contact.pk).exists()
    assert release.texts.get(language="en").headline


def test_the_link_is_replaced(letter, editor):
    release = make_release(letter)

    editor.post(path(release, "step/"), {"step": "replace-link"})

    assert Client().get(f"/en/press/{release.key}/").status_code == 404


@pytest.mark.parametrize(
    ("role", "may_write"),
    [("owner", True), ("editor", True), ("moderator", False), ("viewer", False)],
)
def test_editors_write_and_the_others_read(role, may_write, letter, campaign, as_user):
    release = make_release(letter)
    client = as_user(make_member(campaign, role))

    overview = client.get(path(release))
    client.post(path(release, "step/"), {"step": "replace-link"})
    prepared = client.post(f"{BASE}prepare/")

    assert overview.status_code == 200
    assert (release.key in words(overview)) == may_write
    assert ("Edit the texts" in words(overview)) == may_write
    old, release = release.key, Release.objects.get(pk=release.pk)
    assert (release.key != old) == may_write
    assert (prepared.status_code == 302) == may_write
    assert client.get(path(release, "preview/es/")).status_code == 200
    assert client.get(path(release, "en.txt")).status_code == 200


def test_another_letter_s_address_leads_to_no_release(letter, campaign, editor):
    release = make_release(make_letter(campaign=campaign, slug="other"))

    for page in ("", "text/", "preview/en/", "en.txt"):
        assert editor.get(path(release, page)).status_code == 404
    assert editor.get(path(make_release(letter), "preview/fr/")).status_code == 404


def test_a_draft_is_thrown_away_and_what_is_out_is_not(letter, editor, colleague):
    release, draft = make_release(letter), make_release(letter, is_published=False)
    address = path(draft, "text/")
    written = form_of(colleague, address)

    refused = editor.post(path(release, "discard/"))
    thrown = editor.post(path(draft, "discard/"))

    assert refused.status_code == 422
    assert "Take it back first" in words(refused)
    assert thrown["Location"] == BASE
    assert list(Release.objects.all()) == [release]
    assert colleague.post(address, written).status_code == 404


def test_who_saves_while_the_draft_is_thrown_away_is_told(letter):
    draft = make_release(letter, is_published=False)
    text = draft.texts.first()
    Release.objects.filter(pk=draft.pk).delete()

    with pytest.raises(Refusal, match="thrown this release away"):
        services.save_rows(draft, [(text, 1, ["headline"])])
    with pytest.raises(Refusal, match="thrown this release away"):
        services.replace_key(draft)


def test_who_moves_what_was_removed_in_this_moment_is_told(letter):
    quote = make_release(letter).quotes.get()
    Quote.objects.all().delete()

    with pytest.raises(Refusal, match="removed this meanwhile"):
        services.move_part(quote, 1)
