import pytest
from django.utils import timezone

from letters.models import Letter, readiness
from tests.factories import make_letter

VALUES = {
    "name": "Luis Ejemplo",
    "honorific_en": "The Honorable",
    "honorific_es": "Señor",
    "office_en": "Governor",
    "office_es": "Gobernador",
    "address_en": "State Capitol\nRoom 1",
    "address_es": "Capitolio\nSala 1",
    "salutation_en": "Dear Governor:",
    "salutation_es": "Señor Gobernador:",
}


@pytest.fixture
def draft(campaign):
    return make_letter(campaign=campaign, slug="draft", status="draft", opened_at=None)


def add(letter, *names):
    for position, name in enumerate(names, 2):
        letter.recipients.create(name=name, position=position)


def names(letter):
    return [recipient.name for recipient in letter.recipients.all()]


def press(client, letter, name, action):
    recipient = letter.recipients.get(name=name)
    path = f"/organize/letters/{letter.slug}/recipients/{recipient.pk}/arrange/"
    return client.post(path, {"action": action})


def test_recipient_is_written_side_by_side_and_stands_last(draft, editor):
    add(draft, "Second")

    response = editor.post("/organize/letters/draft/recipients/new/", VALUES)

    assert response.url == "/organize/letters/draft/recipients/"
    assert names(draft) == ["Ana Ejemplo", "Second", "Luis Ejemplo"]
    new = draft.recipients.get(name="Luis Ejemplo")
    assert new.office == {"en": "Governor", "es": "Gobernador"}
    assert new.address.text("es") == "Capitolio\r\nSala 1".replace("\r", "")
    assert new.salutation.text("es") == "Señor Gobernador:"
    page = editor.get(response.url).content.decode()
    assert "State Capitol<br>Room 1" in page


def test_recipient_without_a_name_is_refused(draft, editor):
    response = editor.post(
        "/organize/letters/draft/recipients/new/", {**VALUES, "name": ""}
    )

    assert response.status_code == 422
    assert names(draft) == ["Ana Ejemplo"]


def test_recipients_move_up_and_down_as_far_as_there_is_room(draft, editor):
    add(draft, "Second", "Third")

    press(editor, draft, "Third", "up")
    assert names(draft) == ["Ana Ejemplo", "Third", "Second"]
    press(editor, draft, "Ana Ejemplo", "down")
    assert names(draft) == ["Third", "Ana Ejemplo", "Second"]
    press(editor, draft, "Third", "up")
    press(editor, draft, "Second", "down")
    assert names(draft) == ["Third", "Ana Ejemplo", "Second"]


def test_recipient_is_removed_by_its_button_only(draft, editor):
    add(draft, "Second")

    wrong = press(editor, draft, "Second", "delete everything")
    assert wrong.status_code == 422
    press(editor, draft, "Second", "remove")

    assert names(draft) == ["Ana Ejemplo"]


def test_texts_that_one_language_lacks_are_named_at_the_step(draft, editor):
    draft.recipients.create(
        name="Luis",
        honorific={"en": "The Honorable", "es": "Señor"},
        office={"en": "Governor"},
    )

    page = editor.get("/organize/letters/draft/").content.decode()
    step = editor.get("/organize/letters/draft/recipients/").content.decode()

    for shown in (page, step):
        assert "Write this of Luis in Spanish, too: office." in shown


def test_all_that_one_language_lacks_of_a_recipient_is_one_sentence(draft):
    draft.recipients.create(
        name="Luis", honorific={"es": "Señor"}, salutation={"es": "Señor Gobernador:"}
    )

    assert readiness.missing_recipients(draft) == [
        "Write this of Luis in English, too: honorific, salutation."
    ]


@pytest.mark.parametrize("status", ["open", "closed"])
def test_after_opening_nobody_is_added_removed_or_moved(campaign, editor, status):
    letter = make_letter(
        campaign=campaign,
        status=status,
        closed_at=timezone.now() if status == "closed" else None,
    )
    add(letter, "Second")

    answers = [
        press(editor, letter, "Second", "up"),
        press(editor, letter, "Second", "remove"),
        editor.post(f"/organize/letters/{letter.slug}/recipients/new/", VALUES),
    ]

    for answer in answers:
        assert answer.status_code == 422
        assert "The letter has been opened" in answer.content.decode()
    assert names(letter) == ["Ana Ejemplo", "Second"]


def test_after_opening_a_misspelling_is_corrected_and_a_person_not_exchanged(
    campaign, editor
):
    letter = make_letter(campaign=campaign)
    recipient = letter.recipients.get()
    path = f"/organize/letters/{letter.slug}/recipients/{recipient.pk}/"

    corrected = editor.post(path, {**VALUES, "name": "Ana Éjemplo"})
    exchanged = editor.post(path, {**VALUES, "name": "Carlos Gómez Ruiz"})

    assert corrected.status_code == 302
    assert exchanged.status_code == 422
    assert "another person" in exchanged.content.decode()
    recipient.refresh_from_db()
    assert recipient.name == "Ana Éjemplo"
    assert recipient.office.text("en") == "Governor"


def test_recipients_of_a_letter_that_was_opened_meanwhile_stay(
    draft, editor, monkeypatch
):
    from letters.forms import RecipientForm

    real = RecipientForm.full_clean

    def slow(form):
        real(form)
        draft.open()

    draft.closes_at = timezone.now() + timezone.timedelta(days=3)
    draft.save()
    monkeypatch.setattr(RecipientForm, "full_clean", slow)

    response = editor.post("/organize/letters/draft/recipients/new/", VALUES)

    assert response.status_code == 422
    assert names(draft) == ["Ana Ejemplo"]


def test_mallory_finds_no_recipient(draft, mallory, as_user):
    recipient = draft.recipients.get()
    client = as_user(mallory)
    base = f"/organize/letters/draft/recipients/{recipient.pk}/"

    assert client.post(base, VALUES).status_code == 404
    assert client.post(f"{base}arrange/", {"action": "remove"}).status_code == 404
    assert names(draft) == ["Ana Ejemplo"]


def test_recipient_of_another_letter_is_not_found(draft, campaign, editor):
    other = make_letter(campaign=campaign).recipients.get()

    response = editor.get(f"/organize/letters/draft/recipients/{other.pk}/")

    assert response.status_code == 404
    assert Letter.objects.count() == 2


def test_the_language_in_which_a_recipient_reads_is_asked_and_changed(draft, editor):
    editor.post("/organize/letters/draft/recipients/new/", {**VALUES, "language": "es"})
    new = draft.recipients.get(name="Luis Ejemplo")
    assert new.language == "es"

    path = f"/organize/letters/draft/recipients/{new.pk}/"
    editor.post(path, {**VALUES, "language": ""})

    new.refresh_from_db()
    assert new.language == ""
    assert "English, like the campaign" in editor.get(path).content.decode()


def test_no_language_is_asked_where_there_is_one_only(draft, editor, campaign):
    campaign.languages = ["en"]
    campaign.save()

    page = editor.get("/organize/letters/draft/recipients/new/")

    assert "language" not in page.context["form"].fields
