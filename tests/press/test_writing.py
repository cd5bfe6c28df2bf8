"""What editors write, at once and with mistakes: nothing is lost, nothing half saved."""

import pytest

from press.models import Contact, Quote, Release, ReleaseText
from tests.factories import UNUSABLE
from tests.press.conftest import make_release
from tests.press.pages import fields, form_of, path, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]


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


NO_FONT = "No installed font has: \u0378 (U+0378)"  # stands for no character at all
BAD = [
    ("contacts/new/", {"email": "a@example.org\nBcc: b@example.org"}, "email"),
    *[("contacts/new/", {"email": address}, "") for address in UNUSABLE],
    ("contacts/new/", {"name": "Ann\r\nBcc: b@example.org"}, "one line"),
    ("contacts/new/", {"phone": "", "email": ""}, "phone number or a mail"),
    ("contacts/new/", {"phone": "1" * 51}, "at most 50"),
    ("contacts/new/", {"language": "fr"}, "Select a valid choice"),
    ("quotes/new/", {"speaker": "Ana\u2028Bcc"}, "one line"),
    ("quotes/new/", {"text_en": "x" * 1501}, "at most 1500"),
    ("quotes/new/", {"text_en": "", "text_es": ""}, "required"),
    ("text/", {"en-headline": "x" * 201}, "at most 200"),
    ("text/", {"en-headline": "a\x1bb"}, "one line"),
    ("text/", {"en-headline": "a\u202eb"}, "one line"),
    ("text/", {"en-lead": "a\x07b"}, "control characters"),
    ("text/", {"en-lead": "a\u2066b"}, "control characters"),
    ("quotes/new/", {"text_es": "a\u202eb"}, "control characters"),
    ("quotes/new/", {"role_en": "a\u2028b"}, "one line"),
    ("text/", {"es-body": "x" * 300}, "longer than 200"),
    ("text/", {"es-body": "x " * 10_001}, "at most 20000"),
    *[
        (page, {field: "a \u0378"}, NO_FONT)
        for page, field in [
            ("text/", "en-headline"),
            ("text/", "es-place"),
            ("text/", "en-lead"),
            ("text/", "es-body"),
            ("quotes/new/", "text_es"),
            ("quotes/new/", "speaker"),
            ("contacts/new/", "name"),
        ]
    ],
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


@pytest.mark.usefixtures("printer")
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


def test_what_publishing_needs_is_not_called_optional(letter, editor):
    release = make_release(letter, is_published=False)

    text = words(editor.get(path(release, "text/")))
    settings = words(editor.get(path(release, "settings/")))

    for page, needed in ((text, 3 * 2), (settings, 1)):
        assert page.count("(needed before publishing)") == needed
