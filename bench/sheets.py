"""How long sheets take: importing 10,000 rows and exporting, beside the bare libraries.

    .venv/bin/python -m bench.sheets [--repeat 3] [--rows 10000]

On SQLite in a folder of its own. The baselines read and write the same cells and know
nothing of signatures.
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


def give(letter: Any, write: Callable[..., None], path: Path) -> None:
    from exports.reading import read_roll

    write(read_roll(letter, "en"), path)


def bench(rows: int, times: int) -> list[dict[str, object]]:
    from exports import writers
    from exports.reading import read_roll
    from letters.models import Letter
    from tests.factories import make_letter

    data = sheet(rows)
    ours: dict[str, list[float]] = {"import": [], "csv": [], "xlsx": []}
    bare: dict[str, list[float]] = {"import": [], "csv": [], "xlsx": []}
    write = {"csv": writers.write_csv, "xlsx": writers.write_xlsx}
    for _time in range(times):
        letter = Letter.objects.select_related("campaign").get(pk=make_letter().pk)
        ours["import"].append(seconds(take, letter, data))
        bare["import"].append(seconds(read_bare, data))
        cells = list(writers.rows(read_roll(letter, "en")))
        for format in ("csv", "xlsx"):
            path = Path(os.environ["DATA_DIR"]) / f"names.{format}"
            ours[format].append(seconds(give, letter, write[format], path))
            bare[format].append(seconds(WRITE_BARE[format], cells, path))
    return [row(what, rows, ours[what], bare[what]) for what in ours]


def read_bare(data: bytes) -> list[Any]:
    return list(csv.reader(io.StringIO(data.decode())))


def row(
    what: str, rows: int, ours: list[float], bare: list[float]
) -> dict[str, object]:
    mine, library = statistics.median(ours), statistics.median(bare)
    return {
        "what": what,
        "rows": rows,
        "seconds": round(mine, 2),
        "bare": round(library, 3),
        "ratio": round(mine / library, 1),
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
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATA_DIR"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        rows = bench(options.rows, options.repeat)
    save("sheets", rows)
    sys.stdout.write(table(rows))


if __name__ == "__main__":
    main()
