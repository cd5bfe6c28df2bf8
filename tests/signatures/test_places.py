import random
from itertools import product

import pytest
from django.test import Client

from signatures.places import SMALLEST, Group, by_country, withhold
from tests.factories import make_letter, make_signature


def sign(letter, country, count, **fields):
    for _ in range(count):
        make_signature(letter, country=country, **fields)


def test_countries_are_told_with_the_most_first(db):
    letter = make_letter()
    sign(letter, "GT", 5)
    sign(letter, "MX", 7)

    assert by_country(letter, "en") == [("Mexico", 7), ("Guatemala", 5)]
    assert by_country(letter, "es")[0] == ("México", 7)


def test_small_countries_are_one_group(db):
    letter = make_letter()
    sign(letter, "GT", 9)
    sign(letter, "MX", 3)
    sign(letter, "HN", 2)

    assert by_country(letter, "en") == [("Guatemala", 9), ("Elsewhere, or not told", 5)]


def test_a_single_small_country_takes_another_one_with_it(db):
    letter = make_letter()
    sign(letter, "GT", 9)
    sign(letter, "MX", 6)
    sign(letter, "HN", 1)

    assert by_country(letter, "en") == [("Guatemala", 9), ("Elsewhere, or not told", 7)]


def test_few_signers_are_told_by_no_place(db):
    letter = make_letter()
    sign(letter, "GT", 4)
    sign(letter, "MX", 1)

    assert by_country(letter, "en") == []


def test_one_hidden_signer_is_not_found_by_counting_the_public_ones(db):
    letter = make_letter()
    sign(letter, "GT", 30)
    sign(letter, "MX", 20)
    sign(letter, "MX", 1, publicity="counted")

    assert by_country(letter, "en") == [
        ("Guatemala", 30),
        ("Elsewhere, or not told", 21),
    ]


def test_few_hidden_signers_leave_the_public_ones_where_they_are(db):
    letter = make_letter()
    sign(letter, "GT", 30)
    sign(letter, "MX", 20)
    sign(letter, "GT", 3, publicity="counted")
    sign(letter, "MX", 2, publicity="officials")

    assert by_country(letter, "en") == [
        ("Guatemala", 30),
        ("Mexico", 20),
        ("Elsewhere, or not told", 5),
    ]


def test_the_hidden_signers_of_one_place_do_not_follow_from_another(db):
    letter = make_letter()
    sign(letter, "GT", 30)
    sign(letter, "GT", 6, publicity="officials")
    sign(letter, "MX", 20)
    sign(letter, "MX", 2, publicity="officials")

    assert by_country(letter, "en") == [
        ("Guatemala", 30),
        ("Mexico", 20),
        ("Elsewhere, or not told", 8),
    ]


def test_who_told_no_place_takes_none_away(db):
    letter = make_letter()
    sign(letter, "GT", 30)
    sign(letter, "MX", 20)
    sign(letter, "", 2)

    assert by_country(letter, "en") == [
        ("Guatemala", 30),
        ("Mexico", 20),
        ("Elsewhere, or not told", 2),
    ]


def test_a_crowd_of_hidden_signers_is_counted_with_the_others(db):
    letter = make_letter()
    sign(letter, "GT", 6)
    sign(letter, "GT", 5, publicity="counted")
    sign(letter, "GT", 3, status="withdrawn")

    assert by_country(letter, "en") == [("Guatemala", 11)]


def test_signers_page_shows_the_table(db):
    letter = make_letter()
    sign(letter, "GT", 5)
    path = f"/en/letters/{letter.slug}/signers/"

    assert "Where signers are from" in Client().get(path).content.decode()
    assert "Where signers are from" not in Client().get(f"{path}?q=x").content.decode()


def check(groups):
    """What is told, and the total less what is told, shows nobody who hides."""
    shown, rest = withhold(groups)
    total = sum(group.total for group in groups.values())
    assert sum(group.total for group in shown.values()) + rest.total == total
    for code, group in shown.items():
        assert group.total >= SMALLEST
        assert not group.hides_few
        # All who hide there, or none of them.
        assert group in (groups[code], groups[code].public)
    if shown and rest != groups.get("", rest):
        assert rest.total >= SMALLEST
    # Of few in the rest it could follow from where they are, if others were told.
    if rest.hides_few:
        assert not any(group.hidden for group in shown.values())


@pytest.mark.parametrize("unknown", [0, 1, 6])
def test_no_number_tells_a_small_group_for_any_three_countries(unknown):
    groups = [
        Group(total, hidden)
        for total in range(1, 12)
        for hidden in range(total + 1)
        if hidden in {0, 1, 4, 5, total}
    ]
    for three in product(groups, repeat=3):
        named = dict(zip("ABC", three, strict=True))
        check({**named, "": Group(unknown, 0)} if unknown else named)


def test_no_number_tells_a_small_group_for_many_countries():
    chance = random.Random(7)  # noqa: S311
    for _ in range(5000):
        groups = {}
        for number in range(chance.randint(1, 12)):
            total = int(chance.paretovariate(0.7)) if chance.random() < 0.9 else 5
            hidden = chance.choice([0, 0, total, chance.randint(0, total)])
            groups[chance.choice(["", f"C{number}"])] = Group(total, hidden)
        check(groups)
