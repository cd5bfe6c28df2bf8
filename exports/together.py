"""What PDF, Word and HTML print alike: the cover, and one list below texts in languages."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import override

from exports import wording
from exports.designs import Look
from exports.roll import Group, Roll

SEPARATOR = " / "


class Words(NamedTuple):
    text: str
    language: str


class Note(NamedTuple):
    words: Words
    is_small: bool
    uri: str = ""  # where it leads


@dataclass(frozen=True)
class Cover:
    """What stands on the cover below the letterhead, in one language."""

    label: str  # in the outline, where the letter's own title stands, too
    date: str  # and the edition
    title: str
    to: str
    addendum: str
    counts: list[tuple[str, str]]
    lists: list[tuple[str, list[str]]]  # a heading and its lines


def cover(roll: Roll, look: Look) -> Cover:
    with override(roll.language):
        lists = []
        if groups := wording.groups(roll):
            unnamed = filter(None, [wording.unnamed(roll)])
            lists.append((_("Who signed"), [*groups, *unnamed]))
        if look.has_summary and roll.places:
            lists.append((wording.from_where(roll), wording.places(roll)))
        return Cover(
            label=_("Cover"),
            date=" · ".join(filter(None, [wording.date(roll), wording.edition(roll)])),
            title=roll.title,
            to=wording.to(roll),
            addendum=wording.addendum(roll),
            counts=wording.counts(roll),
            lists=lists,
        )


def each(rolls: Iterable[Roll], worded: Callable[[Roll], str]) -> list[Words]:
    """The words in each language, if there are any."""
    said = []
    for roll in rolls:
        with override(roll.language):
            if text := worded(roll):
                said.append(Words(text, roll.language))
    return said


def title(rolls: Iterable[Roll]) -> str:
    return joined(_parted(Words(roll.title, roll.language) for roll in rolls))


def heading(rolls: Sequence[Roll], group: Group) -> list[Words]:
    """That of a group of the first, whose list is printed, and what others call it."""
    first, *others = rolls
    return _parted(
        [
            Words(group.heading, first.language),
            *(
                Words(other.heading, roll.language)
                for roll in others
                for other in roll.groups
                if other.rank == group.rank
            ),
        ]
    )


def summary_heading(rolls: Sequence[Roll], look: Look) -> list[Words]:
    """Above the places, unless they stand on the cover, or nowhere."""
    if look.has_cover or not look.has_summary:
        return []
    return _parted(each(rolls, wording.from_where))


def notes(rolls: Sequence[Roll]) -> list[Note]:
    """What is said of the names, below them."""
    unnamed = [Note(words, is_small=False) for words in each(rolls, wording.unnamed)]
    affiliation = [
        Note(words, is_small=True) for words in each(rolls, wording.affiliation_note)
    ]
    verification = [
        Note(words, is_small=True, uri=roll.edition_url)
        for roll in rolls
        for words in each([roll], wording.verification)
    ]
    return [*unnamed, *affiliation, *verification]


def mark(rolls: Sequence[Roll]) -> str:
    """The edition, and the beginnings of the fingerprints, on one line.

    Below a list of several languages there is no room for that of each text, which
    stands on the pages of that text.
    """
    listed = [words.text for words in each(rolls[:1], wording.list_fingerprint)]
    texts = [words.text for words in each(rolls, wording.fingerprint)]
    if listed and len(rolls) > 1:
        texts = []
    return " · ".join(filter(None, [wording.edition(rolls[0]), *texts, *listed]))


def joined(said: Iterable[Words]) -> str:
    return SEPARATOR.join(words.text for words in said)


def _parted(said: Iterable[Words]) -> list[Words]:
    """Without what is said alike in another language."""
    told: dict[str, Words] = {}
    for words in said:
        told.setdefault(words.text, words)
    return list(told.values())
