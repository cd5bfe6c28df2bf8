"""Two messy spreadsheets in, one document out: the numbers and the names agree."""

import csv
import json
import re
from collections import defaultdict
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from signatures.models import Signature
from signatures.sorting import sort_key
from tests.exports.documents import pdf_text
from tests.factories import make_letter

DATA = Path(__file__).parent.parent / "data"


@pytest.fixture
def imported(db, tmp_path):
    """A letter into which both sheets were imported, with the two reports."""
    letter = make_letter()
    reports = {}
    for language in ("en", "es"):
        path = tmp_path / f"{language}.json"
        sheet = DATA / f"google-forms-{language}.csv"
        call_command(
            *("import_signatures", letter.slug, str(sheet), "--language", language),
            *("--confirmed", "--report", str(path)),
        )
        reports[language] = json.loads(path.read_text())
    return letter, reports


def export(letter, path, language="en"):
    call_command(
        *("export_letter", letter.slug, "--format", path.suffix[1:]),
        *("--language", language, "--output", str(path)),
    )


def test_the_reports_add_up_to_the_sheets_rows(imported):
    _letter, reports = imported

    for language, size in [("en", 1040), ("es", 420)]:
        report = reports[language]
        assert [row["row"] for row in report["rows"]] == list(range(2, size + 2))
        assert sum(report["counts"].values()) == size
        assert all(
            row["reason"] for row in report["rows"] if row["outcome"] != "accepted"
        )


@pytest.mark.usefixtures("printer")
def test_every_accepted_name_is_in_the_pdf_as_it_was_accepted(imported, tmp_path):
    letter, _reports = imported
    export(letter, tmp_path / "letter.pdf")

    text = " ".join(pdf_text(tmp_path / "letter.pdf").split())

    names = list(Signature.objects.named().values_list("name", flat=True))
    assert len(names) > 1200
    assert any(re.search(r"[\u0590-\u06ff]", name) for name in names)
    assert [name for name in names if " ".join(name.split()) not in text] == []


@pytest.mark.usefixtures("printer")
def test_page_sentence_json_csv_and_pdf_have_the_same_number(imported, tmp_path):
    letter, reports = imported
    counts = Client().get(f"/api/letters/{letter.slug}.json").json()["counts"]
    page = Client().get(f"/en/letters/{letter.slug}/").content.decode()
    for name in ("letter.csv", "letter.txt", "letter.pdf"):
        export(letter, tmp_path / name)

    with (tmp_path / "letter.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    pdf = pdf_text(tmp_path / "letter.pdf")
    total = counts["total"]
    assert total == sum(report["counts"]["accepted"] for report in reports.values())
    assert len(rows) == total
    assert sum(row["kind"] == "organization" for row in rows) == counts["organizations"]
    sentence = f"We, {total:,} neighbors"
    assert sentence in page
    assert sentence in " ".join(pdf.split())
    assert f"Signatures: {total:,}" in pdf
    unnamed = sum(row["publicity"] == "counted" for row in rows)
    assert f"and {unnamed} more signed without being named." in pdf
    lines = (tmp_path / "letter.txt").read_text().split("Organizations\n")[1]
    assert len([row for row in rows if row["name"]]) == total - unnamed
    assert all(row["name"] in " ".join(lines.split()) for row in rows)


def test_people_stand_by_surname_and_organizations_apart(imported, tmp_path):
    letter, _reports = imported
    export(letter, tmp_path / "letter.csv", language="es")

    with (tmp_path / "letter.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["name"]]

    kinds = [row["kind"] for row in rows]
    assert kinds == sorted(kinds)
    orders = defaultdict(set)
    for name, sort_name in letter.signatures.values_list("name", "sort_name"):
        orders[name].add(sort_name)
    for kind in ("organization", "person"):
        # A name that signed in both languages may be sorted in two ways.
        names = [r["name"] for r in rows if r["kind"] == kind]
        once = [next(iter(orders[name])) for name in names if len(orders[name]) == 1]
        keys = [sort_key(sort_name, "es") for sort_name in once]
        assert len(keys) > 100
        assert keys == sorted(keys)
    initials = [min(orders[row["name"]])[0] for row in rows if row["kind"] == "person"]
    enye = initials.index("Ñ")
    assert "N" in initials[:enye]
    assert "N" not in initials[enye:]
    assert "O" not in initials[:enye]
