"""The way from the names to the recipients, shown on each page of it."""

import pytest
from django.urls import reverse

from tests.factories import make_letter, make_member

STEPS = [
    "exports:layout",
    "exports:editions",
    "deliveries:deliveries",
    "press:releases",
]


@pytest.fixture
def letter(campaign):
    return make_letter(campaign=campaign, slug="border")


def hand_over(client, page):
    html = client.get(reverse(page, args=["border"])).content.decode()
    return html.split('<nav aria-label="Hand-over">')[1].split("</nav>")[0]


@pytest.mark.parametrize("page", ["letters:letter", "exports:documents", *STEPS])
def test_each_page_shows_the_whole_way_and_where_one_is(letter, alice, as_user, page):
    shown = hand_over(as_user(alice), page)

    paths = [reverse(step, args=["border"]) for step in STEPS]
    places = [shown.index(f'href="{path}"') for path in paths]
    assert places == sorted(places)
    here = f'href="{reverse(page, args=["border"])}" aria-current="step"'
    assert (here in shown) == (page in STEPS)
    assert shown.count("aria-current") == (page in STEPS)


@pytest.mark.parametrize(
    ("role", "open_to_them"), [("moderator", STEPS[1:]), ("viewer", STEPS[2:])]
)
@pytest.mark.parametrize("page", ["letters:letter", "deliveries:deliveries"])
def test_nobody_is_led_where_they_may_not_go(
    letter, campaign, as_user, role, open_to_them, page
):
    client = as_user(make_member(campaign, role))

    shown = hand_over(client, page)

    for step in STEPS:
        assert (reverse(step, args=["border"]) in shown) == (step in open_to_them)
    for step in open_to_them:
        assert client.get(reverse(step, args=["border"])).status_code == 200
