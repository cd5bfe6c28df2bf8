"""Whether a translation follows the authoritative text, paragraph by paragraph.

What a paragraph of a translation follows is kept with it (`follows`): its digest, and
the digests of the paragraphs of the authoritative text that it says the same as. A
paragraph that was not translated yet, only copied, follows nothing: "".
"""

import hashlib
import re
from dataclasses import dataclass
from itertools import zip_longest
from typing import Protocol

from letters import text

# Shorter ones, a name or a date, may well be the same in both languages.
SAME_WORDS_MINIMUM = 5
# Beyond so many pairs of paragraphs they are taken in order, without looking for gaps.
PAIRS_MAXIMUM = 40_000
GAP = 1.25  # what a paragraph without a partner costs; see _cost()


class Text(Protocol):
    @property
    def title(self) -> str: ...
    @property
    def body(self) -> str: ...
    @property
    def closing(self) -> str: ...
    @property
    def follows(self) -> dict[str, str]: ...


@dataclass(frozen=True)
class Pair:
    """A paragraph and its translation; `problem` is "" or says why they do not match."""

    number: int  # 0 is the title, the last one the closing
    place: str  # "title", "closing", or "" for a paragraph of the body
    source: str
    translation: str
    problem: str  # "", "missing", "extra", "form", "numbers", "same", "changed"

    @property
    def key(self) -> str:
        """Names the two paragraphs by their words."""
        return f"{digest(self.translation)}-{digest(self.source)}"

    @property
    def can_be_accepted(self) -> bool:
        """Whether a person may say that they say the same, all the same."""
        return self.problem in {"same", "changed"}


def paragraphs(written: Text) -> list[str]:
    """Title, blocks of the body as Markdown, closing."""
    return [written.title, *text.blocks(written.body), written.closing]


def digest(paragraph: str) -> str:
    """16 hexadecimal digits that name a paragraph, whatever its white space."""
    return hashlib.sha256(" ".join(paragraph.split()).encode()).hexdigest()[:16]


def pairs(source: Text, translation: Text) -> list[Pair]:
    """Title with title, closing with closing, and between them block by block."""
    follows = translation.follows
    rows = [
        ("title", source.title, translation.title),
        *(("", one, other) for one, other in _aligned(source, translation, follows)),
        ("closing", source.closing, translation.closing),
    ]
    return [
        Pair(number, place, one, other, _problem(one, other, follows))
        for number, (place, one, other) in enumerate(rows)
    ]


@dataclass(frozen=True)
class _Block:
    words: str
    digest: str
    form: list[str]
    numbers: list[str]

    @classmethod
    def of(cls, words: str) -> "_Block":
        return cls(words, digest(words), text.form(words), _numbers(words))


def _aligned(
    source: Text, translation: Text, follows: dict[str, str]
) -> list[tuple[str, str]]:
    """The blocks side by side, with "" where one side has nothing.

    The cheapest way through a table of all pairs, so that one paragraph more or less
    does not put all that come after it out of step.
    """
    ours = [_Block.of(words) for words in text.blocks(source.body)]
    theirs = [_Block.of(words) for words in text.blocks(translation.body)]
    if len(ours) * len(theirs) > PAIRS_MAXIMUM:
        return list(
            zip_longest(
                (each.words for each in ours),
                (each.words for each in theirs),
                fillvalue="",
            )
        )
    costs = _costs(ours, theirs, follows)
    i = j = 0
    rows = []
    while i < len(ours) or j < len(theirs):
        if i < len(ours) and j < len(theirs) and costs[i][j][1] == "pair":
            rows.append((ours[i].words, theirs[j].words))
            i, j = i + 1, j + 1
        elif j == len(theirs) or (i < len(ours) and costs[i][j][1] == "ours"):
            rows.append((ours[i].words, ""))
            i += 1
        else:
            rows.append(("", theirs[j].words))
            j += 1
    return rows


def _costs(
    ours: list[_Block], theirs: list[_Block], follows: dict[str, str]
) -> list[list[tuple[float, str]]]:
    """From each place in the table: what the rest costs, and the first step to take."""
    known = {each.digest for each in ours}
    table = [[(0.0, "")] * (len(theirs) + 1) for _ in range(len(ours) + 1)]
    for i in range(len(ours), -1, -1):
        for j in range(len(theirs), -1, -1):
            steps = []
            if i < len(ours) and j < len(theirs):
                cost = _cost(ours[i], theirs[j], follows, known)
                steps.append((cost + table[i + 1][j + 1][0], "pair"))
            if i < len(ours):
                steps.append((GAP + table[i + 1][j][0], "ours"))
            if j < len(theirs):
                steps.append((GAP + table[i][j + 1][0], "theirs"))
            # Of equal ones the first: who is still translating has begun at the top.
            table[i][j] = min(steps, key=lambda step: step[0], default=(0.0, ""))
    return table


def _cost(
    source: _Block, translation: _Block, follows: dict[str, str], known: set[str]
) -> float:
    followed = follows.get(translation.digest, "").split()
    if source.digest in followed or source.digest == translation.digest:
        return 0
    if known.intersection(followed):
        return 3  # it belongs to another one, so rather two gaps
    looks = source.form != translation.form, source.numbers != translation.numbers
    return 0.5 + looks[0] + 0.5 * looks[1]


def _problem(source: str, translation: str, follows: dict[str, str]) -> str:
    if not translation.strip():
        return "missing" if source.strip() else ""
    if not source.strip():
        return "extra"
    if text.form(source) != text.form(translation):
        return "form"
    if _numbers(source) != _numbers(translation):
        return "numbers"
    own, theirs = digest(translation), digest(source)
    followed = follows.get(own)
    if own == theirs:
        is_short = len(_words(source)) < SAME_WORDS_MINIMUM
        return "" if is_short or theirs in (followed or "").split() else "same"
    return "" if followed is None or theirs in followed.split() else "changed"


def _numbers(paragraph: str) -> list[str]:
    """The placeholders, which both languages fill."""
    return sorted(text.PLACEHOLDER.findall(paragraph))


def _words(paragraph: str) -> list[str]:
    return re.findall(r"[^\W\d_]{2,}", paragraph)


def out_of_step(source: Text, translation: Text) -> list[Pair]:
    return [pair for pair in pairs(source, translation) if pair.problem]


@dataclass(frozen=True)
class _Written:
    title: str
    body: str
    closing: str
    follows: dict[str, str]


def followed(source: Text, old: Text | None, new: Text) -> dict[str, str]:
    """What a translation follows after it was saved.

    Paragraphs that were rewritten follow the source as it stands; the others keep what
    they followed, so a change of the source alone leaves them out of step.
    """
    before = {digest(each) for each in paragraphs(old)} if old else set()
    known = old.follows if old else {}
    result: dict[str, set[str]] = {}
    for pair in pairs(source, _Written(new.title, new.body, new.closing, known)):
        own, theirs = digest(pair.translation), digest(pair.source)
        if not pair.source.strip() or not pair.translation.strip():
            continue
        if own in before and own in known:
            result.setdefault(own, set()).update(known[own].split())
        elif own != theirs:
            result.setdefault(own, set()).add(theirs)
    return {own: " ".join(sorted(each)) for own, each in result.items()}


def pinned(source: Text, translation: Text) -> dict[str, str]:
    """What a translation follows, written down before its source changes.

    What nobody has said yet is taken from the pairs as they stand, but a paragraph that
    is only a copy follows nothing.
    """
    result: dict[str, set[str]] = {}
    for pair in pairs(source, translation):
        own, theirs = digest(pair.translation), digest(pair.source)
        if pair.source.strip() and pair.translation.strip():
            result.setdefault(own, set()).update({theirs} - {own})
    found = {own: " ".join(sorted(each)) for own, each in result.items()}
    return {**found, **translation.follows}


def accepted(source: Text, translation: Text, key: str) -> dict[str, str]:
    """What it follows once a person has said that these two paragraphs say the same."""
    found = [pair for pair in pairs(source, translation) if pair.key == key]
    if not any(pair.can_be_accepted for pair in found):
        return translation.follows
    own, _dash, theirs = key.partition("-")
    # What stands in several places may follow a paragraph in each.
    present = {digest(each) for each in paragraphs(source)}
    kept = present.intersection(translation.follows.get(own, "").split())
    return {**translation.follows, own: " ".join(sorted({*kept, theirs}))}
