"""The text page: saving, two editors at once, the toolbar, and what is out of step."""

import pytest
from django.utils import timezone

from letters import services
from letters.models import Letter, Revision, Translation, UnsavedText
from tests.factories import make_letter, make_member

JSON = {"Accept": "application/json"}


@pytest.fixture
def letter(campaign):
    return make_letter(campaign=campaign, status="draft", opened_at=None)


@pytest.fixture
def ana(campaign, as_user):
    return as_user(make_member(campaign, "editor", name="Ana", email="ana@example.org"))


@pytest.fixture
def ben(campaign, as_user):
    return as_user(make_member(campaign, "editor", name="Ben", email="ben@example.org"))


def path(letter):
    return f"/organize/letters/{letter.slug}/text/"


def opened(client, letter):
    """What the form has when the page is opened, as a browser would send it."""
    context = client.get(path(letter)).context
    data = {"revision": context["draft"].number}
    for column in context["columns"]:
        for field in column.form:
            data[field.html_name] = field.value()
    return data


def body_of(letter, language="en"):
    return Translation.objects.get(
        revision=letter.draft_revision, language=language
    ).body


def fresh(letter):
    return Letter.objects.get(pk=letter.pk)


def test_the_last_button_saves_and_goes_on(letter, ana):
    data = opened(ana, letter) | {"en-body": "Written last.", "action": "next"}

    response = ana.post(path(letter), data)

    assert response["Location"] == f"/organize/letters/{letter.slug}/dates/"
    assert body_of(letter) == "Written last."


def test_after_a_change_the_last_button_leads_to_publishing(campaign, ana):
    letter = make_letter(campaign=campaign)
    services.begin_revision(letter, None)
    data = opened(ana, fresh(letter)) | {"action": "next"}

    response = ana.post(path(letter), data)

    assert response["Location"] == f"/organize/letters/{letter.slug}/revisions/"


@pytest.mark.parametrize("role", ["viewer", "moderator", "partner"])
def test_only_editors_write(letter, campaign, as_user, role):
    fields = {}
    if role == "partner":
        from campaigns.models import Membership
        from tests.factories import make_partner, make_user

        user = make_user()
        Membership.objects.create(
            campaign=campaign, user=user, role=role, partner=make_partner(campaign)
        )
    else:
        user = make_member(campaign, role, **fields)

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


def test_the_second_of_two_editors_is_told_and_shown_both(letter, ana, ben):
    bens = opened(ben, letter)
    ana.post(path(letter), {**opened(ana, letter), "en-body": "Ana wrote this."})

    response = ben.post(path(letter), {**bens, "en-body": "Ben wrote that."})

    page = response.content.decode()
    assert response.status_code == 409
    assert "Ana saved this text at" in page
    assert "Ana wrote this." in page
    assert "Ben wrote that." in page
    assert body_of(letter) == "Ana wrote this."
    assert UnsavedText.objects.get().body == "Ben wrote that."


def test_the_script_of_the_second_is_told_too(letter, ana, ben):
    bens = opened(ben, letter)
    ana.post(path(letter), {**opened(ana, letter), "en-body": "Ana wrote this."})

    response = ben.post(path(letter), {**bens, "en-body": "Ben wrote"}, headers=JSON)

    answer = response.json()["languages"]["en"]
    assert response.status_code == 409
    assert answer["state"] == "conflict"
    assert "Ana saved this text" in answer["message"]
    assert "Ana wrote this." in answer["conflict"]
    assert "version" not in answer
    # What he goes on writing replaces nothing, and is kept.
    again = ben.post(path(letter), {**bens, "en-body": "Ben wrote on"}, headers=JSON)
    assert again.status_code == 409
    assert body_of(letter) == "Ana wrote this."
    assert UnsavedText.objects.get().body == "Ben wrote on"


def test_what_one_editor_did_not_touch_is_no_conflict(letter, ana, ben):
    bens = opened(ben, letter)
    ana.post(path(letter), {**opened(ana, letter), "en-body": "Ana wrote this."})

    response = ben.post(path(letter), {**bens, "es-title": "Un título"})

    assert response.status_code == 303
    assert body_of(letter) == "Ana wrote this."
    assert letter.draft_revision.texts()["es"].title == "Un título"


@pytest.fixture
def conflict(letter, ana, ben):
    """Ana saved first; Ben opens the page later and finds both. What his form has."""
    bens = opened(ben, letter)
    ana.post(path(letter), {**opened(ana, letter), "en-body": "Ana wrote this."})
    ben.post(path(letter), {**bens, "en-body": "Ben wrote that."})
    page = ben.get(path(letter)).content.decode()
    assert "Ana saved this text at" in page
    data = opened(ben, letter)
    assert data["en-body"] == "Ben wrote that."
    return {**data, "en-theirs": Translation.objects.get(language="en").version}


def test_nobody_else_sees_what_is_not_settled(letter, ana, conflict):
    assert "Ben wrote that." not in ana.get(path(letter)).content.decode()


def test_the_second_may_use_his_own(letter, ben, conflict):
    response = ben.post(path(letter), {**conflict, "action": "mine:en"})

    assert response.status_code == 303
    assert body_of(letter) == "Ben wrote that."
    assert not UnsavedText.objects.exists()


def test_the_second_may_use_the_other(letter, ben, conflict):
    ben.post(path(letter), {**conflict, "action": "theirs:en"})

    assert body_of(letter) == "Ana wrote this."
    assert not UnsavedText.objects.exists()
    assert opened(ben, letter)["en-body"] == "Ana wrote this."


def test_the_second_may_write_both_together(letter, ben, conflict):
    both = "Ana wrote this. Ben wrote that."

    ben.post(path(letter), {**conflict, "en-body": both, "action": "mine:en"})

    assert body_of(letter) == both
    assert not UnsavedText.objects.exists()


def test_saving_by_the_way_settles_nothing(letter, ben, conflict):
    response = ben.post(path(letter), {**conflict, "en-body": "Ben went on."})

    assert response.status_code == 409
    assert body_of(letter) == "Ana wrote this."
    assert UnsavedText.objects.get().body == "Ben went on."


def test_a_choice_between_texts_that_have_changed_is_asked_again(
    letter, ana, ben, conflict
):
    ana.post(path(letter), {**opened(ana, letter), "en-body": "Ana went on."})

    response = ben.post(path(letter), {**conflict, "action": "mine:en"})

    assert response.status_code == 409
    assert "Ana went on." in response.content.decode()
    assert body_of(letter) == "Ana went on."


def test_two_who_write_the_same_are_of_one_mind(letter, ana, ben):
    bens = opened(ben, letter)
    ana.post(path(letter), {**opened(ana, letter), "en-body": "The same."})

    assert ben.post(path(letter), {**bens, "en-body": "The same."}).status_code == 303
    assert not UnsavedText.objects.exists()


def test_two_who_begin_a_text_at_once_are_told_too(letter, ana, ben):
    letter.draft_revision.translations.all().delete()
    bens = opened(ben, letter)
    ana.post(path(letter), {**opened(ana, letter), "es-body": "De Ana."})

    response = ben.post(path(letter), {**bens, "es-body": "De Ben."})

    assert response.status_code == 409
    assert body_of(letter, "es") == "De Ana."


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


@pytest.mark.parametrize(
    ("action", "end"),
    [
        ("insert:total:en", "act. {total}"),
        ("insert:bold:en", "act. **bold**"),
        ("insert:list:en", "act.\n\n- first point"),
    ],
)
def test_the_toolbar_works_without_a_script(letter, ana, action, end):
    data = {**opened(ana, letter), "en-body": "We act.", "action": action}

    response = ana.post(path(letter), data)

    assert response.status_code == 303
    assert response.url.endswith("#en")
    assert body_of(letter).endswith(end)
    assert "{total}" in body_of(letter, "es")


def test_a_button_that_does_not_exist_only_saves(letter, ana):
    data = {**opened(ana, letter), "en-body": "New.", "action": "insert:evil:en"}

    assert ana.post(path(letter), data).status_code == 303
    assert body_of(letter) == "New."


def test_the_first_button_is_the_one_that_the_enter_key_presses(letter, ana):
    page = ana.get(path(letter)).content.decode()
    form = page[page.index("data-editor") :]

    assert form.index('value="save"') < form.index('value="insert:')


def test_a_changed_paragraph_is_marked_until_somebody_says_it_is_the_same(letter, ana):
    data = opened(ana, letter)
    ana.post(path(letter), {**data, "en-body": "We, {total} friends, ask you to act."})

    page = ana.get(path(letter))
    assert "was changed after this was translated" in page.content.decode()
    assert "out of step: paragraph 1" in " ".join(fresh(letter).missing_for_opening())
    pair = page.context["columns"][1].pairs[0]
    ana.post(path(letter), {**opened(ana, letter), "action": f"accept:es:{pair.key}"})

    assert ana.get(path(letter)).context["columns"][1].pairs == []
    assert "out of step" not in " ".join(fresh(letter).missing_for_opening())


def test_accepting_paragraphs_that_are_gone_does_nothing(letter, ana):
    data = {**opened(ana, letter), "action": "accept:es:0-0"}

    assert ana.post(path(letter), data).status_code == 303


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


def test_the_page_speaks_spanish(letter, ana):
    page = ana.get(path(letter), headers={"Accept-Language": "es"}).content.decode()

    assert '<html lang="es"' in page
    assert 'lang="en"' in page  # the English text says so


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
