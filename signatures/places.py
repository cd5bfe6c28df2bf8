"""Where signers are from, told so that no small group can be made out."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from letters.models import Letter
from signatures import countries
from signatures.models import Signature

SMALLEST = 5
UNKNOWN = ""  # signers who told no country


@dataclass(frozen=True)
class Group:
    """The listed signers of one country."""

    total: int
    hidden: int  # whose names are not public: a reader can count the others
    counted: int = 0  # of these, whose names no recipient reads either

    @property
    def is_small(self) -> bool:
        return any(
            0 < count < SMALLEST for count in (self.total, self.hidden, self.counted)
        )

    def __add__(self, other: "Group") -> "Group":
        return Group(
            self.total + other.total,
            self.hidden + other.hidden,
            self.counted + other.counted,
        )


NOBODY = Group(0, 0)


def by_country(letter: Letter, language: str) -> list[tuple[str, int]]:
    """Names of countries and how many signed there, the most first; empty if too few did."""
    rows = (
        Signature.objects.filter(letter=letter)
        .listed()
        .order_by()
        .values("country")
        .annotate(
            total=Count("pk"),
            hidden=Count("pk", filter=~Q(publicity=Signature.Publicity.PUBLIC)),
        )
    )
    groups = {row["country"]: Group(row["total"], row["hidden"]) for row in rows}
    shown, rest = withhold(groups)
    table = [(countries.name(code, language), shown[code].total) for code in shown]
    table.sort(key=lambda row: (-row[1], row[0]))
    if table and rest.total:
        table.append((_("Elsewhere, or not told"), rest.total))
    return table


def withhold(groups: Mapping[str, Group]) -> tuple[dict[str, Group], Group]:
    """The countries, or regions of one, that may be told, and all others as one group.

    Everybody knows the total, so a single small country would follow from the others:
    the smallest of those is withheld with it, until the rest is no small group either.
    """
    by_size = sorted(groups, key=lambda code: (groups[code].total, code))
    shown = [c for c in by_size if c != UNKNOWN and not groups[c].is_small]
    withheld = [c for c in by_size if c != UNKNOWN and groups[c].is_small]
    rest = sum((groups[code] for code in withheld), groups.get(UNKNOWN, NOBODY))
    while shown and withheld and (len(withheld) == 1 or rest.is_small):
        withheld.append(shown.pop(0))
        rest += groups[withheld[-1]]
    return {code: groups[code] for code in shown}, rest
