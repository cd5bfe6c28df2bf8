"""The text page's toolbar, and what is out of step."""

import pytest

from tests.letters.writing import body_of, fresh, opened, path


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
