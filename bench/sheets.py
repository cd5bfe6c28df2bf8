"""How long sheets take: importing 10,000 rows, exporting 100,000, beside bare libraries.

    .venv/bin/python -m bench.sheets [--repeat 3] [--rows 10000] [--exported 100000]

On SQLite in a folder of its own. The baselines read and write the same cells and know
nothing of signatures. Exports are written from a roll in memory; what it costs to read
and sort one is told by itself.
"""

import argparse
import csv
import io
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.report import save, table

RATIO = 3  # to the bare library

HEAD = [
    "Timestamp",
    "Full Name",
    "City",
    "Country",
    "Email",
    "I am signing as",
    "Publish?",
]


def sheet(rows: int) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEAD)
    for number in range(rows):
        letters = "".join(chr(97 + int(digit)) for digit in str(number))
        name = f"María {letters.capitalize()} Pérez"
        address = f"signer{number}@example.org"
        day = "05/14/2026 09:29:00"
        person = ["Tucson", "USA", address, "An individual", "Yes"]
        writer.writerow([day, name, *person])
    return text.getvalue().encode()


def seconds(run: Callable[..., Any], *arguments: Any) -> float:
    start = time.perf_counter()
    run(*arguments)
    return time.perf_counter() - start


def take(letter: Any, data: bytes) -> None:
    from signatures import sheets
    from signatures.imports import import_sheet

    sheet = sheets.read(data)
    import_sheet(letter, sheet, language="en", is_confirmed=True, filename="bench.csv")


def bench_import(rows: int, times: int) -> list[dict[str, object]]:
    from exports.reading import read_roll
    from letters.models import Letter
    from tests.factories import make_letter

    data = sheet(rows)
    ours, bare, reading = [], [], []
    for _time in range(times):
        letter = Letter.objects.select_related("campaign").get(pk=make_letter().pk)
        ours.append(seconds(take, letter, data))
        bare.append(seconds(read_bare, data))
        reading.append(seconds(read_roll, letter, "en"))
    return [row("import", rows, ours, bare), row("reading a roll", rows, reading, [])]


def bench_exports(rows: int, times: int) -> list[dict[str, object]]:
    from bench.people import make_roll
    from exports import writers

    roll = make_roll(rows)
    cells = list(writers.rows(roll))
    found = []
    for format, bare in WRITE_BARE.items():
        path = Path(os.environ["DATA_DIR"]) / f"names.{format}"
        ours, theirs = [], []
        for _time in range(times):
            ours.append(seconds(writers.WRITERS[format], roll, path))
            theirs.append(seconds(bare, cells, path))
        found.append(row(format, rows, ours, theirs))
    return found


def read_bare(data: bytes) -> list[Any]:
    return list(csv.reader(io.StringIO(data.decode())))


def row(
    what: str, rows: int, ours: list[float], bare: list[float]
) -> dict[str, object]:
    mine = statistics.median(ours)
    found: dict[str, object] = {"what": what, "rows": rows, "seconds": round(mine, 2)}
    if not bare:
        return {**found, "bare": "", "ratio": "", f"at most {RATIO}": ""}
    library = statistics.median(bare)
    is_met = mine / library <= RATIO
    return {
        **found,
        "bare": round(library, 3),
        "ratio": round(mine / library, 1),
        f"at most {RATIO}": "met" if is_met else "NOT MET",
    }


def bare_csv(cells: list[Any], path: Path) -> None:
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        csv.writer(file).writerows(cells)


def bare_xlsx(cells: list[Any], path: Path) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        page = book.add_worksheet()
        for number, line in enumerate(cells):
            page.write_row(number, 0, line)


WRITE_BARE = {"csv": bare_csv, "xlsx": bare_xlsx}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--exported", type=int, default=100_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATA_DIR"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        rows = bench_import(options.rows, options.repeat)
        rows += bench_exports(options.exported, options.repeat)
    save("sheets", rows)
    sys.stdout.write(table(rows))


if __name__ == "__main__":
    main()
