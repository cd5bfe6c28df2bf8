"""The words around the names, the same in every format."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import formats
from exports.roll import Place, Roll


def date(roll: Roll) -> str:
    return formats.long_date(roll.read_at, roll.language)


def to(roll: Roll) -> str:
    """For whom it is, in one line."""
    if not roll.addressees:
        return ""
    named = [
        ", ".join(filter(None, [each.name, each.office])) for each in roll.addressees
    ]
    return f"{_('To:')} {'; '.join(named)}"


def tally(roll: Roll) -> str:
    """The counts in one line, so worded that no number needs a plural of its own."""
    return (
        _(
            "Signatures: %(total)s · People: %(people)s · Organizations: %(organizations)s"
            " · Countries: %(countries)s"
        )
        % roll.numbers
    )


def unnamed(roll: Roll) -> str:
    count = len(roll.counted)
    if not count:
        return ""
    return ngettext(
        "and %(count)s more signed without being named.",
        "and %(count)s more signed without being named.",
        count,
    ) % {"count": formats.number(count, roll.language)}


def affiliation_note(roll: Roll) -> str:
    if not roll.has_affiliations:
        return ""
    return _("* Affiliation for identification purposes only")


def fours(fingerprint: str) -> str:
    """The first 16 digits of a SHA-256, as people compare them."""
    return " ".join(fingerprint[at : at + 4] for at in range(0, 16, 4))


def fingerprint(roll: Roll) -> str:
    """Of the text."""
    return _("Text %(fingerprint)s") % {"fingerprint": fours(roll.fingerprint)}


def list_fingerprint(roll: Roll) -> str:
    """Of text and names, of an edition."""
    if not roll.list_fingerprint:
        return ""
    return _("List %(fingerprint)s") % {"fingerprint": fours(roll.list_fingerprint)}


def edition(roll: Roll) -> str:
    if not roll.edition:
        return ""
    if roll.is_public:
        return _("Edition %(number)s, public copy") % {"number": roll.edition}
    return _("Edition %(number)s") % {"number": roll.edition}


def addendum(roll: Roll) -> str:
    """Whose list this one goes on from."""
    original = roll.original
    if original is None:
        return ""
    return _(
        "This addendum lists those who have signed since edition %(number)s of %(date)s."
        " That edition has %(total)s signatures and stays as it is (list %(fingerprint)s)."
    ) % {
        "number": original.number,
        "date": original.date,
        "total": original.total,
        "fingerprint": fours(original.fingerprint),
    }


def verification(roll: Roll) -> str:
    return verification_at(roll.edition_url)


def verification_at(url: str) -> str:
    return _("Check that this file is genuine: %(url)s") % {"url": url} if url else ""


def counts(roll: Roll) -> list[tuple[str, str]]:
    """Each number with its word, the total first."""
    words = {
        "total": _("Signatures"),
        "people": _("People"),
        "organizations": _("Organizations"),
        "countries": _("Countries"),
    }
    return [(roll.numbers[name], word) for name, word in words.items()]


def groups(roll: Roll) -> list[str]:
    """How many stand in each group of the list."""
    return [
        _count(group.heading, len(group.entries), roll.language)
        for group in roll.groups
    ]


def from_where(roll: Roll) -> str:
    return _("From where") if roll.places else ""


def places(roll: Roll) -> list[str]:
    """From where they signed, a country a line."""
    return [_place(place, roll.language) for place in roll.places]


def _place(place: Place, language: str) -> str:
    words = _count(place.name, place.count, language)
    if not place.parts:
        return words
    parts = ", ".join(_place(part, language) for part in place.parts)
    return _("%(place)s (%(parts)s)") % {"place": words, "parts": parts}


def _count(name: str, count: int, language: str) -> str:
    return _("%(name)s: %(count)s") % {
        "name": name,
        "count": formats.number(count, language),
    }


def page_of(number: int | str, pages: int | str) -> str:
    return _("Page %(page)s of %(pages)s") % {"page": number, "pages": pages}
