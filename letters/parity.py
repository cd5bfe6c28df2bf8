"""Whether a translation follows the authoritative text, paragraph by paragraph."""

import hashlib
import re
from dataclasses import dataclass
from itertools import zip_longest
from typing import Protocol

from letters import text

# Shorter ones, a name or a date, may well be the same in both languages.
SAME_WORDS_MINIMUM = 5


class Text(Protocol):
    title: str
    body: str
    closing: str
    follows: dict[str, str]


@dataclass(frozen=True)
class Pair:
    """A paragraph and its translation; `problem` is "" or says why they do not match."""

    number: int  # 1 is the title, the last one the closing
    source: str
    translation: str
    problem: str  # "", "missing", "extra", "form", "numbers", "same", "changed"


def paragraphs(written: Text) -> list[str]:
    """Title, blocks of the body as Markdown, closing."""
    return [written.title, *text.blocks(written.body), written.closing]


def digest(paragraph: str) -> str:
    """16 hexadecimal digits that name a paragraph, whatever its white space."""
    return hashlib.sha256(" ".join(paragraph.split()).encode()).hexdigest()[:16]


def pairs(source: Text, translation: Text) -> list[Pair]:
    """Title with title, closing with closing, and between them block by block."""
    ours, theirs = text.blocks(source.body), text.blocks(translation.body)
    rows = [
        (source.title, translation.title),
        *zip_longest(ours, theirs, fillvalue=""),
        (source.closing, translation.closing),
    ]
    return [
        Pair(number, one, other, _problem(one, other, translation.follows))
        for number, (one, other) in enumerate(rows, 1)
    ]


def _problem(source: str, translation: str, follows: dict[str, str]) -> str:
    if not translation.strip():
        return "missing" if source.strip() else ""
    if not source.strip():
        return "extra"
    if text.form(source) != text.form(translation):
        return "form"
    if _numbers(source) != _numbers(translation):
        return "numbers"
    followed = follows.get(digest(translation))
    if followed is not None and followed != digest(source):
        return "changed"
    is_same = digest(source) == digest(translation) and followed is None
    return "same" if is_same and len(_words(source)) >= SAME_WORDS_MINIMUM else ""


def _numbers(paragraph: str) -> list[str]:
    """The placeholders, which both languages fill."""
    return sorted(text.PLACEHOLDER.findall(paragraph))


def _words(paragraph: str) -> list[str]:
    return re.findall(r"[^\W\d_]{2,}", paragraph)


def numbers_out_of_step(source: Text, translation: Text) -> list[int]:
    return [pair.number for pair in pairs(source, translation) if pair.problem]


def followed(source: Text, old: Text | None, new: Text) -> dict[str, str]:
    """What a translation follows after it was saved.

    Paragraphs that were rewritten follow the source as it stands; the others keep what
    they followed, so a change of the source alone leaves them out of step.
    """
    before = {digest(each) for each in paragraphs(old)} if old else set()
    known = old.follows if old else {}
    result = {}
    for pair in pairs(source, new):
        own, theirs = digest(pair.translation), digest(pair.source)
        if not pair.source.strip() or not pair.translation.strip():
            continue
        if own in before:
            if own in known:
                result[own] = known[own]
            elif own != theirs:
                result[own] = theirs
        elif own != theirs:
            result[own] = theirs
    return result


def all_followed(source: Text, translation: Text) -> dict[str, str]:
    """What a translation follows once a person has said that every paragraph fits."""
    return {
        digest(pair.translation): digest(pair.source)
        for pair in pairs(source, translation)
        if pair.source.strip() and pair.translation.strip()
    }
