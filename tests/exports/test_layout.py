"""The page on which editors choose how the documents of a letter look."""

import pytest
from django.core.cache import cache
from kombu import Connection

from core import wakeup
from core.errors import Refusal
from exports import waiting
from exports.grouping import Rule
from exports.models import Layout, PrintedGroup
from exports.preview import Part, Preview, saved_choice
from tests.factories import make_letter, make_signature

CHOICES = {
    "design": "columns",
    "paper": "a4",
    "medium": "print",
    "languages": "together",
    "addressing": "each",
    "has_cover": "on",
}
PEOPLE = {
    "groups-0-who": "people",
    "groups-0-scope": "",
    "groups-0-country": "MX",
    "groups-0-order": "country",
    "groups-0-heading_en": "Neighbors",
    "groups-0-heading_es": "Vecinos",
}
EVERYONE = {"groups-1-who": "everyone", "groups-1-order": "name"}


@pytest.fixture
def letter(campaign):
    return make_letter(campaign=campaign)


def path(letter):
    return f"/organize/letters/{letter.slug}/layout/"


def rows(response):
    return [form["who"].value() for form in response.context["groups"].forms]


def test_what_was_chosen_is_saved_with_its_groups(letter, alice, as_user):
    client = as_user(alice)

    for _twice in range(2):
        data = {**CHOICES, **PEOPLE, **EVERYONE, "action": "save"}
        response = client.post(path(letter), data, follow=True)

    assert "The layout is saved." in response.content.decode()
    layout = Layout.objects.get(letter=letter)
    assert (layout.languages, layout.addressing) == ("together", "each")
    look = Layout.of(letter).look
    assert (look.design, look.paper, look.has_cover) == ("columns", "a4", True)
    assert not look.has_summary
    first, second = PrintedGroup.objects.filter(layout=layout)
    assert (first.who, first.country, first.order) == ("people", "MX", "country")
    assert first.heading == {"en": "Neighbors", "es": "Vecinos"}
    assert second.who == "everyone"
    assert rows(response) == ["people", "everyone"]


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ("add", ["people", "everyone", "everyone"]),
        ("remove-0", ["everyone"]),
        ("up-1", ["everyone", "people"]),
        ("down-0", ["everyone", "people"]),
        ("down-1", ["people", "everyone"]),
        ("up-7", ["people", "everyone"]),
        ("remove-x", ["people", "everyone"]),
    ],
)
def test_groups_are_arranged_without_a_script_and_saved_later(
    letter, alice, as_user, action, expected
):
    data = {**CHOICES, **PEOPLE, **EVERYONE, "action": action}

    response = as_user(alice).post(path(letter), data)

    assert response.status_code == 200
    assert rows(response) == expected
    assert not Layout.objects.exists()


def test_the_usual_groups_can_be_changed(letter, alice, as_user):
    client = as_user(alice)
    assert rows(client.get(path(letter))) == []

    response = client.post(path(letter), {**CHOICES, "action": "usual"})

    assert rows(response) == ["organizers", *["organizations"] * 5, "people"]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"design": "mosaic"}, "mosaic is not one of the available choices"),
        ({"groups-0-scope": "local"}, "Only organizations have a scope."),
        ({"groups-0-country": "XX"}, "XX is not one of the available choices"),
        ({"groups-0-who": ""}, "This field is required."),
        (
            {
                f"groups-{number}-{field}": value
                for number in range(1, 33)
                for field, value in [("who", "people"), ("order", "name")]
            },
            "at most 30 forms",
        ),
    ],
)
def test_what_cannot_be_is_said_and_not_saved(letter, alice, as_user, wrong, sentence):
    data = {**CHOICES, **PEOPLE, **wrong, "action": "save"}

    response = as_user(alice).post(path(letter), data)

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not Layout.objects.exists()


def test_the_preview_draws_what_is_not_saved_yet(
    letter, alice, as_user, monkeypatch, drawing
):
    make_signature(letter)
    wanted = []
    monkeypatch.setattr(Preview, "draw", lambda wish: wanted.append(wish) or b"drawn")
    client = as_user(alice)

    page = client.post(path(letter), {**CHOICES, **PEOPLE, "action": "preview"})
    choice = page.context["choice"]
    picture = f"/organize/letters/{letter.slug}/preview/en.png?choice={choice}"

    assert f"{picture}" in page.content.decode()
    assert client.get(picture).content == b"drawn"
    assert client.get(f"{picture}&page=names").content == b"drawn"
    assert [wish.part for wish in wanted] == ["first", "names"]
    tried = wanted[0].choice
    assert (tried.look.design, tried.look.has_cover) == ("columns", True)
    assert tried.rules == [
        Rule("people", "", "MX", "country", {"en": "Neighbors", "es": "Vecinos"})
    ]
    assert tried.in_all_languages
    assert tried.to_each_recipient
    assert not Layout.objects.exists()


def test_a_choice_is_not_that_of_another_letter(letter, alice, as_user, drawing):
    page = as_user(alice).post(path(letter), {**CHOICES, "action": "preview"})
    other = make_letter(campaign=letter.campaign)
    choice = page.context["choice"]

    response = as_user(alice).get(
        f"/organize/letters/{other.slug}/preview/en.png?choice={choice}"
    )

    assert response.status_code == 503
    assert "out of date" in response.content.decode()


def test_without_a_broker_a_sentence_comes_at_once(letter, alice, as_user, monkeypatch):
    nowhere = Connection("redis+socket:///nowhere/broker.sock")
    monkeypatch.setattr(wakeup, "_connection", lambda app: nowhere)
    wakeup.patience.regain()

    response = as_user(alice).get(f"/organize/letters/{letter.slug}/preview/en.pdf")

    assert response.status_code == 503
    assert "the broker is away" in response.content.decode()
    wakeup.patience.regain()


def test_without_a_worker_the_wait_has_an_end(letter, alice, as_user, monkeypatch):
    monkeypatch.setattr(waiting, "wake", lambda task, code: True)
    monkeypatch.setattr(waiting, "SECONDS_TO_WAIT", 0.1)

    response = as_user(alice).get(f"/organize/letters/{letter.slug}/preview/en.pdf")

    assert response.status_code == 503
    assert "the worker is busy, or away" in response.content.decode()


def test_nobody_draws_what_nobody_waits_for(letter, monkeypatch):
    codes = []
    monkeypatch.setattr(waiting, "wake", lambda task, code: codes.append(code) or True)
    monkeypatch.setattr(waiting, "SECONDS_TO_WAIT", 0.1)
    wanted = Preview(letter.pk, "en", Part.FILE, saved_choice(letter))
    with pytest.raises(Refusal):
        waiting.drawn(wanted, "alice")

    monkeypatch.setattr(Preview, "draw", lambda self: pytest.fail("drawn"))
    waiting.draw(*codes)

    assert cache.get(f"drawing:answer:{codes[0]}") is None


def test_the_page_says_which_names_its_preview_has(letter, alice, as_user):
    client = as_user(alice)
    invented = client.get(path(letter)).content.decode()
    make_signature(letter)

    real = client.get(path(letter)).content.decode()

    for sentence, page, other in [
        ("the names in the picture are invented", invented, real),
        ("the first names of each kind only", real, invented),
    ]:
        assert sentence in page
        assert sentence not in other


@pytest.mark.parametrize("design", Layout.Design.values)
@pytest.mark.parametrize("page", ["first", "names"])
def test_a_letter_without_signatures_is_shown_with_invented_names(
    letter, alice, as_user, drawing, design, page
):
    Layout.objects.create(letter=letter, design=design)

    response = as_user(alice).get(
        f"/organize/letters/{letter.slug}/preview/en.png?page={page}"
    )

    assert response["Content-Type"] == "image/png"


@pytest.mark.parametrize(("person", "is_led"), [("alice", True), ("bob", False)])
def test_the_documents_lead_editors_to_the_layout(
    letter, as_user, request, person, is_led
):
    client = as_user(request.getfixturevalue(person))

    page = client.get(f"/organize/letters/{letter.slug}/documents/").content.decode()

    assert (path(letter) in page) == is_led
