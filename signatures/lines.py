"""What is printed of a signature: the one place that decides, for pages and documents."""

from collections.abc import Callable, Collection, Iterable
from typing import Protocol

from django.utils.translation import gettext as _

from core.characters import on_one_line
from letters.models.letter import PARTS
from signatures.models import OrganizationName, Signature

# The words of a line, which its signer may correct.
LINE = (
    "name", "title", "affiliation", "representative", "city", "region", "country",
)  # fmt: skip


class Line(Protocol):
    """A signature, or its entry in a document."""

    kind: str
    name: str
    representative: str
    title: str
    affiliation: str
    city: str
    region: str
    country: str


def printed(line: Line, parts: Collection[str]) -> dict[str, str]:
    """What stands behind a name, by part; empty where the letter does not print it."""
    return {part: getattr(line, part) if part in parts else "" for part in PARTS}


def line(
    row: Line,
    country_name: str,
    isolate: Callable[[str], str],
    parts: Collection[str],
) -> str:
    """The whole of it, every part isolated from its neighbors' direction."""
    shown = printed(row, parts)
    country = country_name if shown["country"] else ""
    # Many a capital is called like its department.
    place = dict.fromkeys([shown["city"], shown["region"], country])
    if row.kind == Signature.Kind.PERSON:
        affiliation = shown["affiliation"] and f"{shown['affiliation']}*"
        return _join([row.name, shown["title"], affiliation, *place], isolate)
    text = _join([row.name, *place], isolate)
    if not row.representative:
        return text
    person = _join([row.representative, shown["title"]], isolate)
    # Outside of the f-string, where xgettext would not see it.
    by = _("represented by %(name)s") % {"name": person}
    return f"{text}, {by}"


def _join(parts: Iterable[str], isolate: Callable[[str], str]) -> str:
    shown = filter(None, map(on_one_line, parts))
    return ", ".join(map(isolate, shown))


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
