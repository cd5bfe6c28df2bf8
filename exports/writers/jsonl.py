import json
from collections.abc import Iterator
from dataclasses import asdict
from itertools import chain
from pathlib import Path
from typing import Any

from core.characters import legal
from exports.roll import Group, Roll
from exports.writers.tables import COLUMNS, TEXTS, signed_at


def write_jsonl(roll: Roll, path: Path) -> None:
    """First a line about the letter, then one for each listed signature."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for each in chain([_about(roll)], _signatures(roll)):
            file.write(f"{json.dumps(_legal(each), ensure_ascii=False)}\n")


def _legal(value: Any) -> Any:
    if isinstance(value, str):
        return legal(value)
    if isinstance(value, list):
        return [_legal(each) for each in value]
    if isinstance(value, dict):
        return {key: _legal(each) for key, each in value.items()}
    return value


def _about(roll: Roll) -> dict[str, object]:
    return {
        "type": "letter",
        "slug": roll.slug,
        "language": roll.language,
        "campaign": roll.campaign,
        "partners": roll.partners,
        "title": roll.title,
        "recipients": [addressee.lines for addressee in roll.addressees],
        "text_sha256": roll.fingerprint,
        "edition": int(roll.edition) if roll.edition else None,
        "edition_url": roll.edition_url,
        "listed_at": roll.read_at.isoformat("T", "seconds"),
        "counts": {**asdict(roll.counts), "unnamed": len(roll.counted)},
    }


def _signatures(roll: Roll) -> Iterator[dict[str, object]]:
    for group in [*roll.groups, Group("", roll.counted)]:
        for entry in group.entries:
            yield {
                "type": "signature",
                "number": entry.number,
                "group": group.heading,
                **dict(zip(COLUMNS[1:-1], TEXTS(entry), strict=True)),
                "signed_at": signed_at(entry),
            }
