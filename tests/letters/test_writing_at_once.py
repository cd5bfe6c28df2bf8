"""Two editors, or two tabs of one, write the same text: nothing is lost."""

import pytest

from letters.models import Translation, UnsavedText
from tests.letters.writing import JSON, body_of, opened, path


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
    data = {**bens, "en-kept": answer["kept"], "en-body": "Ben wrote on"}
    again = ben.post(path(letter), data, headers=JSON)
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


@pytest.fixture
def tabs(letter, ana, ben):
    """Ben has the page open twice when Ana saves: what both forms have."""
    first, second = opened(ben, letter), opened(ben, letter)
    ana.post(path(letter), {**opened(ana, letter), "en-body": "Ana wrote this."})
    return first, second


def kept_texts():
    return [each.body for each in UnsavedText.objects.all()]


def sent(client, letter, data, **changes):
    """Send what a page has as its script does; what its form has then."""
    answer = client.post(path(letter), {**data, **changes}, headers=JSON).json()
    kept = answer["languages"]["en"]["kept"]
    return {**data, **changes, "en-kept": kept}


def test_two_tabs_of_one_editor_keep_their_own(letter, ben, tabs):
    first = sent(ben, letter, tabs[0], **{"en-body": "In the first"})
    second = sent(ben, letter, tabs[1], **{"en-body": "In the second"})
    sent(ben, letter, first, **{"en-body": "In the first tab."})
    sent(ben, letter, second, **{"en-body": "In the second tab."})

    assert kept_texts() == ["In the first tab.", "In the second tab."]
    assert body_of(letter) == "Ana wrote this."


def test_what_two_tabs_keep_is_settled_one_after_the_other(letter, ben, tabs):
    sent(ben, letter, tabs[0], **{"en-body": "In the first tab."})
    sent(ben, letter, tabs[1], **{"en-body": "In the second tab."})

    data = opened(ben, letter)
    assert data["en-body"] == "In the second tab."
    theirs = Translation.objects.get(language="en").version
    ben.post(path(letter), {**data, "en-theirs": theirs, "action": "mine:en"})

    assert body_of(letter) == "In the second tab."
    page = ben.get(path(letter)).content.decode()
    assert "You saved this text at" in page
    assert "in another tab or window" in page
    data = opened(ben, letter)
    assert data["en-body"] == "In the first tab."
    ben.post(path(letter), {**data, "action": "theirs:en"})
    assert kept_texts() == []
    assert opened(ben, letter)["en-body"] == "In the second tab."


def test_saving_in_one_tab_leaves_what_another_keeps(letter, ben, tabs):
    sent(ben, letter, tabs[0], **{"en-body": "In the first tab."})

    ben.post(path(letter), {**tabs[1], "es-body": "En la segunda."})
    settled = {**tabs[1], "en-theirs": 2, "en-body": "Both.", "action": "mine:en"}
    ben.post(path(letter), settled)

    assert body_of(letter) == "Both."
    assert kept_texts() == ["In the first tab."]


def test_a_tab_that_saves_first_is_no_somebody_else(letter, ben):
    first, second = opened(ben, letter), opened(ben, letter)
    ben.post(path(letter), {**first, "en-body": "In the first tab."})

    response = ben.post(path(letter), {**second, "en-body": "In the second tab."})

    assert response.status_code == 409
    page = response.content.decode()
    assert "You saved this text at" in page
    assert "In the first tab." in page
    assert kept_texts() == ["In the second tab."]


def test_two_tabs_that_show_the_same_kept_text_part_ways(letter, ben, tabs):
    sent(ben, letter, tabs[0], **{"en-body": "Kept."})
    first, second = opened(ben, letter), opened(ben, letter)

    ben.post(path(letter), {**first, "en-body": "Kept, and on."})
    ben.post(path(letter), {**second, "en-body": "Kept, and elsewhere."})

    assert kept_texts() == ["Kept, and on.", "Kept, and elsewhere."]


def test_a_page_that_got_no_answer_keeps_one_text(letter, ben, tabs):
    for _try in range(2):
        ben.post(path(letter), {**tabs[0], "en-body": "Sent twice."}, headers=JSON)

    assert kept_texts() == ["Sent twice."]


def test_nobody_settles_what_another_editor_keeps(letter, ana, ben, conflict):
    data = {**opened(ana, letter), "en-kept": UnsavedText.objects.get().pk}

    ana.post(path(letter), {**data, "action": "theirs:en"})
    ana.post(path(letter), {**data, "en-body": "Ana went on."})

    assert kept_texts() == ["Ben wrote that."]


@pytest.mark.parametrize("kept", ["many", "9" * 5000, "-1", "9" * 30])
def test_a_kept_text_that_does_not_exist_changes_nothing(letter, ben, conflict, kept):
    response = ben.post(
        path(letter), {**conflict, "en-kept": kept, "action": "theirs:en"}
    )

    assert response.status_code == 303
    assert kept_texts() == ["Ben wrote that."]
