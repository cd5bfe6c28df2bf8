"""Lines that would print with empty boxes, because no font has all of their characters."""

from collections.abc import Iterable, Iterator
from itertools import chain, islice

from django.utils import translation

from exports import fonts, grouping
from exports.models import Layout
from exports.reading import read_roll
from exports.roll import Roll, line
from letters.models import Letter
from signatures.models import OrganizationName, Signature, SignatureQuerySet

ROWS_AT_ONCE = 2000
READ = 500  # lines; of more, some may be counted that would be printed whole
WORDS = ("title", "affiliation", "city", "region")  # countries have names in any font


def boxes(roll: Roll) -> list[str]:
    """The lines of a document, each with the characters that it lacks."""
    return _lacking(chain(_around(roll), _names(roll)))


def foreseen(
    letter: Letter, signatures: SignatureQuerySet, languages: list[str]
) -> tuple[int, list[str]]:
    """How many lines there will be, and the first of them, without reading all names.

    A signer counts once, in however many languages they are printed.
    """
    keys = _candidates(letter, signatures, languages)
    everybody = Signature.objects.all()
    some = everybody.filter(pk__in=keys[:READ]) if keys else everybody.none()
    around = dict.fromkeys(_lacking(_written(letter, signatures, languages)))
    names: dict[str, int] = {}
    for language in languages:
        with translation.override(language):
            roll = read_roll(letter, language, signatures=some)
            around |= dict.fromkeys(_lacking(_around(roll)))
            for entry in roll.entries:
                lacking = _lacking([line(entry, str, roll.parts)])
                names |= dict.fromkeys(lacking, entry.key)
    count = len(set(names.values())) if len(keys) <= READ else len(keys)
    return len(around) + count, [*around, *names]


def _written(
    letter: Letter, signatures: SignatureQuerySet, languages: list[str]
) -> Iterator[str]:
    """The headings that organizers wrote, and the regions of the summary."""
    layout = Layout.of(letter)
    if layout._state.adding:
        return  # nothing was chosen, and nothing written
    for rule in grouping.written_rules(letter):
        yield from (rule.heading.get(language, "") for language in languages)
    if layout.has_summary:
        regions = signatures.listed().filter(letter=letter).order_by("region")
        yield from regions.values_list("region", flat=True).distinct()


def _candidates(
    letter: Letter, signatures: SignatureQuerySet, languages: list[str]
) -> list[int]:
    """Named signers with a word that lacks something; most are found whole by the thousand."""
    renamed = OrganizationName.objects.filter(
        campaign=letter.campaign_id, language__in=languages
    )
    organizations = {
        organization
        for organization, name in renamed.values_list("organization", "name")
        if fonts.missing(name)
    }
    words = ["name", "representative", *(x for x in WORDS if x in letter.printed)]
    rows = signatures.named().filter(letter=letter).order_by("kind", "sort_key", "pk")
    found = rows.values_list("pk", "organization", *words).iterator(ROWS_AT_ONCE)
    keys = []
    while some := list(islice(found, ROWS_AT_ONCE)):
        text = "".join(word for _pk, _organization, *line in some for word in line)
        if fonts.missing(text) or organizations:
            keys += [
                pk
                for pk, organization, *line in some
                if organization in organizations or fonts.missing("".join(line))
            ]
    return keys


def _lacking(lines: Iterable[str]) -> list[str]:
    found = fonts.uncovered(lines)
    return [f"{text} ({' '.join(lacking)})" for text, lacking in found]


def _around(roll: Roll) -> Iterator[str]:
    """What is printed beside the names."""
    yield from (roll.campaign, *roll.partners)
    for addressee in roll.addressees:
        yield from (*addressee.lines, addressee.salutation)
    yield from (roll.title, *roll.body.split("\n"), roll.closing)
    yield from (group.heading for group in roll.groups)
    for place in roll.places:
        yield from (place.name, *(part.name for part in place.parts))


def _names(roll: Roll) -> Iterator[str]:
    return (line(entry, str, roll.parts) for entry in roll.entries)
