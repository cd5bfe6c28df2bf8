import pytest

from signatures.organizations import name_key, twin_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Casa del Migrante", "  CASA DEL\u00a0MIGRANTE. "),
        ("Holy Cross Parish", "Ｈoly Cross Parish,"),
    ],
)
def test_same_name_in_other_dress_is_the_same(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("St. Mary's Parish of Chicago", "Saint Mary's Parish, Inc. of Chicago."),
        ("Parroquia Santa María de Managua", "Parroquia Sta. Maria de Managua"),
        ("Justice & Peace Commission", "Justice and Peace Commission"),
        ("Comisión de Justicia y Paz", "Justice and Peace Commission"),
        ("Casa del Migrante", "Casa del Migrante, A.C."),
        ("Pan para Todos", "Pan para Todos S.A. de C.V."),
        ("Iglesia Bethel", "Bethel Church"),
        ("The Border Network", "Border Network LLC"),
        ("O'Brien House", "O’Brien House"),
    ],
)
def test_likely_twins_share_a_key(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)
    assert twin_key(one) == twin_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("St. Mary's Parish of Chicago", "St. Mary's Parish of Tucson"),
        ("St. Mary's Parish", "St. Mark's Parish"),
        ("A. C.", "S. A."),
        ("王小明基金会", "王大明基金会"),
    ],
)
def test_others_are_no_twins(one: str, other: str) -> None:
    assert twin_key(one) != twin_key(other)


def test_keys_fit_their_columns() -> None:
    assert len(name_key("ﷺ" * 200)) <= 600
    assert len(twin_key("ﷺ " * 100)) <= 600
