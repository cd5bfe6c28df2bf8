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
        ("Open Table Interfaith Network", "Open Table Inter-faith Network, Inc."),
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


# Each group is one organization as different people write it.
CORPUS = [
    [
        "Comisión de Justicia y Paz de la Diócesis de San Marcos",
        "Comision de Justicia & Paz, Diocesis de San Marcos",
        "COMISIÓN DE JUSTICIA Y PAZ – DIÓCESIS DE SAN MARCOS, A.C.",
        "Justice and Peace Commission of the Diocese of St. Marcos",
    ],
    [
        "Parroquia Nuestra Señora de Guadalupe",
        "Parroquia Ntra. Sra. de Guadalupe",
        "Our Lady of Guadalupe Parish",
    ],
    ["Fundación Myrna", "Fundacion Myrna, A. C.", "The Myrna Foundation, Inc."],
    ["Red de Mujeres", "Red de Mujeres S.C.", "Women’s Network", "The Women Network"],
    ["Pan y Vida", "Pan & Vida", "PAN Y VIDA, S.A. de C.V.", "Pan y Vida S. A. de C. V."],
    ["Santa Cruz Shelter", "Saint Cross Shelter LLC", "Albergue Sta. Cruz"],
    ["National Council of Churches", "Consejo Nacional de Iglesias"],
    ["Casa Migrante", "Casa del Migrante", "Migrants’ House", "Casa de Migrantes A.C."],
]  # fmt: skip


@pytest.mark.parametrize("group", CORPUS, ids=lambda group: group[0])
def test_spellings_of_one_organization_are_likely_twins(group: list[str]) -> None:
    assert {name: twin_key(name) for name in group} == dict.fromkeys(
        group, twin_key(group[0])
    )


def test_the_organizations_of_the_corpus_are_told_apart() -> None:
    assert len({twin_key(group[0]) for group in CORPUS}) == len(CORPUS)
