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
    """The listed signers of one country, or region."""

    total: int
    hidden: int  # whose names are not public: a reader can count the others
    counted: int = 0  # of these, whose names no recipient reads either

    @property
    def hides_few(self) -> bool:
        return 0 < self.hidden < SMALLEST or 0 < self.counted < SMALLEST

    @property
    def public(self) -> "Group":
        return Group(self.total - self.hidden, 0)

    @property
    def rest(self) -> "Group":
        """Who is not public."""
        return Group(self.hidden, self.hidden, self.counted)

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

    Of a group that hides few, its public signers are told, whom everybody can count. The
    others are put together with those of further groups until they are not few, or until
    nothing is told of anybody who hides: where they are from does not follow then.

    Everybody knows the total, so a small rest would follow from the others: the smallest
    of those is withheld with it, until the rest is no small group either.
    """
    told = {code: group for code, group in groups.items() if code != UNKNOWN}
    rest = groups.get(UNKNOWN, NOBODY)
    hiding = sorted(
        (code for code, group in told.items() if group.hidden),
        key=lambda code: (not told[code].hides_few, told[code].hidden, code),
    )
    for code in hiding:
        if told[code].hides_few or rest.hides_few:
            rest += told[code].rest
            told[code] = told[code].public
    by_size = sorted(told, key=lambda code: (told[code].total, code))
    shown = [code for code in by_size if told[code].total >= SMALLEST]
    rest = sum((told[code] for code in by_size if code not in shown), rest)
    if rest == groups.get(UNKNOWN):
        return {code: told[code] for code in shown}, rest  # nobody is withheld
    while shown and 0 < rest.total < SMALLEST:
        rest += told[shown.pop(0)]
    return {code: told[code] for code in shown}, rest
