"""What is printed: every word of it, so that writing needs nothing else."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from signatures import lines
from signatures.models import Counts, Signature
from signatures.numbers import format_counts


@dataclass(slots=True)
class Entry:
    """One printed line; of a signer who is only counted, nothing but the kind."""

    number: int
    kind: str
    name: str
    title: str
    affiliation: str
    representative: str
    city: str
    region: str
    country: str  # ISO 3166-1 alpha-2
    country_name: str
    language: str
    publicity: str
    signed_at: datetime | None
    # Primary key of the signature, by which signers are told where they stand. In no
    # file but the frozen roll, and of nobody who is only counted.
    key: int = 0


def unnamed(entry: Entry) -> Entry:
    """What may be told of a signer who is only counted."""
    return Entry(
        number=0,
        kind=entry.kind,
        name="",
        title="",
        affiliation="",
        representative="",
        city="",
        region="",
        country="",
        country_name="",
        language=entry.language,
        publicity=Signature.Publicity.COUNTED,
        signed_at=None,
    )


@dataclass(frozen=True)
class Group:
    heading: str
    entries: list[Entry]
    rank: int = 0  # the same in every language


@dataclass(frozen=True)
class Place:
    """A country or region, and how many signed there; never so few that one is made out."""

    name: str
    count: int
    parts: list["Place"] = field(default_factory=list)


@dataclass(frozen=True)
class Addressee:
    name: str
    office: str
    address: list[str]  # line by line
    salutation: str

    @property
    def lines(self) -> list[str]:
        """What stands above the letter, as on its envelope."""
        return [line for line in (self.name, self.office, *self.address) if line]


@dataclass(frozen=True)
class Logo:
    name: str
    uri: str  # data URI
    is_partner: bool


@dataclass(frozen=True)
class Original:
    """The edition to which an addendum belongs, in words of the language."""

    number: int
    date: str
    total: str
    fingerprint: str  # SHA-256 of its list


@dataclass(frozen=True)
class Roll:
    """A letter in one language with the names below it, in print order."""

    slug: str
    language: str
    campaign: str
    partners: list[str]
    logos: list[Logo]
    accent: str
    addressees: list[Addressee]
    title: str
    body: str  # Markdown, with the numbers filled in
    closing: str
    fingerprint: str
    parts: list[str]  # what stands behind the names, beside the name itself
    counts: Counts
    groups: list[Group]
    counted: list[Entry]
    read_at: datetime  # in the letter's time zone
    places: list[Place] = field(default_factory=list)
    edition: str = ""  # its number
    edition_url: str = ""  # of the page that says whether the file is genuine
    original: Original | None = None  # of an addendum
    # SHA-256 of all that an edition prints, names and text.
    list_fingerprint: str = ""
    is_public: bool = False  # names public signers only

    @property
    def entries(self) -> Iterator[Entry]:
        return (entry for group in self.groups for entry in group.entries)

    @property
    def numbers(self) -> dict[str, str]:
        return format_counts(self.counts, self.language)

    @property
    def has_affiliations(self) -> bool:
        return "affiliation" in self.parts and any(
            entry.affiliation and entry.kind == Signature.Kind.PERSON
            for entry in self.entries
        )


def line(entry: Entry, isolate: Callable[[str], str], parts: Collection[str]) -> str:
    """The entry as it is printed, every part isolated from its neighbors' direction."""
    return lines.line(entry, entry.country_name, isolate, parts)
