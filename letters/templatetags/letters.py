"""What templates of any app may show about a letter."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.urls import reverse, translate_url
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core import clocks, formats
from letters.models import Letter, readiness

register = template.Library()


@register.filter
def moment(at: datetime, letter: Letter) -> str:
    """Day and hour by the clock of the letter's zone, with the zone's name."""
    return clocks.in_words(at, letter.time_zone)


@register.filter
def day(at: datetime, letter: Letter) -> str:
    """The day alone, by the same clock."""
    return str(date_format(at.astimezone(ZoneInfo(letter.time_zone)), "DATE_FORMAT"))


register.filter(formats.language_name)


@register.filter
def translated_to(path: str, code: str) -> str:
    """The path of the same page in another language, by the same secret link."""
    return translate_url(path, code)


@register.simple_tag
def steps(letter: Letter) -> list[dict[str, Any]]:
    """The wizard's steps: their pages, and the sentences that say what a draft misses."""
    is_draft = letter.status == Letter.Status.DRAFT
    parts = [
        ("recipients", _("Recipients"), readiness.missing_recipients(letter)),
        ("text", _("Text"), readiness.missing_texts(letter)),
        ("dates", _("Dates"), readiness.missing_dates(letter)),
        ("rules", _("Rules"), []),
    ]
    return [
        {
            "name": name,
            "label": label,
            "url": reverse(f"letters:{name}", args=[letter.slug]),
            "missing": missing if is_draft else [],
        }
        for name, label, missing in parts
    ]
