from dataclasses import dataclass

from letters.difference import difference


@dataclass
class Text:
    body: str
    title: str = "A letter"
    closing: str = "Yours"


def kinds(old, new):
    return [block.kind for block in difference(Text(old), Text(new))]


def pieces(old, new):
    block = difference(Text(old), Text(new))[1]
    return [(piece.kind, piece.text.strip()) for piece in block.pieces]


def test_the_same_text_has_no_difference():
    blocks = difference(Text("One.\n\nTwo."), Text("One.\n\nTwo."))

    assert [block.kind for block in blocks] == ["same"] * 4


def test_a_word_is_exchanged_within_its_paragraph():
    assert pieces("We ask you to act now.", "We ask you to act today.") == [
        ("same", "We ask you to act"),
        ("removed", "now"),
        ("added", "today"),
        ("same", "."),
    ]


def test_a_new_paragraph_leaves_the_others_alone():
    assert kinds("One is here.\n\nThree is there.", "One is here.\n\nTwo.\n\nThree is there.") == [
        "same", "same", "added", "same", "same",
    ]  # fmt: skip


def test_a_paragraph_that_was_taken_out_is_shown_where_it_stood():
    assert kinds("One.\n\nTwo.\n\nThree.", "One.\n\nThree.") == [
        "same", "same", "removed", "same", "same",
    ]  # fmt: skip


def test_wholly_other_words_are_another_paragraph():
    assert kinds("Alpha beta gamma", "One two three") == [
        "same",
        "added",
        "removed",
        "same",
    ]


def test_title_and_closing_are_compared_too():
    blocks = difference(Text("Same."), Text("Same.", title="A new letter"))

    assert [block.kind for block in blocks] == ["changed", "same", "same"]


def test_lines_that_are_wrapped_anew_are_no_difference():
    assert set(kinds("one two\nthree\r\nfour", "one\ntwo three four")) == {"same"}


def test_both_texts_can_be_read_from_the_difference():
    old = Text("We, {total} neighbors,\n*ask*: (a) act; (b) speak.\n\n- x\n- y")
    new = Text("We, {people} people,\nask: (a) act now; (c) speak.\n\n- x\n- z\n\nEnd.")

    blocks = difference(old, new)

    for text, left_out in ((old, "added"), (new, "removed")):
        read = "".join(
            piece.text
            for block in blocks
            for piece in block.pieces
            if piece.kind != left_out
        )
        whole = text.title + text.body + text.closing
        assert "".join(read.split()) == "".join(whole.split())


def test_the_longest_texts_are_compared_in_time():
    old = "word another " * 4_600
    new = "word different " * 4_000

    assert "same" not in kinds(old, new)[1:-1]
