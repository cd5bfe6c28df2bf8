from html.parser import HTMLParser

import pytest

from letters import text


class Tags(HTMLParser):
    """The tags of a text, as a browser would see them."""

    def __init__(self):
        super().__init__()
        self.tags = []

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))


HOSTILE = [
    "<script>alert(1)</script>",
    "[x](javascript:alert(1))",
    "[x](data:text/html,x)",
    "![x](http://127.0.0.1/pixel.png)",
    "<img src=x onerror=alert(1)>",
    "<style>@import url(http://127.0.0.1/)</style>",
    '<a href="data:text/html,x">x</a>',
    "<table><td colspan=65534>",
]


@pytest.mark.parametrize("body", HOSTILE)
def test_hostile_text_becomes_harmless(body):
    found = Tags()
    found.feed(text.render(body))

    assert {tag for tag, _ in found.tags} <= text.TAGS
    for _, attributes in found.tags:
        assert attributes.get("href", "http:").startswith("http:")
        assert set(attributes) <= {"href", "rel"}


def test_template_syntax_is_only_text():
    assert text.render("{{ 7*7 }} {% debug %}") == "<p>{{ 7*7 }} {% debug %}</p>\n"


def test_markdown_subset_is_rendered():
    html = text.render("**Bold** and *soft*\n\n- one\n- two\n\n> quoted")

    for tag in ("<strong>", "<em>", "<ul>", "<li>", "<blockquote>"):
        assert tag in html


def test_numbers_are_filled_and_other_braces_stay():
    assert text.fill(
        "{people} of {total}, {name}", {"people": "1,200", "total": "9"}
    ) == ("1,200 of 9, {name}")


def test_fingerprint_is_of_the_text_and_not_of_its_line_ends():
    first = text.fingerprint("en", "Title", "One \r\ntwo", "Yours")
    second = text.fingerprint("en", "Title", "One\ntwo", "Yours")

    assert first == second
    assert first != text.fingerprint("es", "Title", "One\ntwo", "Yours")
    assert len(first) == 64


@pytest.mark.parametrize(
    "body",
    [
        "ffi" * 20_000,
        "- a\n" * 15_000,
        "a\n\n" * 20_000,
        "a  \n" * 12_000,
        "*a* " * 9000,
    ],
)
def test_text_that_would_take_minutes_to_print_is_refused(body):
    assert text.problem(body)


def test_long_letter_of_plain_paragraphs_is_fine():
    paragraph = "We ask you to open the doors of the house.\n" * 12

    assert text.problem(f"{paragraph}\n" * 100) == ""
