"""Pages on which organizers prepare a release, alone and with others."""

import re

import pytest
from django.test import Client

from core.errors import Refusal
from press import readiness, services
from press.models import Contact, Quote, Release, ReleaseText
from tests.factories import make_letter, make_member, make_partner
from tests.press.conftest import make_release

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]

BASE = "/organize/letters/border/press/"


def path(release, page=""):
    return f"{BASE}{release.pk}/{page}"


def fields(page):
    """What a browser would send of the page's form, if nobody wrote anything."""
    found = {}
    for tag in re.findall(r"<input[^>]*>", page):
        attributes = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if "name" in attributes and attributes.get("type") != "submit":
            found[attributes["name"]] = attributes.get("value", "")
    for name, value in re.findall(
        r'<textarea[^>]*name="([^"]+)"[^>]*>\s*(.*?)</textarea>', page, re.DOTALL
    ):
        found[name] = value
    for name, options in re.findall(
        r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL
    ):
        chosen = re.search(r'value="([^"]*)" selected', options)
        found[name] = chosen[1] if chosen else ""
    found.pop("csrfmiddlewaretoken", None)
    return found


def form_of(client, address):
    return fields(client.get(address).content.decode())


def words(response):
    return response.content.decode()


@pytest.fixture
def editor(campaign, as_user):
    return as_user(make_member(campaign, "editor", email="edith@example.org"))


@pytest.fixture
def colleague(campaign, as_user):
    return as_user(make_member(campaign, "owner", email="olivia@example.org"))


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


def test_texts_are_saved_side_by_side(letter, editor):
    release = make_release(letter)
    data = form_of(editor, path(release, "text/"))

    response = editor.post(
        path(release, "text/"), {**data, "en-headline": "New", "es-headline": "Nuevo"}
    )

    assert response.status_code == 302
    headlines = release.texts.values_list("headline", flat=True)
    assert set(headlines) == {"New", "Nuevo"}


def test_of_two_editors_the_second_is_shown_what_the_first_saved(
    letter, editor, colleague
):
    release = make_release(letter)
    address = path(release, "text/")
    mine, theirs = form_of(editor, address), form_of(colleague, address)
    colleague.post(address, {**theirs, "en-headline": "Theirs"})

    outrun = editor.post(
        address, {**mine, "en-headline": "Mine", "es-headline": "La mía"}
    )

    assert outrun.status_code == 409
    assert "Somebody else has saved this" in words(outrun)
    assert "Theirs" in words(outrun)
    assert "Mine" in words(outrun)
    headlines = dict(release.texts.values_list("language", "headline"))
    assert headlines == {"en": "Theirs", "es": "Vecinos escriben a la Presidenta"}
    again = editor.post(address, fields(words(outrun)))
    assert again.status_code == 302
    headlines = dict(release.texts.values_list("language", "headline"))
    assert headlines == {"en": "Mine", "es": "La mía"}


def test_the_same_holds_for_quotations_contacts_and_dates(letter, editor, colleague):
    release = make_release(letter)
    quote, contact = release.quotes.get(), release.contacts.first()
    for page, field, row in [
        (f"quotes/{quote.pk}/", "speaker", quote),
        (f"contacts/{contact.pk}/", "name", contact),
        ("settings/", "dated", release),
    ]:
        address = path(release, page)
        mine, theirs = form_of(editor, address), form_of(colleague, address)
        first, second = (
            ("2027-01-01", "2027-02-02") if field == "dated" else ("First", "Second")
        )

        assert colleague.post(address, {**theirs, field: first}).status_code == 302
        assert editor.post(address, {**mine, field: second}).status_code == 409

        row.refresh_from_db()
        assert str(getattr(row, field)) == first


def test_what_was_removed_meanwhile_is_written_again_only_by_a_person(
    letter, editor, colleague
):
    release = make_release(letter)
    quote = release.quotes.get()
    address = path(release, f"quotes/{quote.pk}/")
    mine = form_of(editor, address)
    colleague.post(
        path(release, "arrange/"), {"part": f"quote-{quote.pk}", "action": "remove"}
    )

    assert editor.post(address, mine).status_code == 404
    assert not Quote.objects.exists()


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


BAD = [
    ("contacts/new/", {"email": "a@example.org\nBcc: b@example.org"}, "email"),
    ("contacts/new/", {"name": "Ann\r\nBcc: b@example.org"}, "one line"),
    ("contacts/new/", {"phone": "", "email": ""}, "phone number or a mail"),
    ("contacts/new/", {"phone": "1" * 51}, "at most 50"),
    ("contacts/new/", {"language": "fr"}, "Select a valid choice"),
    ("quotes/new/", {"speaker": "Ana\u2028Bcc"}, "one line"),
    ("quotes/new/", {"text_en": "x" * 1501}, "at most 1500"),
    ("quotes/new/", {"text_en": "", "text_es": ""}, "required"),
    ("text/", {"en-headline": "x" * 201}, "at most 200"),
    ("text/", {"en-headline": "a\x1bb"}, "one line"),
    ("text/", {"en-lead": "a\x07b"}, "control characters"),
    ("text/", {"es-body": "x" * 300}, "longer than 200"),
    ("text/", {"es-body": "x " * 10_001}, "at most 20000"),
    ("text/", {"en-version": "x"}, ""),
    ("text/", {"en-version": "9" * 30}, ""),
    ("settings/", {"time_zone": "Mars/Olympus"}, "time zone like"),
    ("settings/", {"embargo_until": "soon"}, "day and hour"),
    ("settings/", {"end_mark": "fin"}, "Select a valid choice"),
    (
        "settings/",
        {"embargo_until": "2027-03-14T02:30", "time_zone": "America/Chicago"},
        "there is no 02:30",
    ),
    (
        "settings/",
        {"embargo_until": "2027-11-07T01:30", "time_zone": "America/Chicago"},
        "twice",
    ),
    ("settings/", {"embargo_until": "9999-12-31T23:59"}, "Choose a date"),
]
FILLED = {
    "contacts/new/": {"name": "Ann", "phone": "1", "language": "en"},
    "quotes/new/": {"speaker": "Ana", "text_en": "Yes.", "text_es": "Sí."},
}


@pytest.mark.parametrize(("page", "data", "sentence"), BAD)
def test_bad_input_gets_a_sentence_and_writes_nothing(
    page, data, sentence, letter, editor
):
    release = make_release(letter)
    before = rows()
    sent = {**form_of(editor, path(release, page)), **FILLED.get(page, {}), **data}

    response = editor.post(path(release, page), sent)

    assert response.status_code == 422
    assert sentence in words(response)
    assert rows() == before


def rows():
    return [
        list(model.objects.order_by("pk").values())
        for model in (Release, ReleaseText, Contact, Quote)
    ]


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


def test_a_whole_release_is_published_and_taken_back(letter, editor):
    release = make_release(letter, is_published=False)
    assert readiness.missing(release) == []

    editor.post(path(release, "step/"), {"step": "publish"})
    public = Client().get("/en/letters/border/press/").status_code
    overview = words(editor.get(path(release)))
    editor.post(path(release, "step/"), {"step": "take-back"})

    assert public == 200
    assert f"/en/press/{release.key}/" in overview
    assert Client().get("/en/letters/border/press/").status_code == 404


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
