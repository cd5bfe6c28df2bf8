import re
from collections.abc import Iterator
from pathlib import Path
from textwrap import fill

from core.characters import legal
from exports import together, wording
from exports.markup import isolated_if_needed
from exports.roll import Roll, line

WIDTH = 72  # characters a line, as mail programs leave alone
# Lines of Markdown that stand for themselves: items, quotations, headings.
MARKED = re.compile(r"\s*([-*+>]|#+|\d+[.)])\s|[-*_\s]{3,}$")


def write_txt(roll: Roll, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(f"{legal(text)}\n" for text in text_lines(roll))


def text_lines(roll: Roll) -> Iterator[str]:
    """The letter as plain text for a mail, line by line."""
    yield from _front(roll)
    for group in roll.groups:
        yield from _underlined(group.heading, "-")
        for entry in group.entries:
            yield wrap(line(entry, isolated_if_needed, roll.parts), hanging="  ")
        yield ""
    endings = (wording.unnamed(roll), wording.affiliation_note(roll))
    for ending in (*endings, together.mark([roll]), wording.verification(roll)):
        if ending:
            yield from (wrap(ending), "")


def _front(roll: Roll) -> Iterator[str]:
    """The letter down to where the names begin."""
    yield from (roll.campaign, "", wording.date(roll), "")
    for addressee in roll.addressees:
        yield from (wrap(part, hanging="  ") for part in addressee.lines)
        yield ""
    yield from _underlined(wrap(roll.title), "=")
    for addressee in roll.addressees:
        if addressee.salutation:
            yield from (addressee.salutation, "")
    yield from wrapped_body(roll.body)
    for words in (roll.closing, wording.addendum(roll), wording.tally(roll)):
        if words:
            yield from (wrap(words), "")


def wrapped_body(markdown: str) -> Iterator[str]:
    """The text as it was written, with its emphasis, in lines of a mail."""
    for paragraph in re.split(r"\n\s*\n", markdown.replace("\r\n", "\n").strip()):
        block = ""
        for text in paragraph.split("\n"):
            if block and MARKED.match(text):
                yield _wrap_block(block)
                block = text
            else:
                block = f"{block} {text.strip()}" if block else text
        yield from (_wrap_block(block), "")


def _wrap_block(block: str) -> str:
    marker = re.match(r"\s*(?:[-*+>]|\d+[.)])\s+", block)
    if marker is None:
        return wrap(block)
    quoted = "> " if "> " in marker[0] else " " * len(marker[0])
    return wrap(block, hanging=quoted)


def wrap(text: str, hanging: str = "") -> str:
    if len(text) <= WIDTH and text.isprintable():
        return text
    return fill(
        text,
        WIDTH,
        subsequent_indent=hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _underlined(text: str, with_character: str) -> Iterator[str]:
    widest = max(len(part) for part in text.split("\n"))
    yield from (text, with_character * widest, "")
