"""What is printed of a signature: the one place that decides, for pages and documents."""

from collections.abc import Collection
from typing import Protocol

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from letters.models.letter import PARTS
from signatures.models import OrganizationName, Signature


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


def named_in(language: str, rows: "QuerySet[Signature]") -> "QuerySet[Signature]":
    """The rows with `printed_name`: an organization's own name in the language, if known."""
    names = OrganizationName.objects.filter(
        organization=OuterRef("organization"), language=language
    )
    return rows.annotate(
        printed_name=Coalesce(Subquery(names.values("name")[:1]), "name")
    )


def name_in(language: str, signature: Signature) -> str:
    """The same of one signature."""
    if signature.organization_id is None:
        return signature.name
    names = OrganizationName.objects.filter(
        organization=signature.organization_id, language=language
    )
    return names.values_list("name", flat=True).first() or signature.name
