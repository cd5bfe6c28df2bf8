"""What is set: headings, paragraphs and lists of names, on which sheet."""

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from exports.typesetting.glyphs import Shaper
from exports.typesetting.page import Piece, Style


@dataclass(frozen=True)
class Geometry:
    """The sheet and its columns; heights grow upwards, as in PDF."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    columns: int = 1
    gap: float = 18

    @property
    def measure(self) -> float:
        """The width of a column."""
        inner = self.width - self.left - self.right
        return (inner - self.gap * (self.columns - 1)) / self.columns


@dataclass
class Element:
    """A heading or paragraph of the structure tree."""

    tag: str
    text: str
    pieces: list[Piece]
    top: float
    said: str | None  # what is read of it, if not what stands there
    uri: str = ""  # where it leads
    area: tuple[float, ...] = ()  # left, foot, right, top of where it ends


@dataclass
class Names:
    """A list of the structure tree: where each item is, and what went over a column."""

    page: "array[int]" = field(default_factory=lambda: array("L"))
    mark: "array[int]" = field(default_factory=lambda: array("L"))
    more: dict[int, list[Piece]] = field(default_factory=dict)
    said: dict[int, str] = field(default_factory=dict)

    def add(self, pieces: Iterable[Piece], said: str | None) -> None:
        first, *more = pieces
        if more:
            self.more[len(self.page)] = more
        if said is not None:
            self.said[len(self.page)] = said
        self.page.append(first.page)
        self.mark.append(first.mark)

    def forget(self, count: int) -> None:
        """Keep so many items and no more."""
        del self.page[count:], self.mark[count:]
        for kept in (self.more, self.said):
            for index in [index for index in kept if index >= count]:
                del kept[index]


class Block(NamedTuple):
    """A heading or paragraph, as it can be set, and set again."""

    tag: str
    text: str
    shaper: Shaper
    style: Style
    below: float = 0  # how much of what follows it stays with
    uri: str = ""


class Line(NamedTuple):
    """A name, as it can be set, and set again."""

    names: Names
    text: str
    shaper: Shaper
    style: Style


class Start(NamedTuple):
    """How things stood when a page began."""

    page: int
    top: float
    blocks: int
    names: int  # of the last block, if that is a list
