import csv
from pathlib import Path

from exports.roll import Roll
from exports.writers.tables import COLUMNS, rows


def write_csv(roll: Roll, path: Path) -> None:
    # The signature at the beginning of the file makes Excel read it as UTF-8.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(rows(roll))
