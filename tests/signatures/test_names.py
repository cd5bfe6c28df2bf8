import pytest

from signatures import names
from signatures.models import QUARANTINE, Signature

REAL_NAMES = [
    "Juan Pop No'j",
    "Ixchel K’iche’ Tzoc de Xol",
    "María José Pérez-Núñez y López de Ávila",
    "Ng",
    "O",
    "Łukasz Żółć",
    "D'Angelo O’Brien-McKenzie III",
    "Sr. Mary of the Immaculate Heart, OP",
    "محمد عبد الرحمن",
    "רחל כהן",
    "Анна Каренина",
    "王小明",
    "たかはし ケン",
    "김민수",
    "अनीता शर्मा",
    "မြို့",
    "ანა ბერიძე",
    "Nguyễn Thị Minh Khai",
    "Þór Jónsson",
    "Maria-Ines 𝐎'Neil",
    "Ma.del Carmen López",
    "Ma.de la Luz Pérez",
    "Lic.Juan Pérez",
    "Dr.Ana Li, M.D., Ph.D.",
    "Hubert Blaine Wolfeschlegelsteinhausenbergerdorff Sr. of the Ancient and"
    " Honourable Congregation at Kalamazoo",
]


@pytest.mark.parametrize("name", REAL_NAMES)
def test_real_name_passes_letter_for_letter(name: str) -> None:
    assert names.tidy(name) == name
    assert names.form_problem(name) == ""
    assert names.flags(name) == set()


def test_white_space_and_invisible_characters_are_tidied() -> None:
    assert (
        names.tidy("  Ana\u00a0\t María\n\u200bLópez\u202e\u3164 ") == "Ana María López"
    )


def test_decomposed_letters_are_composed() -> None:
    assert names.tidy("Jose\u0301") == "José"


def test_joiners_stay_only_where_the_script_needs_them() -> None:
    persian, malayalam = "علی\u200cرضا", "അനില\u0d4d\u200d"

    assert names.tidy(persian) == persian
    assert names.tidy(malayalam) == malayalam
    assert names.tidy("Ana\u200d López") == "Ana López"


@pytest.mark.parametrize(
    ("raw", "flag"),
    [
        ("Visit cheap-pills.example now", "link"),
        ("https://evil.example", "link"),
        ("evil.de", "link"),
        ("ＥＶＩＬ.com", "link"),
        ("t.co/abc", "link"),
        ("пример.рф", "link"),
        ('=HYPERLINK("x")', "formula"),
        ("+1+1", "formula"),
        (" \t@SUM(A1)", "formula"),
        ("<script>alert(1)</script>", "markup"),
        ("{{ 7*7 }} {% debug %}", "markup"),
        ("Robert'); DROP TABLE signatures;--", "markup"),
        ("😀😀😀", "symbols"),
        ("12345", "symbols"),
        ("Mar\ufffda", "symbols"),
        ("Z̴̧̛͙̗͓a", "marks"),
        ("\u202egnidaelsim", "direction"),
        ("Аdmin", "scripts"),
        ("asdf asdf", "joke"),
        ("Mickey Mouse", "joke"),
        ("N/A", "joke"),
        ("xxx", "joke"),
        ("MARÍA LÓPEZ", "shouted"),
        ("ana lópez", "shouted"),
    ],
)
def test_doubtful_name_is_flagged(raw: str, flag: str) -> None:
    assert flag in names.flags(raw)
    assert flag in Signature.Flag.values


def test_hints_alone_hold_nothing() -> None:
    assert not names.flags("Аdmin") & QUARANTINE
    assert not names.flags("MARÍA LÓPEZ") & QUARANTINE


def test_direction_marks_of_a_right_to_left_keyboard_are_no_abuse() -> None:
    assert names.tidy("רחל\u200f כהן") == "רחל כהן"
    assert names.flags("רחל\u200f כהן") == set()


def test_initialism_of_an_organization_is_not_shouted() -> None:
    assert names.flags("USCCB", "organization") == set()
    assert names.flags("USCCB", "person") == {"shouted"}
    assert names.flags("SACRED HEART PARISH", "organization") == {"shouted"}


@pytest.mark.parametrize(
    "name",
    ["", ".", "- -", "a" * 201, "王" * 201, "Ana\x07", "\ud800", "q\u0300" * 150],
)
def test_unusable_name_has_a_reason(name: str) -> None:
    assert names.problem(names.tidy(name))


@pytest.mark.parametrize("name", ["Ana evil.example", "😀😀😀", "Z̴̧̛͙̗͓a"])
def test_form_asks_to_correct_what_an_import_only_holds(name: str) -> None:
    assert names.problem(name) == ""
    assert names.form_problem(name)


def test_longest_name_is_two_hundred_characters() -> None:
    assert names.problem("é" * 200) == ""
    assert names.problem("é" * 201)
