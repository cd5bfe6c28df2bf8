from datetime import UTC, datetime

import pytest
from django.utils import timezone

from letters.forms import LetterForm, TranslationForm
from letters.models import Letter, Revision, Translation
from tests.factories import make_letter

NEXT_YEAR = timezone.now().year + 1
MANAGEMENT = {
    "recipients-TOTAL_FORMS": 1,
    "recipients-INITIAL_FORMS": 0,
    "recipients-0-position": 1,
    "recipients-0-name": "Ana Ejemplo",
    "recipients-0-honorific_en": "The Honorable",
    "recipients-0-honorific_es": "Excelentísima señora",
    "recipients-0-office_en": "President",
    "recipients-0-office_es": "Presidenta",
}


@pytest.fixture
def editor(alice, as_user):
    return as_user(alice)


def values(campaign, **fields):
    return {
        **MANAGEMENT,
        "campaign": campaign.pk,
        "slug": "border",
        "time_zone": "America/Guatemala",
        "grace_hours": 24,
        "signers": "both",
        "review": "before",
        "closes_at_0": f"{NEXT_YEAR}-01-01",
        "closes_at_1": "12:00",
        **fields,
    }


def texts(revision, **fields):
    data = {"translations-TOTAL_FORMS": 2, "translations-INITIAL_FORMS": 0}
    for number, language in enumerate(["en", "es"]):
        data |= {
            f"translations-{number}-language": language,
            f"translations-{number}-title": f"Title {language}",
            f"translations-{number}-body": "We ask you to **act**.",
            f"translations-{number}-closing": "Respectfully",
            f"translations-{number}-revision": revision.pk,
        }
    return {**data, **fields}


def test_an_organizer_writes_a_letter_and_opens_it(campaign, editor):
    response = editor.post("/admin/letters/letter/add/", values(campaign))
    letter = Letter.objects.get()
    revision = letter.revisions.get()
    assert response.url == f"/admin/letters/revision/{revision.pk}/change/"
    assert letter.recipients.get().honorific.text("es") == "Excelentísima señora"

    assert editor.get(response.url).status_code == 200
    editor.post(response.url, texts(revision))
    assert revision.translations.count() == 2
    page = editor.get(f"/admin/letters/letter/{letter.pk}/change/").content.decode()
    assert "Open the letter for signature" in page
    editor.post(f"/admin/letters/letter/{letter.pk}/open/")

    letter.refresh_from_db()
    assert letter.status == "open"
    assert letter.revisions.get().published_at


def test_deadline_is_meant_by_the_clock_of_the_letters_time_zone(campaign, editor):
    editor.post("/admin/letters/letter/add/", values(campaign))

    letter = Letter.objects.get()
    assert letter.closes_at == datetime(NEXT_YEAR, 1, 1, 18, tzinfo=UTC)
    page = editor.get(f"/admin/letters/letter/{letter.pk}/change/").content.decode()
    assert 'value="12:00:00"' in page


def test_open_letter_keeps_a_deadline(campaign, editor):
    letter = make_letter(campaign=campaign)

    page = editor.post(
        f"/admin/letters/letter/{letter.pk}/change/",
        values(
            campaign,
            **{
                "closes_at_0": "",
                "closes_at_1": "",
                "recipients-TOTAL_FORMS": 0,
            },
        ),
    )

    assert "keeps a deadline" in page.content.decode()
    letter.refresh_from_db()
    assert letter.closes_at


def test_title_has_no_numbers_to_fill_in(campaign, editor):
    letter = Letter.objects.create(campaign=campaign, slug="title")
    revision = Revision.objects.create(letter=letter, number=1)

    page = editor.post(
        f"/admin/letters/revision/{revision.pk}/change/",
        texts(revision, **{"translations-0-title": "We, {people} people"}),
    )

    assert "Numbers can be filled in the text only." in page.content.decode()


def test_page_says_what_is_missing_before_the_letter_can_open(campaign, editor):
    letter = Letter.objects.create(campaign=campaign, slug="empty")
    Revision.objects.create(letter=letter, number=1)

    page = editor.get(f"/admin/letters/letter/{letter.pk}/change/").content.decode()
    opened = editor.post(f"/admin/letters/letter/{letter.pk}/open/", follow=True)

    for sentence in [
        "Add at least one recipient.",
        "Set a deadline.",
        "Write the text",
    ]:
        assert sentence in page
        assert sentence in opened.content.decode()
    letter.refresh_from_db()
    assert letter.status == "draft"


def test_published_text_cannot_be_changed(campaign, editor):
    letter = make_letter(campaign=campaign)
    revision = letter.current_revision
    before = Translation.objects.values_list("fingerprint", flat=True)[0]

    page = editor.get(f"/admin/letters/revision/{revision.pk}/change/")
    posted = editor.post(
        f"/admin/letters/revision/{revision.pk}/change/", texts(revision)
    )

    assert "it stays as it is" in page.content.decode()
    assert posted.status_code == 403
    assert Translation.objects.values_list("fingerprint", flat=True)[0] == before


def test_get_does_not_open_or_close(campaign, editor):
    letter = make_letter(campaign=campaign)

    assert editor.get(f"/admin/letters/letter/{letter.pk}/close/").status_code == 405
    letter.refresh_from_db()
    assert letter.status == "open"


def test_closing_and_reopening(campaign, editor):
    letter = make_letter(campaign=campaign)
    url = f"/admin/letters/letter/{letter.pk}"

    editor.post(f"{url}/close/")
    letter.refresh_from_db()
    assert letter.status == "closed"
    again = editor.post(f"{url}/close/", follow=True).content.decode()
    assert "Only an open letter can be closed." in again
    editor.post(f"{url}/open/")

    letter.refresh_from_db()
    assert letter.status == "open"
    assert letter.closed_at is None


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("time_zone", "Mars/Olympus", "Write a time zone"),
        ("slug", "no spaces here", "slug"),
        ("goal", "0", "greater than or equal to 1"),
        ("recipients-0-name", "", "This field is required"),
    ],
)
def test_bad_values_come_back_with_a_sentence(campaign, editor, field, value, sentence):
    page = editor.post("/admin/letters/letter/add/", values(campaign, **{field: value}))

    assert sentence in page.content.decode()
    assert not Letter.objects.exists()


@pytest.mark.parametrize(
    "body", ["> " * 60 + "deep", "1. " * 40 + "x", "a\x1bb", "x" * 60_001]
)
def test_text_that_breaks_documents_is_refused(campaign, editor, body):
    letter = Letter.objects.create(campaign=campaign, slug="deep")
    revision = Revision.objects.create(letter=letter, number=1)

    response = editor.post(
        f"/admin/letters/revision/{revision.pk}/change/",
        texts(revision, **{"translations-0-body": body}),
    )

    assert response.status_code == 200
    assert not Translation.objects.exists()


def test_overview_names_letters_and_what_waits(campaign, editor):
    from tests.factories import make_signature

    letter = make_letter(campaign=campaign)
    make_signature(letter, status="confirmed")

    page = editor.get("/admin/").content.decode()

    assert "A letter on the border" in page
    assert "Review 1 signature" in page


def test_preview_shows_a_draft(campaign, editor):
    letter = make_letter(campaign=campaign, status="draft", opened_at=None)

    page = editor.get(f"/organize/letters/{letter.slug}/preview/es/").content.decode()

    assert "Una carta sobre la frontera" in page
    assert editor.get(f"/organize/letters/{letter.slug}/preview/xx/").status_code == 404


def test_letter_closes_by_the_clock(db):
    from letters.periodic import close_due_letters

    letter = make_letter(closes_at=timezone.now())

    close_due_letters()

    letter.refresh_from_db()
    assert letter.status == "closed"


def test_letter_that_was_closed_meanwhile_stays_closed(campaign, editor, monkeypatch):
    letter = make_letter(campaign=campaign)
    real = LetterForm.clean

    def slow(form):
        Letter.objects.filter(pk=letter.pk).update(
            status="closed", closed_at=timezone.now()
        )
        return real(form)

    monkeypatch.setattr(LetterForm, "clean", slow)

    editor.post(
        f"/admin/letters/letter/{letter.pk}/change/",
        values(campaign, **{"goal": "99", "recipients-TOTAL_FORMS": 0}),
    )

    letter.refresh_from_db()
    assert letter.status == "closed"
    assert letter.goal == 99


def test_text_of_a_letter_that_was_opened_meanwhile_is_not_written(
    campaign, editor, monkeypatch
):
    letter = make_letter(campaign=campaign, status="draft", opened_at=None)
    revision = letter.draft_revision
    revision.translations.all().delete()
    real = TranslationForm.clean

    def slow(form):
        Revision.objects.filter(pk=revision.pk).update(published_at=timezone.now())
        return real(form)

    monkeypatch.setattr(TranslationForm, "clean", slow)

    response = editor.post(
        f"/admin/letters/revision/{revision.pk}/change/", texts(revision)
    )

    assert response.status_code == 403
    assert not revision.translations.exists()


def test_deadline_lies_within_ten_years(campaign, editor):
    page = editor.post(
        "/admin/letters/letter/add/", values(campaign, closes_at_0="9999-12-31")
    )

    assert "within the next ten years" in page.content.decode()
