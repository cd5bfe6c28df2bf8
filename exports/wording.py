"""The words around the names, the same in every format."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import formats
from exports.roll import Roll


def date(roll: Roll) -> str:
    return formats.long_date(roll.read_at, roll.language)


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


def fingerprint(roll: Roll) -> str:
    """The first 16 digits of the text's SHA-256, in fours as people compare them."""
    digits = roll.fingerprint[:16]
    fours = " ".join(digits[i : i + 4] for i in range(0, 16, 4))
    return _("Text %(fingerprint)s") % {"fingerprint": fours}


def page_of(number: int, pages: int) -> str:
    return _("Page %(page)s of %(pages)s") % {"page": number, "pages": pages}
