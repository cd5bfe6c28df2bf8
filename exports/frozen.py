"""A roll as a file from which an edition can be printed again, and whom it is shown to.

Compressed JSON, line by line: first everything but the names, then one name a line. The
same roll gives the same bytes.
"""

import gzip
import json
import types
from collections.abc import Collection, Iterable, Iterator
from dataclasses import asdict, fields, is_dataclass, replace
from datetime import datetime
from functools import cache
from io import BytesIO
from itertools import chain, islice
from operator import attrgetter
from typing import Any, get_args, get_origin, get_type_hints

from django.utils.translation import gettext as _

from core.errors import Refusal
from core.stored import open_unchanged
from exports.models import Document, Edition
from exports.roll import Addressee, Entry, Group, Roll, unnamed
from signatures.lines import printed
from signatures.models import Signature

COLUMNS = [field.name for field in fields(Entry)]
SIGNED_AT = COLUMNS.index("signed_at")
_values = attrgetter(*COLUMNS)


def dump(roll: Roll) -> bytes:
    head = {
        field.name: _written(getattr(roll, field.name))
        for field in fields(Roll)
        if field.name not in {"groups", "counted"}
    }
    head["groups"] = [
        {**asdict(replace(group, entries=[])), "entries": len(group.entries)}
        for group in roll.groups
    ]
    file = BytesIO()
    with gzip.GzipFile("", "wb", fileobj=file, mtime=0) as packed:
        packed.write(_line({"columns": COLUMNS, **head}))
        entries = chain(roll.entries, roll.counted)
        while some := [_line(_row(entry)) for entry in islice(entries, 1000)]:
            packed.write(b"".join(some))
    return file.getvalue()


def _row(entry: Entry) -> list[Any]:
    # The one value that JSON does not know, by its place: there may be 100,000 rows.
    row = list(_values(entry))
    row[SIGNED_AT] = _written(row[SIGNED_AT])
    return row


def _line(value: object) -> bytes:
    # In ASCII, so that no character of a name can end a line or fail to be written.
    return json.dumps(value, separators=(",", ":")).encode() + b"\n"


def _written(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, list):
        return [_written(each) for each in value]
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    return value


def load(data: bytes) -> Roll:
    with gzip.open(BytesIO(data)) as lines:
        head = json.loads(next(lines))
        columns = head.pop("columns")
        entries = _entries(lines, columns)
        groups = [
            Group(**{**group, "entries": list(islice(entries, group["entries"]))})
            for group in head.pop("groups")
        ]
        return Roll(
            **{name: _read(value, _types(Roll)[name]) for name, value in head.items()},
            groups=groups,
            counted=list(entries),
        )


def _entries(lines: Iterable[bytes], columns: list[str]) -> Iterator[Entry]:
    known: dict[str, str] = {}  # 100,000 signers share a few hundred places
    for text in lines:
        row = dict(zip(columns, json.loads(text), strict=True))
        for name, value in row.items():
            if isinstance(value, str):
                row[name] = known.setdefault(value, value)
        moment = row["signed_at"]
        row["signed_at"] = datetime.fromisoformat(moment) if moment else None
        yield Entry(**row)


@cache
def _types(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _read(value: Any, kind: Any) -> Any:
    """The value as the annotation says that it was."""
    if isinstance(kind, types.UnionType):
        kind = next(each for each in get_args(kind) if each is not types.NoneType)
    if value is None:
        return None
    if get_origin(kind) is list:
        return [_read(each, get_args(kind)[0]) for each in value]
    if kind is datetime:
        return datetime.fromisoformat(value)
    if is_dataclass(kind):
        assert isinstance(kind, type)
        return kind(
            **{name: _read(each, _types(kind)[name]) for name, each in value.items()}
        )
    return value


def read(edition: Edition, language: str) -> Roll:
    """What the edition prints; Refusal unless that is what was frozen, to the byte."""
    data, sha256 = _stored(edition, language)
    return replace(load(data), list_fingerprint=sha256)


def addressees(edition: Edition, language: str) -> list[Addressee]:
    """Whom the edition addresses, without reading its names; Refusal as above."""
    data, _sha256 = _stored(edition, language)
    with gzip.open(BytesIO(data)) as lines:
        head = json.loads(next(lines))
    return [_read(each, Addressee) for each in head["addressees"]]


def _stored(edition: Edition, language: str) -> tuple[bytes, str]:
    row = edition.rolls.filter(language=language).first()
    if row is None:
        raise Refusal(_("The edition was not frozen in this language."))
    if not row.file:
        raise Refusal(
            _("The campaign's days are over, and the names of the edition are deleted.")
        )
    try:
        with open_unchanged(row.file, row.sha256) as file:
            data = file.read()
    except Refusal as refusal:
        raise Refusal(
            _(
                "The stored list of the edition is not the one that was frozen, so nothing"
                " is printed of it. Ask the operator to restore its file from a backup."
            )
        ) from refusal
    return data, row.sha256


def for_audience(roll: Roll, audience: str) -> Roll:
    """Only what these readers may know: who signed for the officials is a number to others.

    The press gets the public names, and nothing of the others.
    """
    if audience == Document.Audience.OFFICIALS:
        return roll
    groups, hidden = [], list(roll.counted)
    for group in roll.groups:
        shown = []
        for entry in group.entries:
            if entry.publicity == Signature.Publicity.PUBLIC:
                shown.append(_public(entry))
            else:
                hidden.append(entry)
        if shown:
            groups.append(replace(group, entries=shown))
    counted = sorted(
        map(unnamed, hidden), key=lambda entry: (entry.kind, entry.language)
    )
    if audience == Document.Audience.PRESS:
        counted = []
    part = replace(roll, groups=groups, counted=counted, is_public=True)
    for number, entry in enumerate((*part.entries, *counted), 1):
        entry.number = number
    return part


def as_printed(roll: Roll) -> Roll:
    """What a table may hold that leaves the team: no more of a signer than is printed.

    What was asked and is not printed is read by the team only, and so is the moment.
    """
    return replace(
        roll,
        groups=[
            replace(group, entries=[_printed(x, roll.parts) for x in group.entries])
            for group in roll.groups
        ],
    )


def _printed(entry: Entry, parts: Collection[str]) -> Entry:
    shown = printed(entry, parts)
    return replace(
        entry,
        title=shown["title"],
        affiliation=shown["affiliation"],
        city=shown["city"],
        region=shown["region"],
        country=shown["country"],
        country_name=entry.country_name if shown["country"] else "",
        signed_at=None,
    )


def _public(entry: Entry) -> Entry:
    """As the public page has it: nothing of who represents an organization."""
    if entry.kind == Signature.Kind.ORGANIZATION:
        return replace(entry, title="", representative="")
    return replace(entry)
