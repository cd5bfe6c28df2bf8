"""Groups of the printed list, as rules of the organizers."""

import pytest
from django.utils import translation

from exports.grouping import Rule
from exports.layouts import save_layout
from exports.reading import read_roll
from letters.models import Letter
from tests.exports.test_roll import groups, make_organization, printed
from tests.factories import make_letter, make_signature

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter():
    letter = make_letter()
    make_signature(letter, name="Ana Pérez", country="GT")
    make_signature(letter, name="Bruno Díaz", country="MX")
    make_signature(letter, name="Carla Abad", country="AR")
    make_signature(letter, name="Zoe Organizer", country="MX", is_organizer=True)
    make_organization(letter, "Caritas", "international", country="IT")
    make_organization(letter, "Casa Local", "local", country="MX")
    return letter


def by(rules, letter, language="en"):
    with translation.override(language):
        roll = read_roll(Letter.objects.get(pk=letter.pk), language, rules=rules)
    return groups(roll)


def test_the_first_rule_that_fits_decides_and_the_rest_comes_last(letter):
    rules = [
        Rule("people", country="MX", heading={"en": "Neighbors"}),
        Rule("organizations", scope="local"),
    ]

    assert list(by(rules, letter).items()) == [
        ("Neighbors", ["Bruno Díaz", "Zoe Organizer"]),
        ("Local organizations", ["Casa Local"]),
        ("Other organizations", ["Caritas"]),
        ("Other people", ["Carla Abad", "Ana Pérez"]),
    ]


@pytest.mark.parametrize(
    "rules",
    [
        [],
        [Rule("everyone")],
        [Rule("organizers"), Rule("organizers")],
        [Rule("everyone", country="MX"), Rule("people"), Rule("people")],
        [Rule("organizations", scope="local", country="GT")],
    ],
)
def test_everybody_stands_in_the_list_once(letter, rules):
    names = [name for listed in by(rules, letter).values() for name in listed]

    assert sorted(names) == sorted(
        "Ana Pérez,Bruno Díaz,Carla Abad,Zoe Organizer,Caritas,Casa Local".split(",")
    )


def test_by_country_then_by_name(letter):
    make_signature(letter, name="Nobody Knows", country="")
    make_signature(letter, name="Alba Díaz", country="MX")
    by_country = [Rule("people", order="country")]

    assert by(by_country, letter)["People"] == [
        "Carla Abad",  # Argentina
        "Ana Pérez",
        "Alba Díaz",  # Mexico
        "Bruno Díaz",
        "Zoe Organizer",
        "Nobody Knows",
    ]


def test_a_heading_for_each_country(letter):
    make_signature(letter, name="Nobody Knows", country="")
    headed = [Rule("people", order="headed", heading={"en": "Neighbors"})]

    english, spanish = (by(headed, letter, language) for language in ("en", "es"))

    assert list(english.items())[:4] == [
        ("Neighbors: Argentina", ["Carla Abad"]),
        ("Neighbors: Guatemala", ["Ana Pérez"]),
        ("Neighbors: Mexico", ["Bruno Díaz", "Zoe Organizer"]),
        ("Neighbors: Country not told", ["Nobody Knows"]),
    ]
    assert "Personas: México" in spanish


def test_the_headings_of_a_country_find_each_other(letter):
    rules = [Rule("everyone", order="headed")]
    ranks = []
    for language in ("en", "es"):
        with translation.override(language):
            roll = read_roll(Letter.objects.get(pk=letter.pk), language, rules=rules)
        ranks.append({group.rank: group.entries[0].country for group in roll.groups})

    assert ranks[0] == ranks[1]
    assert set(ranks[0].values()) == {"AR", "GT", "IT", "MX"}


def test_a_heading_is_never_that_of_another_language(letter):
    rules = [Rule("everyone", country="MX", heading={"en": "Neighbors"})]

    assert "Neighbors" in by(rules, letter)
    assert "Neighbors" not in by(rules, letter, "es")
    assert by(rules, letter, "es").keys() == {
        "Firmas: México",
        "Organizaciones",
        "Personas",
    }


def test_saved_rules_hold_for_every_document(letter):
    choices = {"design": "compact"}

    save_layout(letter, choices, [Rule("everyone", heading={"en": "We all"})])

    assert list(groups(printed(letter))) == ["We all"]
    save_layout(letter, choices, [])
    assert next(iter(groups(printed(letter)))) == "Organizers"
