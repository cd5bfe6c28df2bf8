"""Which group of the printed list a signer stands in, and what is written above it."""

from collections.abc import Collection
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from core.localized import Localized
from exports.models import PrintedGroup
from exports.roll import Entry
from letters.models import Letter
from signatures import countries
from signatures.models import Organization, Signature

Who = PrintedGroup.Who


@dataclass(frozen=True)
class Rule:
    """Fits whoever it says; of several rules, the first that fits decides."""

    who: str
    scope: str = ""
    country: str = ""
    order: str = PrintedGroup.Order.NAME
    heading: Localized = field(default_factory=Localized)

    def fits(self, kind: str, scope: str, country: str, *, is_organizer: bool) -> bool:
        return (
            (
                self.who == Who.EVERYONE
                or (self.who == Who.ORGANIZERS and is_organizer)
                or (self.who == Who.PEOPLE and kind == Signature.Kind.PERSON)
                or (
                    self.who == Who.ORGANIZATIONS
                    and kind == Signature.Kind.ORGANIZATION
                )
            )
            and self.scope in ("", scope)
            and self.country in ("", country)
        )


# Whoever fits no rule stands below all others, organizations first.
LAST = [Rule(Who.ORGANIZATIONS), Rule(Who.PEOPLE)]
DEFAULT = [
    Rule(Who.ORGANIZERS),
    *(Rule(Who.ORGANIZATIONS, scope) for scope in Organization.Scope.values),
    *LAST,
]


def written_rules(letter: Letter) -> list[Rule]:
    """Those that the organizers wrote."""
    rows = PrintedGroup.objects.filter(layout__letter=letter)
    return [
        Rule(row.who, row.scope, row.country, row.order, row.heading) for row in rows
    ]


def rules_of(letter: Letter) -> list[Rule]:
    """The organizers' rules, or the usual ones."""
    return written_rules(letter) or DEFAULT


def complete(rules: list[Rule]) -> list[Rule]:
    """The rules, and those for whoever fits none of them."""
    return [*rules, *LAST]


def rank(rules: list[Rule], entry: Entry, *, scope: str, is_organizer: bool) -> int:
    """The place of the first rule that fits."""
    return next(
        place
        for place, rule in enumerate(rules)
        if rule.fits(entry.kind, scope, entry.country, is_organizer=is_organizer)
    )


def heading(
    rules: list[Rule], place: int, printed: Collection[int], language: str
) -> str:
    """What the organizers wrote in the language, or what says whom the rule fits."""
    rule = rules[place]
    if written := rule.heading.get(language):
        return written
    is_rest = any(
        rules[other].who == rule.who and other in printed for other in range(place)
    )
    words = _words(rule, is_rest=is_rest and not rule.scope and not rule.country)
    if not rule.country:
        return words
    country = countries.name(rule.country, language)
    return _("%(group)s: %(country)s") % {"group": words, "country": country}


def country_heading(words: str, country: str, language: str) -> str:
    """Of those in a group who are from one country, or told none."""
    name = countries.name(country, language) if country else _("Country not told")
    return _("%(group)s: %(country)s") % {"group": words, "country": name}


def country_rank(place: int, country: str) -> int:
    """The rank of one country's part of a group: another one than every group's own."""
    return 2000 * (place + 1) + int(country or "0", 36)  # which is below 36²


def _words(rule: Rule, *, is_rest: bool) -> str:
    if rule.scope:
        return {
            "international": _("International organizations"),
            "national": _("National organizations"),
            "regional": _("Regional organizations"),
            "local": _("Local organizations"),
        }[rule.scope]
    usual, rest = {
        Who.ORGANIZERS: (_("Organizers"), _("Other organizers")),
        Who.ORGANIZATIONS: (_("Organizations"), _("Other organizations")),
        Who.PEOPLE: (_("People"), _("Other people")),
        Who.EVERYONE: (_("Signatures"), _("Other signatures")),
    }[Who(rule.who)]
    return rest if is_rest else usual
