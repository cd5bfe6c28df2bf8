"""Beginning a letter, its overview, and the way to both."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from letters.models import Letter, UnsavedText
from letters.services import save_text
from tests.factories import (
    make_campaign,
    make_letter,
    make_member,
    make_partner,
    make_signature,
)

DAY = timedelta(days=1)


def begin(client, owner, **fields):
    values = {"campaign": owner.pk, "slug": "border", "time_zone": "America/Chicago"}
    return client.post("/organize/letters/new/", {**values, **fields})


def write(letter, user):
    for language, body in [("en", "We ask you to act."), ("es", "Le pedimos actuar.")]:
        save_text(
            letter.draft_revision,
            language,
            version=0,
            title=f"Title {language}",
            body=body,
            closing="Respectfully",
            author=user,
        )


def test_an_organizer_writes_a_letter_step_by_step_and_opens_it(
    campaign, alice, as_user
):
    client = as_user(alice)

    step = begin(client, campaign)
    assert step.url == "/organize/letters/border/recipients/"
    client.post(
        f"{step.url}new/",
        {
            "name": "Ana Ejemplo",
            "honorific_en": "The Honorable",
            "honorific_es": "Excelentísima señora",
            "office_en": "President",
            "office_es": "Presidenta",
        },
    )
    letter = Letter.objects.get()
    write(letter, alice)
    client.post(
        "/organize/letters/border/dates/",
        {
            "time_zone": "America/Chicago",
            "closes_at": "2031-01-01T12:00",
            "grace_hours": 24,
            "last_call_hours": 24,
        },
    )
    page = client.get("/organize/letters/border/").content.decode()
    assert "Open the letter for signature" in page
    opened = client.post("/organize/letters/border/open/")

    assert opened.url == "/organize/letters/border/"
    letter.refresh_from_db()
    assert letter.status == "open"
    assert letter.recipients.get().honorific.text("es") == "Excelentísima señora"
    assert letter.revisions.get().published_at


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("time_zone", "Mars/Olympus", "Write a time zone"),
        ("slug", "no spaces here", "slug"),
        ("slug", "taken", "already exists"),
        ("campaign", "", "This field is required"),
    ],
)
def test_bad_beginnings_come_back_with_a_sentence(
    campaign, editor, field, value, sentence
):
    make_letter(slug="taken")

    response = begin(editor, campaign, **{field: value})

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert Letter.objects.count() == 1


def test_of_two_letters_with_one_name_the_second_is_refused(
    campaign, editor, monkeypatch
):
    make_letter(slug="border")
    monkeypatch.setattr(Letter, "validate_unique", lambda *args, **kwargs: None)

    response = begin(editor, campaign)

    assert response.status_code == 422
    assert "Another letter has this short name" in response.content.decode()


def test_nobody_begins_a_letter_in_anothers_campaign(campaign, mallory, as_user):
    client = as_user(mallory)

    response = begin(client, campaign)

    assert response.status_code == 422
    assert "Border Coalition" in client.get("/organize/letters/new/").content.decode()
    assert not Letter.objects.exists()


def test_zone_of_the_newest_letter_is_proposed(campaign, editor):
    make_letter(campaign=campaign, time_zone="America/Guatemala")

    page = editor.get("/organize/letters/new/").content.decode()

    assert 'value="America/Guatemala"' in page


def test_overview_says_what_is_missing(campaign, editor):
    begin(editor, campaign)

    page = editor.get("/organize/letters/border/").content.decode()

    for sentence in [
        "Add at least one recipient.",
        "Set a deadline.",
        "Write the text",
    ]:
        assert sentence in page
    assert "Open the letter for signature" not in page


def test_overview_tells_what_happens_when_by_the_letters_clock(campaign, editor):
    letter = make_letter(
        campaign=campaign,
        time_zone="America/Chicago",
        opens_at="2031-03-01T15:00Z",
        soft_deadline_at="2031-03-18T23:00Z",
        closes_at="2031-03-19T23:00Z",
        list_from="2031-03-21T14:00Z",
        grace_hours=24,
    )

    page = editor.get(f"/organize/letters/{letter.slug}/").content.decode()

    moments = [
        "March 1, 2031, 9 a.m. (Central Standard Time)",
        "March 18, 2031, 6 p.m. (Central Daylight Time)",
        "March 19, 2031, 6 p.m. (Central Daylight Time)",
        "March 20, 2031, 6 p.m. (Central Daylight Time)",
        "March 21, 2031, 9 a.m. (Central Daylight Time)",
    ]
    places = [page.index(f"{moment}</time>") for moment in moments]
    assert places == sorted(places)


@pytest.mark.parametrize("role", ["viewer", "moderator"])
def test_others_of_the_team_read_the_overview_without_its_buttons(
    campaign, as_user, role
):
    letter = make_letter(campaign=campaign)
    client = as_user(make_member(campaign, role))

    page = client.get(f"/organize/letters/{letter.slug}/").content.decode()

    assert "What happens when" in page
    assert letter.key not in page
    assert "Close the letter" not in page
    assert "/rules/" not in page


def test_secret_link_is_shown_in_each_language_and_can_be_replaced(
    campaign, editor, settings
):
    letter = make_letter(campaign=campaign, access="link")
    old = letter.key

    before = editor.get(f"/organize/letters/{letter.slug}/").content.decode()
    editor.post(f"/organize/letters/{letter.slug}/replace-link/")
    after = editor.get(f"/organize/letters/{letter.slug}/").content.decode()

    for language in ("en", "es"):
        path = f"/{language}/letters/{letter.slug}/?key={old}"
        assert settings.SITE_URL + path in before
    letter.refresh_from_db()
    assert old not in after
    assert letter.key in after


def test_no_secret_link_is_offered_where_everybody_reads_the_letter(campaign, editor):
    letter = make_letter(campaign=campaign)

    page = editor.get(f"/organize/letters/{letter.slug}/").content.decode()

    assert letter.key not in page


def test_overview_tells_that_an_embargo_keeps_people_out(campaign, editor):
    letter = make_letter(campaign=campaign, text_from=timezone.now() + DAY)

    page = editor.get(f"/organize/letters/{letter.slug}/").content.decode()

    assert "only those who have the secret link read and sign it" in page
    assert letter.key in page


def test_extending_tells_that_the_announced_deadline_stays(campaign, editor):
    letter = make_letter(campaign=campaign, soft_deadline_at=timezone.now() + DAY)

    page = editor.get(f"/organize/letters/{letter.slug}/extend/").content.decode()

    assert "That does not move by itself" in page


def test_problems_of_the_new_letter_name_the_field_and_no_slug(campaign, editor):
    response = editor.post(
        "/organize/letters/new/",
        {"campaign": campaign.pk, "slug": "Open the doors", "time_zone": ""},
    )

    page = response.content.decode()
    assert "Use small letters, digits and hyphens, and nothing else." in page
    assert "slug" not in page.split("error-summary")[1].split("</ul>")[0]
    assert "Time zone: This field is required." in page


def test_first_page_leads_to_letters_and_to_a_new_one(campaign, editor):
    letter = make_letter(campaign=campaign)
    make_signature(letter, status="confirmed")

    page = editor.get("/admin/").content.decode()

    assert f'href="/organize/letters/{letter.slug}/"' in page
    assert "Review 1 signature" not in page  # that is for moderators
    assert "/organize/letters/new/" in page


def test_first_page_tells_moderators_what_waits(campaign, bob, as_user):
    make_signature(make_letter(campaign=campaign), status="confirmed")

    page = as_user(bob).get("/admin/").content.decode()

    assert "Review 1 signature" in page
    assert "/organize/letters/new/" not in page


def test_list_of_letters_leads_to_the_wizard(campaign, editor):
    letter = make_letter(campaign=campaign)

    row = editor.get(f"/admin/letters/letter/{letter.pk}/change/")
    new = editor.get("/admin/letters/letter/add/")

    assert row.url == f"/organize/letters/{letter.slug}/"
    assert new.url == "/organize/letters/new/"


def test_logging_in_leads_the_team_to_its_letters_and_partners_to_their_page(
    campaign, alice, as_user
):
    partner = make_partner(campaign)
    someone = make_member(make_campaign(), "viewer")
    someone.memberships.update(campaign=campaign, role="partner", partner=partner)

    assert Client().get("/organize/").url.startswith("/accounts/login/")
    assert as_user(alice).get("/organize/").url == "/admin/"
    assert as_user(someone).get("/organize/").url == "/organize/partner/"


def test_preview_shows_a_draft(campaign, editor):
    letter = make_letter(campaign=campaign, status="draft", opened_at=None)

    page = editor.get(f"/organize/letters/{letter.slug}/preview/es/").content.decode()

    assert "Una carta sobre la frontera" in page
    assert editor.get(f"/organize/letters/{letter.slug}/preview/xx/").status_code == 404


def test_text_that_nobody_has_chosen_yet_is_named(campaign, alice, bob, as_user):
    letter = make_letter(campaign=campaign, status="draft", opened_at=None)
    UnsavedText.objects.create(
        revision=letter.draft_revision, language="es", author=alice, body="Otro"
    )
    path = f"/organize/letters/{letter.slug}/"

    assert "another text (Spanish)" in as_user(alice).get(path).content.decode()
    assert "another text" not in as_user(bob).get(path).content.decode()


def test_a_closed_letter_misses_nothing_once_its_deadline_has_passed(campaign, editor):
    letter = make_letter(campaign=campaign, slug="border")
    letter.close()
    Letter.objects.update(closes_at=timezone.now() - timedelta(minutes=1))

    page = editor.get("/organize/letters/border/").content.decode()

    assert "Nobody can sign any more" in page
    assert "something is missing" not in page
    assert "set a later one" not in page
    assert "Open the letter again" not in page
    assert "Extend the deadline" in page
