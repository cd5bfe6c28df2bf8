"""Sheets of a few rows, and importing them."""

import csv
import io
from typing import Any

from letters.models import Letter
from signatures import sheets
from signatures.imports import import_sheet

HEADINGS = [
    "Timestamp",
    "Full name",
    "Email address",
    "I am signing as",
    "May we publish?",
]


def csv_of(rows: list[list[str]], headings: list[str] = HEADINGS) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([headings, *rows])
    return text.getvalue().encode()


def row(
    name: str, email: str, kind: str = "Person", publicity: str = "Yes"
) -> list[str]:
    return ["05/02/2022 09:29:00", name, email, kind, publicity]


def run(
    letter: Letter, data: bytes, *, confirmed: bool = True, **options: Any
) -> dict[str, Any]:
    return import_sheet(
        letter,
        sheets.read(data),
        language="en",
        is_confirmed=confirmed,
        filename="sheet.csv",
        **options,
    )


def outcomes(report: dict[str, Any]) -> list[str]:
    return [entry["outcome"] for entry in report["rows"]]
