from dataclasses import dataclass, field

from letters import parity

ENGLISH = "We ask you to act now.\n\n## Why\n\nBecause {total} neighbors asked for it.\n\n- one\n- two"
SPANISH = "Le pedimos que actúe ya.\n\n## Por qué\n\nPorque {total} vecinos lo pidieron.\n\n- uno\n- dos"


@dataclass
class Text:
    body: str
    title: str = "A letter"
    closing: str = "Yours"
    follows: dict[str, str] = field(default_factory=dict)


def spanish(body=SPANISH, **fields):
    return Text(body, **{"title": "Una carta", "closing": "Suyos", **fields})


def problems(source, translation):
    return [pair.problem for pair in parity.pairs(source, translation)]


def change(source, translation, new_source):
    """The source is saved with another text, as letters.services does it."""
    translation.follows = parity.pinned(source, translation)
    return new_source


def save(source, old, new):
    new.follows = parity.followed(source, old, new)
    return new


def test_a_finished_translation_is_in_step():
    assert problems(Text(ENGLISH), spanish()) == [""] * 6


def test_title_and_closing_have_names_and_paragraphs_have_numbers():
    pairs = parity.pairs(Text(ENGLISH), spanish())

    assert [pair.place for pair in pairs] == ["title", "", "", "", "", "closing"]
    assert [pair.number for pair in pairs] == [0, 1, 2, 3, 4, 5]


def test_what_is_not_written_is_missing():
    assert problems(Text(ENGLISH), spanish("", closing="")) == [
        "", "missing", "missing", "missing", "missing", "missing",
    ]  # fmt: skip


def test_a_translation_in_progress_was_begun_at_the_top():
    begun = "\n\n".join(SPANISH.split("\n\n")[:2])

    assert problems(Text(ENGLISH), spanish(begun)) == [
        "", "", "", "missing", "missing", "",
    ]  # fmt: skip


def test_a_paragraph_too_many_is_extra():
    assert problems(Text(ENGLISH), spanish(SPANISH + "\n\nAdemás."))[-2:] == [
        "extra",
        "",
    ]


def test_a_list_is_not_a_paragraph_and_a_number_is_not_forgotten():
    assert problems(Text("- one\n- two"), spanish("uno y dos"))[1] == "form"
    assert problems(Text("We, {people}"), spanish("Nosotros"))[1] == "numbers"


def test_what_was_only_copied_is_not_translated():
    words = "We ask you to act at once."

    assert problems(Text(words), spanish(words))[1] == "same"


def test_a_name_may_be_the_same_in_both_languages():
    assert problems(Text("Casa del Alba"), spanish("Casa del Alba"))[1] == ""


def test_a_changed_source_leaves_its_paragraph_out_of_step_and_no_other():
    translation = spanish()
    source = change(Text(ENGLISH), translation, Text(ENGLISH.replace("now", "today")))

    assert problems(source, translation) == ["", "changed", "", "", "", ""]


def test_translating_it_anew_brings_it_back_into_step():
    translation = spanish()
    source = change(Text(ENGLISH), translation, Text(ENGLISH.replace("now", "today")))

    new = save(source, translation, spanish(SPANISH.replace("ya", "hoy")))

    assert problems(source, new) == [""] * 6


def test_saving_another_paragraph_does_not_hide_what_is_out_of_step():
    translation = spanish()
    source = change(Text(ENGLISH), translation, Text(ENGLISH.replace("now", "today")))

    new = save(source, translation, spanish(SPANISH.replace("pidieron", "piden")))

    assert problems(source, new) == ["", "changed", "", "", "", ""]


def test_changing_the_source_back_brings_it_back_into_step():
    translation = spanish()
    changed = change(Text(ENGLISH), translation, Text(ENGLISH.replace("now", "today")))
    source = change(changed, translation, Text(ENGLISH))

    assert problems(source, translation) == [""] * 6


def test_a_new_paragraph_in_the_middle_is_missing_and_the_rest_stays_in_step():
    translation = spanish()
    source = change(
        Text(ENGLISH),
        translation,
        Text(ENGLISH.replace("## Why", "We have waited.\n\n## Why")),
    )

    assert problems(source, translation) == ["", "", "missing", "", "", "", ""]


def test_a_new_paragraph_is_seen_before_anything_was_said_about_the_pairs():
    source = Text(ENGLISH.replace("## Why", "We have waited.\n\n## Why"))

    assert problems(source, spanish()) == ["", "", "missing", "", "", "", ""]


def test_a_paragraph_that_was_taken_out_is_extra():
    translation = spanish()
    source = change(Text(ENGLISH), translation, Text(ENGLISH.replace("## Why\n\n", "")))

    assert problems(source, translation) == ["", "", "extra", "", "", ""]


def test_two_paragraphs_may_have_one_translation():
    source = Text("We ask.\n\nWe request.")
    translation = spanish("Pedimos.\n\nPedimos.")
    translation.follows = parity.pinned(source, translation)

    assert problems(source, translation) == [""] * 4


def test_a_copy_stays_marked_when_its_source_is_changed():
    words = "We ask you to act at once."
    translation = spanish(words)
    source = change(Text(words), translation, Text(words.replace("once", "last")))

    assert problems(source, translation)[1] == "changed"
    source = change(source, translation, Text(words))
    assert problems(source, translation)[1] == "same"


def test_a_person_may_say_that_a_paragraph_says_the_same():
    translation = spanish()
    source = change(
        Text(ENGLISH),
        translation,
        Text(ENGLISH.replace("now", "today").replace("asked", "begged")),
    )

    key = parity.pairs(source, translation)[1].key
    translation.follows = parity.accepted(source, translation, key)

    assert problems(source, translation) == ["", "", "", "changed", "", ""]


def test_a_copy_may_be_meant():
    words = "Nunca más, never again, jamais plus."
    translation = spanish(words)

    key = parity.pairs(Text(words), translation)[1].key
    translation.follows = parity.accepted(Text(words), translation, key)

    assert problems(Text(words), translation)[1] == ""


def test_what_is_missing_cannot_be_waved_through():
    translation = spanish("")

    key = parity.pairs(Text(ENGLISH), translation)[1].key

    assert parity.accepted(Text(ENGLISH), translation, key) == {}
    assert parity.accepted(Text(ENGLISH), translation, "no-such") == {}


def test_an_endless_text_is_compared_in_order():
    many = "\n\n".join(f"{number}" for number in range(300))

    assert set(problems(Text(many), spanish(many))) == {""}


def test_white_space_does_not_make_a_paragraph_another_one():
    assert parity.digest("one  two\nthree") == parity.digest("one two three")
