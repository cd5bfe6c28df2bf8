from dataclasses import asdict

from core import formats
from signatures.models import Counts


def format_counts(counts: Counts, language: str) -> dict[str, str]:
    """The numbers that fill {total}, {people} and their like, written for a language."""
    return {
        name: formats.number(number, language)
        for name, number in asdict(counts).items()
    }
