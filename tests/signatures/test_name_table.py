"""tests/data/names.csv: names of many traditions in the order a careful editor prints.

The rows stand in the English order; spanish_before says which row a name stands before
in Spanish, where that differs. sort_name is the editor's answer; where no rule could
know it, proposed is what moderators find and correct, and the note says why.
"""

import csv
import random
from itertools import pairwise
from pathlib import Path

import pytest

from signatures.models import Signature
from signatures.sorting import sort_key, sort_name
from tests.factories import make_campaign, make_letter, make_signature

Row = dict[str, str]

FILE = Path(__file__).parent.parent / "data" / "names.csv"
with FILE.open(encoding="utf-8", newline="") as table:
    ROWS: list[Row] = list(csv.DictReader(table))


def in_order(language: str) -> list[str]:
    order = [row["sort_name"] for row in ROWS]
    for row in ROWS:
        if language == "es" and row["spanish_before"]:
            order.remove(row["sort_name"])
            order.insert(order.index(row["spanish_before"]), row["sort_name"])
    return order


@pytest.mark.parametrize(
    "row", ROWS, ids=lambda row: f"{row['language']} {row['name']}"
)
def test_sort_name_is_the_editors_or_a_known_limit(row: Row) -> None:
    proposal = sort_name(row["name"], kind=row["kind"], language=row["language"])

    assert proposal == (row["proposed"] or row["sort_name"])
    assert proposal != row["sort_name"] or not row["proposed"]
    assert row["note"].startswith("limit:") == bool(row["proposed"])


def test_rules_know_nine_names_of_ten() -> None:
    people = [row for row in ROWS if row["kind"] == "person"]

    assert len(people) > 150
    assert sum(bool(row["proposed"]) for row in people) < len(people) / 10


@pytest.mark.parametrize("language", ["en", "es"])
def test_keys_ascend_in_the_printed_order(language: str) -> None:
    for above, below in pairwise(in_order(language)):
        assert sort_key(above, language) < sort_key(below, language)


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "es"])
def test_saved_signatures_come_back_in_the_printed_order(language: str) -> None:
    other = "es" if language == "en" else "en"
    letter = make_letter(campaign=make_campaign(languages=[language, other]))
    shuffled = random.Random(7).sample(ROWS, len(ROWS))  # noqa: S311  repeatable
    for row in shuffled:
        corrected = {"sort_name": row["sort_name"]} if row["proposed"] else {}
        make_signature(
            letter,
            name=row["name"],
            kind=row["kind"],
            language=row["language"],
            **corrected,
        )

    saved = Signature.objects.filter(letter=letter).order_by("sort_key", "pk")

    names = {row["sort_name"]: row["name"] for row in ROWS}
    assert [row.sort_name for row in saved] == in_order(language)
    assert [row.name for row in saved] == [names[name] for name in in_order(language)]


def test_a_sort_name_holds_no_word_that_was_not_typed() -> None:
    for row in ROWS:
        words = row["sort_name"].replace(",", " ").split()
        assert all(word in row["name"] for word in words)
