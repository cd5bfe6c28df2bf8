import json
from pathlib import Path

RESULTS = Path(__file__).parent / "results.json"


def table(rows: list[dict[str, object]]) -> str:
    header = list(rows[0])
    lines = [header, *([str(row[key]) for key in header] for row in rows)]
    return "\n".join("".join(f"{cell:>13}" for cell in line) for line in lines) + "\n"


def save(subject: str, rows: list[dict[str, object]]) -> None:
    """Keep the rows of one subject in results.json, beside the others'."""
    known = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    RESULTS.write_text(json.dumps({**known, subject: rows}, indent=2) + "\n")
