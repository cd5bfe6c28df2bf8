"""The text page: who writes, and what saving answers."""

import pytest

from campaigns.models import Membership
from letters.models import Translation
from tests.factories import make_member, make_partner, make_user
from tests.letters.writing import JSON, body_of, fresh, opened, path


def test_the_last_button_saves_and_goes_on(letter, ana):
    data = opened(ana, letter) | {"en-body": "Written last.", "action": "next"}

    response = ana.post(path(letter), data)

    assert response["Location"] == f"/organize/letters/{letter.slug}/dates/"
    assert body_of(letter) == "Written last."


@pytest.mark.parametrize("role", ["viewer", "moderator", "partner"])
def test_only_editors_write(letter, campaign, as_user, role):
    if role == "partner":
        user, partner = make_user(), make_partner(campaign)
        Membership.objects.create(
            campaign=campaign, user=user, role=role, partner=partner
        )
    else:
        user = make_member(campaign, role)

    client = as_user(user)

    assert client.get(path(letter)).status_code == 404
    assert client.post(path(letter), {"en-title": "x"}).status_code == 404


def test_both_languages_stand_on_one_page_and_are_saved_together(letter, ana):
    data = opened(ana, letter)

    response = ana.post(
        path(letter),
        {**data, "en-title": "A new title", "es-body": "Le pedimos {total} cosas."},
    )

    assert response.status_code == 303
    texts = letter.draft_revision.texts()
    assert texts["en"].title == "A new title"
    assert texts["es"].body == "Le pedimos {total} cosas."
    assert str(texts["es"].edited_by) == "Ana"
    assert "The text is saved." in ana.get(path(letter)).content.decode()


def test_a_text_may_be_unfinished_but_then_the_letter_does_not_open(letter, ana):
    letter.draft_revision.translations.all().delete()
    data = opened(ana, letter)

    ana.post(path(letter), {**data, "en-body": "Half a"})

    assert body_of(letter) == "Half a"
    missing = " ".join(fresh(letter).missing_for_opening())
    assert "Finish the text in English" in missing
    assert "Write the text in Spanish" in missing


def test_saving_what_was_not_changed_changes_nothing(letter, ana):
    before = list(Translation.objects.values("version", "edited_at"))

    ana.post(path(letter), opened(ana, letter))

    assert list(Translation.objects.values("version", "edited_at")) == before


def test_the_script_is_told_version_and_state(letter, ana):
    data = opened(ana, letter)

    response = ana.post(path(letter), {**data, "en-body": "New."}, headers=JSON)

    answer = response.json()["languages"]["en"]
    assert response.status_code == 200
    assert (answer["state"], answer["version"]) == ("saved", 2)
    assert answer["message"].startswith("Saved at")
    again = ana.post(
        path(letter),
        {
            **data,
            "en-body": "Newer.",
            "en-version": answer["version"],
            "en-base": answer["base"],
        },
        headers=JSON,
    )
    assert again.json()["languages"]["en"]["version"] == 3


def test_the_script_may_send_one_language_alone(letter, ana):
    data = {
        name: value
        for name, value in opened(ana, letter).items()
        if not name.startswith("es-")
    }

    response = ana.post(path(letter), {**data, "en-body": "New."}, headers=JSON)

    languages = response.json()["languages"]
    assert languages["es"]["state"] == ""
    assert "out of step" in languages["es"]["parity"]


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("en-title", "We, {people} people", "Numbers can be filled in the text only."),
        ("en-closing", "{total}", "Numbers can be filled in the text only."),
        ("en-title", "x" * 201, "at most 200 characters"),
        ("en-body", "x" * 60_001, "at most 60000 characters"),
        ("en-body", "> " * 60 + "deep", "nested too deeply"),
        ("en-body", "a\x1bb", "control characters"),
        ("en-version", "many", "whole number"),
    ],
)
def test_what_cannot_be_used_comes_back_filled_in(letter, ana, field, value, sentence):
    data = {**opened(ana, letter), "es-title": "Guardado", field: value}

    response = ana.post(path(letter), data)

    page = response.content.decode()
    assert response.status_code == 422
    assert sentence in page
    assert response.context["columns"][0].form[field[3:]].value() == value
    assert letter.draft_revision.texts()["es"].title == "Guardado"
    assert letter.draft_revision.texts()["en"].version == 1


def test_the_script_is_told_what_cannot_be_used(letter, ana):
    data = {**opened(ana, letter), "en-title": "{people}"}

    response = ana.post(path(letter), data, headers=JSON)

    answer = response.json()["languages"]["en"]
    assert response.status_code == 422
    assert answer["state"] == "invalid"
    assert "Numbers can be filled" in answer["errors"]


def test_titles_have_one_line_and_texts_one_kind_of_line_end(letter, ana):
    data = opened(ana, letter)

    ana.post(
        path(letter), {**data, "en-title": " A \n title ", "en-body": "a\r\n\r\nb\r\n"}
    )

    text = letter.draft_revision.texts()["en"]
    assert (text.title, text.body) == ("A title", "a\n\nb")


def test_the_page_speaks_spanish(letter, ana):
    page = ana.get(path(letter), headers={"Accept-Language": "es"}).content.decode()

    assert '<html lang="es"' in page
    assert 'lang="en"' in page  # the English text says so
