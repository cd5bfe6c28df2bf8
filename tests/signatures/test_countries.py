import pytest

from signatures import countries


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("U.S.", "US"),
        ("USA", "US"),
        ("us", "US"),
        ("United States of America", "US"),
        ("EE.UU.", "US"),
        ("EE. UU.", "US"),
        ("Estados Unidos", "US"),
        ("GUATEMALA ", "GT"),
        ("Mexico", "MX"),
        ("México", "MX"),
        ("Côte d’Ivoire", "CI"),
        ("Reino Unido", "GB"),
        ("Narnia", ""),
        ("", ""),
        ("EU", ""),
    ],
)
def test_country_is_recognized(text: str, code: str) -> None:
    assert countries.parse(text) == code


def test_every_country_is_offered_in_the_order_of_the_language() -> None:
    spanish = [name for _code, name in countries.choices("es")]

    assert len(countries.CODES) == len(set(countries.CODES)) == len(spanish) == 249
    assert (
        spanish.index("España")
        < spanish.index("Estados Unidos")
        < spanish.index("Etiopía")
    )
    assert ("US", "United States") in countries.choices("en")


def test_every_country_is_recognized_by_its_own_names() -> None:
    for language in ("en", "es"):
        for code, name in countries.choices(language):
            assert countries.parse(name) == code


def test_unknown_code_and_language_do_not_fail() -> None:
    assert countries.name("ZZZ", "es") == "ZZZ"
    assert countries.name("GT", "xx") == "Guatemala"
