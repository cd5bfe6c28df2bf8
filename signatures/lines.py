"""What is printed of a signature: the one place that decides, for pages and documents."""

from collections.abc import Collection, Iterable
from typing import Protocol

from letters.models.letter import PARTS
from signatures.models import OrganizationName, Signature

# The words of a line, which its signer may correct.
LINE = (
    "name", "title", "affiliation", "representative", "city", "region", "country",
)  # fmt: skip


class Line(Protocol):
    """A signature, or its entry in a document."""

    title: str
    affiliation: str
    city: str
    region: str
    country: str


def printed(line: Line, parts: Collection[str]) -> dict[str, str]:
    """What stands behind a name, by part; empty where the letter does not print it."""
    return {part: getattr(line, part) if part in parts else "" for part in PARTS}


def named_in(language: str, rows: Iterable[Signature]) -> list[Signature]:
    """The rows to be shown, organizations under their own name in the language, if known.

    Asked of the few that a page shows: in the query, every row of the letter would be.
    """
    shown = list(rows)
    names = OrganizationName.objects.filter(
        organization__in=[row.organization_id for row in shown if row.organization_id],
        language=language,
    )
    known = dict(names.values_list("organization", "name"))
    for row in shown:
        row.name = known.get(row.organization_id or 0, row.name)
    return shown
