"""Numbers, dates and languages as they are written where the letters are read."""

from datetime import datetime

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal
from django.conf import settings
from django.utils.translation import get_language

# Spanish is read here in Guatemala and Mexico, where 1200 is written 1,200 (CLDR es_419).
LOCALES = {"en": "en_US", "es": "es_419"}


def language() -> str:
    """The code of the language in use."""
    return get_language() or settings.LANGUAGE_CODE


def number(value: int, code: str) -> str:
    return str(format_decimal(value, locale=LOCALES.get(code, code)))


def long_date(day: datetime, code: str) -> str:
    return str(format_date(day, "long", locale=LOCALES.get(code, code)))


def language_name(code: str) -> str:
    """The name of a language as it stands in a sentence of the language in use."""
    names = Locale.parse(language()).languages
    return str(names.get(code, code))


def own_name(code: str) -> str:
    """The name of a language in itself, as a heading has it."""
    return dict(settings.LANGUAGES)[code]
