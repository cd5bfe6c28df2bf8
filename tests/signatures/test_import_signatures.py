import csv
import io
import json
import os
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unicodedata import normalize

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from core.errors import Refusal
from letters.models import Letter
from signatures.imports import import_sheet
from signatures.management.commands import import_signatures
from signatures.models import Batch, Mail, Organization, Review, Signature
from tests.factories import make_letter
from tests.signatures.importing import csv_of, outcomes, row, run

DATA = Path(__file__).parents[1] / "data"
FACTS = json.loads((DATA / "google-forms.json").read_text())


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("confirmed", [True, False])
def test_every_row_of_a_real_sheet_is_accounted_for(
    letter: Letter, language: str, confirmed: bool
) -> None:
    data = (DATA / f"google-forms-{language}.csv").read_bytes()
    facts = FACTS[language]

    report = run(letter, data, confirmed=confirmed)

    entries = report["rows"]
    assert [entry["row"] for entry in entries] == list(range(2, facts["rows"] + 2))
    assert sum(report["counts"].values()) == facts["rows"]
    assert report["counts"] == {
        **dict.fromkeys(report["counts"], 0),
        **Counter(outcomes(report)),
    }
    reasons = [entry["reason"] for entry in entries if entry["outcome"] == "rejected"]
    bad_addresses = sum("address" in reason for reason in reasons)
    no_names = sum("name is missing" in reason for reason in reasons)
    # The facts count addresses in lower case only; those in capitals repeat others.
    usable = (
        facts["rows_with_usable_address"] + facts["faults"]["same_address_in_capitals"]
    )
    assert facts["rows"] - bad_addresses == usable
    distinct = report["counts"]["accepted"] + report["counts"]["held"]
    assert facts["distinct_address_and_kind"] - no_names == distinct
    assert letter.signatures.count() == distinct
    assert "@example" not in json.dumps(report)


def test_accepted_names_of_a_real_sheet_are_stored_letter_for_letter(
    letter: Letter,
) -> None:
    data = (DATA / "google-forms-en.csv").read_bytes()
    typed = [cells[1] for cells in csv.reader(io.StringIO(data.decode("utf-8-sig")))]

    report = run(letter, data)

    stored = dict(letter.signatures.values_list("pk", "name"))
    for entry in report["rows"]:
        if (
            entry["outcome"] in {"accepted", "held"}
            and "direction" not in entry["reason"]
        ):
            name = normalize("NFC", " ".join(typed[entry["row"] - 1].split()))
            assert stored[entry["into"]] == name


def test_unconfirmed_import_asks_each_signer_once(letter: Letter) -> None:
    run(letter, (DATA / "google-forms-es.csv").read_bytes(), confirmed=False)

    assert set(letter.signatures.values_list("status", flat=True)) == {"pending"}
    mails = Mail.objects.filter(kind="confirm", status="queued")
    assert mails.count() == Mail.objects.count() == letter.signatures.count()
    assert not Review.objects.exists()
    assert not Organization.objects.exists()


def test_confirmed_import_approves_and_says_on_what_evidence(
    letter: Letter, alice: User
) -> None:
    report = run(letter, csv_of([row("Ana Pop", "ana@example.org")]), author=alice)

    signature = letter.signatures.get()
    review = signature.reviews.get()
    assert report["rows"] == [
        {"row": 2, "outcome": "accepted", "reason": "", "into": signature.pk}
    ]
    assert signature.status == "approved"
    assert signature.confirmed_at
    assert signature.reviewed_at
    assert signature.signed_at == datetime(2022, 5, 2, 15, 29, tzinfo=UTC)
    assert (review.actor, review.old_status, review.new_status) == (
        alice,
        "confirmed",
        "approved",
    )
    assert (
        review.reason
        == f"Imported with sheet.csv, batch {signature.batch_id} as evidence"
    )
    assert signature.batch.report == report
    assert not Mail.objects.exists()


@pytest.mark.parametrize("confirmed", [True, False])
def test_importing_the_same_file_again_changes_nothing(
    letter: Letter, confirmed: bool
) -> None:
    data = (DATA / "google-forms-es.csv").read_bytes()
    first = run(letter, data, confirmed=confirmed)
    before = [
        list(model.objects.order_by("pk").values())
        for model in (Signature, Mail, Review, Batch, Organization)
    ]

    second = run(letter, data, confirmed=confirmed)

    after = [
        list(model.objects.order_by("pk").values())
        for model in (Signature, Mail, Review, Batch, Organization)
    ]
    assert after == before
    assert second["counts"]["rejected"] == first["counts"]["rejected"]
    assert set(outcomes(second)) == {"merged", "rejected"}


def test_dry_run_reports_the_same_and_writes_nothing(letter: Letter) -> None:
    data = (DATA / "google-forms-es.csv").read_bytes()

    rehearsal = run(letter, data, dry_run=True)

    assert not letter.signatures.exists()
    assert not Batch.objects.exists()
    assert not Organization.objects.exists()
    assert run(letter, data)["counts"] == rehearsal["counts"]


def test_workbook_gives_the_same_report_as_its_csv(letter: Letter) -> None:
    data = (DATA / "google-forms-en.csv").read_bytes()
    workbook = openpyxl.Workbook()
    for cells in csv.reader(io.StringIO(data.decode("utf-8-sig"))):
        workbook.active.append([cell or None for cell in cells])
    xlsx = io.BytesIO()
    workbook.save(xlsx)

    from_csv = run(letter, data, dry_run=True)
    from_xlsx = run(letter, xlsx.getvalue(), dry_run=True)

    assert from_xlsx["counts"] == from_csv["counts"]
    assert [(e["row"], e["outcome"], e["reason"]) for e in from_xlsx["rows"]] == [
        (e["row"], e["outcome"], e["reason"]) for e in from_csv["rows"]
    ]


def test_confirmed_import_works_before_the_letter_opens(db: None) -> None:
    letter = make_letter(status="draft", opened_at=None)

    assert outcomes(run(letter, csv_of([row("Ana Pop", "ana@example.org")]))) == [
        "accepted"
    ]


def test_nobody_is_asked_to_confirm_what_cannot_be_confirmed(db: None) -> None:
    letter = make_letter(status="draft", opened_at=None)

    with pytest.raises(Refusal, match="not open"):
        run(letter, csv_of([row("Ana Pop", "ana@example.org")]), confirmed=False)


def test_letter_without_text_takes_no_import(letter: Letter) -> None:
    letter.revisions.all().delete()

    with pytest.raises(Refusal, match="no text"):
        run(letter, csv_of([row("Ana Pop", "ana@example.org")]))


def test_no_row_costs_a_query_of_its_own(
    letter: Letter, django_assert_max_num_queries: Any
) -> None:
    rows = [row(f"Ana Pop {n}", f"ana{n}@example.org") for n in range(300)]

    with django_assert_max_num_queries(25):
        run(letter, csv_of(rows))


def test_command_prints_and_writes_the_report(letter: Letter, tmp_path: Path) -> None:
    report, output = tmp_path / "report.json", io.StringIO()
    sheet = tmp_path / "sheet.csv"
    sheet.write_bytes(
        csv_of([row("Ana Pop", "ana@example.org"), row("", "b@example.org")])
    )

    call_command(
        "import_signatures", letter.slug, str(sheet), "--confirmed",
        "--language", "en", "--report", str(report), stdout=output,
    )  # fmt: skip

    counts = {"accepted": 1, "merged": 0, "rejected": 1, "held": 0}
    assert json.loads(report.read_text(encoding="utf-8"))["counts"] == counts
    assert "Row 3 rejected: The name is missing." in output.getvalue()
    assert "2 rows: 1 accepted, 0 merged, 1 rejected, 0 held." in output.getvalue()


def test_command_says_what_is_wrong(letter: Letter, tmp_path: Path) -> None:
    (tmp_path / "empty.csv").touch()

    for slug, name, words in [
        ("nowhere", "empty.csv", "no letter called nowhere"),
        (letter.slug, "missing.csv", "cannot be read"),
        (letter.slug, "empty.csv", "file is empty"),
    ]:
        with pytest.raises(CommandError, match=words):
            call_command("import_signatures", slug, str(tmp_path / name))


def run_command(letter: Letter, sheet: Path, report: Path) -> str:
    output = io.StringIO()
    call_command(
        "import_signatures", letter.slug, str(sheet), "--confirmed",
        "--report", str(report), stdout=output,
    )  # fmt: skip
    return output.getvalue()


@pytest.mark.parametrize("report", ["nowhere/report.json", "folder", "x" * 300])
def test_report_that_cannot_be_written_stops_the_command_before_the_import(
    letter: Letter, tmp_path: Path, report: str
) -> None:
    (tmp_path / "folder").mkdir()
    sheet = tmp_path / "sheet.csv"
    sheet.write_bytes(csv_of([row("Ana Pop", "ana@example.org")]))

    with pytest.raises(CommandError, match="Nothing was imported"):
        run_command(letter, sheet, tmp_path / report)

    assert not letter.signatures.exists()


def test_refused_sheet_leaves_the_earlier_report_or_none(
    letter: Letter, tmp_path: Path
) -> None:
    sheet, earlier = tmp_path / "sheet.csv", tmp_path / "earlier.json"
    sheet.touch()
    earlier.write_text("earlier")

    for report in (earlier, tmp_path / "new.json"):
        with pytest.raises(CommandError, match="file is empty"):
            run_command(letter, sheet, report)

    assert sorted(tmp_path.iterdir()) == [earlier, sheet]
    assert earlier.read_text() == "earlier"


def test_report_lost_after_the_import_is_told_apart_from_it(
    letter: Letter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    sheet = tmp_path / "sheet.csv"
    sheet.write_bytes(csv_of([row("Ana Pop", "ana@example.org")]))

    def import_and_lose_the_folder(*args: Any, **options: Any) -> dict[str, Any]:
        folder.rmdir()
        return import_sheet(*args, **options)

    monkeypatch.setattr(import_signatures, "import_sheet", import_and_lose_the_folder)
    with pytest.raises(CommandError, match="The import itself was done"):
        run_command(letter, sheet, folder / "report.json")

    assert letter.signatures.count() == 1


def test_name_of_a_file_may_be_any_bytes(letter: Letter, tmp_path: Path) -> None:
    sheet = Path(os.fsdecode(os.fsencode(tmp_path) + b"/firmas-\xf1.csv"))
    sheet.write_bytes(csv_of([row("Ana Pop", "ana@example.org")]))

    run_command(letter, sheet, tmp_path / "report.json")

    assert Batch.objects.get().filename == "firmas-\ufffd.csv"


def test_command_seeds_approved_signatures_twice(letter: Letter) -> None:
    call_command("seed_signatures", letter.slug, "60", stdout=io.StringIO())
    call_command("seed_signatures", letter.slug, "40", stdout=io.StringIO())

    assert letter.signatures.listed().count() == 100
    assert letter.signatures.filter(kind="person").exists()
