"""The letter's text: a Markdown subset that becomes a short list of safe tags."""

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

import nh3
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt

BODY_MAXIMUM = 60_000  # characters: about 20 printed pages
# Far above any letter; what is above costs minutes to lay out.
WORD_MAXIMUM = 200  # characters without white space
PIECES_MAXIMUM = 4000  # paragraphs, items, lines, and words in bold or italics
DEPTH_MAXIMUM = 6  # nested lists and quotations; WeasyPrint fails at some hundreds
TAGS = {
    "p",
    "br",
    "strong",
    "em",
    "a",
    "ul",
    "ol",
    "li",
    "blockquote",
    "h2",
    "h3",
    "h4",
    "hr",
}
PLACEHOLDER = re.compile(r"\{(people|organizations|total|countries)\}")

_markdown = MarkdownIt("commonmark", {"html": False, "maxNesting": 30}).disable("image")


def canonical(language: str, title: str, body: str, closing: str) -> str:
    """The text as it is hashed: NFC, newlines as LF, no white space at line ends."""
    lines = "\n".join(
        [language, title, "", body.replace("\r\n", "\n"), "", closing]
    ).split("\n")
    return (
        unicodedata.normalize("NFC", "\n".join(line.rstrip() for line in lines)).strip()
        + "\n"
    )


def fingerprint(language: str, title: str, body: str, closing: str) -> str:
    """SHA-256 of the canonical text, 64 hexadecimal digits."""
    return hashlib.sha256(
        canonical(language, title, body, closing).encode()
    ).hexdigest()


def problem(body: str) -> str:
    """A sentence that says why the body cannot be used, or nothing."""
    if any(
        unicodedata.category(char) in {"Cs", "Cc"} and char not in "\r\n\t"
        for char in body
    ):
        return _("The text contains control characters. Paste it as plain text.")
    if any(len(word) > WORD_MAXIMUM for word in body.split()):
        return _("A word in the text is longer than %(maximum)d characters.") % {
            "maximum": WORD_MAXIMUM
        }
    tokens = _markdown.parse(body)
    pieces = sum(1 + len(token.children or []) for token in tokens)
    if pieces > PIECES_MAXIMUM:
        return _("The text has too many paragraphs, lines and marks. Make it simpler.")
    depth = max((token.level for token in tokens), default=0)
    if depth > 2 * DEPTH_MAXIMUM:
        return _(
            "Lists and quotations are nested too deeply: %(depth)d levels at most."
        ) % {"depth": DEPTH_MAXIMUM}
    return ""


def blocks(body: str) -> list[str]:
    """The Markdown of each top-level block: a paragraph, a heading, a whole list."""
    lines = body.replace("\r\n", "\n").split("\n")
    return [
        "\n".join(lines[token.map[0] : token.map[1]]).strip("\n")
        for token in _markdown.parse("\n".join(lines))
        if token.level == 0 and token.nesting >= 0 and token.map
    ]


def form(block: str) -> list[str]:
    """What a block is made of: its kinds of tokens without the words."""
    return [
        token.type
        for token in _markdown.parse(block)
        if token.block and token.nesting >= 0 and token.type != "inline"
    ]


def fill(body: str, numbers: Mapping[str, str]) -> str:
    """Replace {people} and its like; a brace of any other kind stays as it is."""
    return PLACEHOLDER.sub(lambda match: numbers[match[1]], body)


@lru_cache(maxsize=256)
def render(body: str) -> SafeString:
    """HTML of the body with only the tags of TAGS; safe whatever the body contains."""
    html = nh3.clean(
        _markdown.render(body),
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes={"https", "http", "mailto"},
        link_rel="noopener nofollow",
    )
    # One level down: the page's and the document's title is the only h1, groups are h2.
    return mark_safe(html)  # noqa: S308  nh3 has just sanitized it
