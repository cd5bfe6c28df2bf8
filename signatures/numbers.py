from dataclasses import asdict

from babel.numbers import format_decimal

from signatures.models import Counts


def format_counts(counts: Counts, language: str) -> dict[str, str]:
    """The numbers that fill {total}, {people} and their like, written for a language."""
    return {
        name: format_decimal(number, locale=language)
        for name, number in asdict(counts).items()
    }
