"""The words around the names, the same in every format."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import formats
from exports.roll import Roll


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


def addressees(roll: Roll) -> list[Addressee]:
    language = roll.language
    return [
        Addressee(
            " ".join(
                filter(None, [recipient.honorific.text(language), recipient.name])
            ),
            recipient.office.text(language),
            [line.strip() for line in recipient.address.text(language).splitlines()],
            recipient.salutation.text(language),
        )
        for recipient in roll.letter.recipients.all()
    ]


def date(roll: Roll) -> str:
    day = roll.read_at.astimezone(ZoneInfo(roll.letter.time_zone))
    return formats.long_date(day, roll.language)


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
    digits = roll.translation.fingerprint[:16]
    fours = " ".join(digits[i : i + 4] for i in range(0, 16, 4))
    return _("Text %(fingerprint)s") % {"fingerprint": fours}


def page_words() -> list[str]:
    """What stands before, between and after the two numbers of “Page 3 of 12”."""
    numbers = {"page": "\0", "pages": "\0"}
    return (_("Page %(page)s of %(pages)s") % numbers).split("\0")
