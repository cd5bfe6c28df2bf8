"""What was changed between two texts, block by block and word by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Protocol

# Beyond so many pairs of words a block is shown as taken out and written anew.
PAIRS_MAXIMUM = 1_000_000
LIKE_MINIMUM = 0.3  # of two blocks, to be one that was changed and not two
WORD = re.compile(r"\w[\w'’-]*\s*|[^\w\s]\s*|\s+")

Kind = str  # "same", "added", "removed"; of a block "changed", too


class Text(Protocol):
    title: str
    body: str
    closing: str


@dataclass(frozen=True)
class Piece:
    kind: Kind
    text: str


@dataclass(frozen=True)
class Block:
    kind: Kind
    pieces: tuple[Piece, ...]


def difference(old: Text, new: Text) -> tuple[Block, ...]:
    """All blocks of both texts, titles and closings included, in the order of reading."""
    return _difference(_blocks(old), _blocks(new))


def _blocks(written: Text) -> tuple[str, ...]:
    """What stands between empty lines; nothing of the text is left out."""
    body = re.split(r"\n[ \t]*\n\s*", written.body.replace("\r\n", "\n"))
    return tuple(
        part.strip("\n")
        for part in (written.title, *body, written.closing)
        if part.strip()
    )


@lru_cache(maxsize=64)
def _difference(old: tuple[str, ...], new: tuple[str, ...]) -> tuple[Block, ...]:
    if len(old) * len(new) > PAIRS_MAXIMUM:
        return (*_whole("removed", old), *_whole("added", new))
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    blocks: list[Block] = []
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        if tag == "equal":
            blocks += _whole("same", new[new_start:new_end])
        else:
            blocks += _replaced(old[start:end], new[new_start:new_end])
    return tuple(blocks)


def _whole(kind: Kind, blocks: tuple[str, ...]) -> Iterator[Block]:
    return (Block(kind, (Piece(kind, words),)) for words in blocks)


def _replaced(old: tuple[str, ...], new: tuple[str, ...]) -> Iterator[Block]:
    """Each new block with the next old one that is like it."""
    waiting = list(old)
    for words in new:
        partner = next(
            (place for place, other in enumerate(waiting) if _is_like(other, words)),
            None,
        )
        if partner is None:
            yield from _whole("added", (words,))
            continue
        yield from _whole("removed", tuple(waiting[:partner]))
        pieces = _words(waiting[partner], words)
        is_same = all(piece.kind == "same" for piece in pieces)
        yield Block("same" if is_same else "changed", pieces)
        waiting = waiting[partner + 1 :]
    yield from _whole("removed", tuple(waiting))


def _is_like(old: str, new: str) -> bool:
    ours, theirs = set(_bare(WORD.findall(old))), set(_bare(WORD.findall(new)))
    shared = len(ours & theirs)
    return bool(shared) and 2 * shared / (len(ours) + len(theirs)) >= LIKE_MINIMUM


def _words(old: str, new: str) -> tuple[Piece, ...]:
    before, after = WORD.findall(old), WORD.findall(new)
    if len(before) * len(after) > PAIRS_MAXIMUM:
        return (Piece("removed", old), Piece("added", new))
    # White space does not count: a paragraph may be wrapped anew.
    matcher = SequenceMatcher(None, _bare(before), _bare(after), autojunk=False)
    pieces = []
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        removed, added = "".join(before[start:end]), "".join(after[new_start:new_end])
        if tag == "equal":
            pieces.append(Piece("same", added))
            continue
        pieces += [Piece("removed", removed)] if removed else []
        pieces += [Piece("added", added)] if added else []
    return tuple(pieces)


def _bare(words: list[str]) -> list[str]:
    return [word.strip() for word in words]
