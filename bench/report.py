import json
from pathlib import Path

RESULTS = Path(__file__).parent / "results.json"


def table(rows: list[dict[str, object]]) -> str:
    header = list(rows[0])
    lines = [header, *([str(row[key]) for key in header] for row in rows)]
    widths = [2 + max(map(len, column)) for column in zip(*lines, strict=True)]
    return "".join(
        "".join(f"{cell:>{width}}" for cell, width in zip(line, widths, strict=True))
        + "\n"
        for line in lines
    )


def save(subject: str, rows: list[dict[str, object]]) -> None:
    """Keep the rows of one subject in results.json, beside the others'."""
    known = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    RESULTS.write_text(json.dumps({**known, subject: rows}, indent=2) + "\n")
