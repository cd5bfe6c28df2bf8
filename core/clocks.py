"""Wall clocks and moments: what people write and read is the clock of a time zone."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo, available_timezones

from babel.dates import get_timezone_name
from django.core.exceptions import ValidationError
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from core.formats import LOCALES, language


def moment(clock: datetime, zone_name: str) -> datetime:
    """The moment at which a zone's clocks show this; refused when there is none, or two.

    In UTC, because Python adds hours to a zone's clock as if it never changed.
    """
    zone = ZoneInfo(zone_name)
    before, after = (clock.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    words = {
        "day": date_format(clock, "DATE_FORMAT"),
        "hour": time_format(clock, "H:i"),
        "zone": zone_name,
    }
    try:
        found = before.astimezone(UTC)
        shown = found.astimezone(zone)
    except OverflowError:  # the first and the last day of the calendar
        raise ValidationError(_("Choose a date nearer to today.")) from None
    if before.utcoffset() == after.utcoffset():
        return found
    if shown.replace(tzinfo=None) != clock:
        words["instead"] = time_format(shown, "H:i")
        raise ValidationError(
            _(
                "On %(day)s the clocks in %(zone)s go forward, so there is no %(hour)s. "
                "Did you mean %(instead)s?"
            )
            % words
        )
    raise ValidationError(
        _(
            "On %(day)s the clocks in %(zone)s go back, so they show %(hour)s twice. "
            "Choose a time that comes once."
        )
        % words
    )


def clock(at: datetime, zone_name: str) -> datetime:
    """What a zone's clocks show at a moment, to the minute, as forms have it."""
    shown = at.astimezone(ZoneInfo(zone_name))
    return shown.replace(tzinfo=None, second=0, microsecond=0, fold=0)


def in_words(at: datetime, zone_name: str) -> str:
    """The moment by a zone's clocks, with the zone's name, in the language in use."""
    shown = at.astimezone(ZoneInfo(zone_name))
    code = language()
    return _("%(day)s, %(hour)s (%(zone)s)") % {
        "day": date_format(shown, "DATE_FORMAT"),
        "hour": time_format(shown, "TIME_FORMAT"),
        "zone": get_timezone_name(shown, locale=LOCALES.get(code, code)),
    }


def zone_names() -> list[str]:
    """Zones that people know by a place; not those that exist for machines."""
    places = (name for name in available_timezones() if "/" in name)
    return ["UTC", *sorted(name for name in places if not name.startswith("Etc/"))]
