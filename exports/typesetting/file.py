"""Objects to a PDF file, a little at a time (ISO 32000-1, 7.5.7 and 7.5.8)."""

import hashlib
import zlib
from array import array
from typing import BinaryIO

import pydyf

from exports.typesetting.structure import Items

OBJECTS_PER_STREAM = 400


class Writer:
    """Writes objects as they come: streams plainly, all others in compressed packs.

    The file has no date and no number of its own: the same objects give the same bytes.
    """

    def __init__(self, file: BinaryIO, size: int):
        self._file = file
        self._at = 0
        self._digest = hashlib.sha256()
        self._pack: list[tuple[int, bytes]] = []
        self._packs = 0
        # For each object: the kind of entry, where it is, and its place there.
        self._kind = bytearray(size)
        self._place = array("Q", bytes(8 * size))
        self._index = array("L", bytes(array("L").itemsize * size))
        self._write(b"%PDF-1.7\n%\xf0\x9f\x96\xa4\n")

    def _write(self, data: bytes) -> None:
        self._file.write(data)
        self._digest.update(data)
        self._at += len(data)

    def write(self, number: int, data: bytes) -> None:
        """An object that is no stream."""
        self._pack.append((number, data))
        if len(self._pack) == OBJECTS_PER_STREAM:
            self._close_pack()

    def write_stream(self, number: int, data: bytes) -> None:
        self._kind[number] = 1
        self._place[number] = self._at
        self._write(b"%d 0 obj\n%s\nendobj\n" % (number, data))

    def _close_pack(self) -> None:
        if not self._pack:
            return
        pack = self._new()
        offset = 0
        header = []
        for index, (number, data) in enumerate(self._pack):
            self._kind[number] = 2
            self._place[number] = pack
            self._index[number] = index
            header.append(b"%d %d" % (number, offset))
            offset += len(data) + 1
        first = b" ".join(header) + b"\n"
        body = zlib.compress(first + b"\n".join(data for _number, data in self._pack))
        extra = b"/Type/ObjStm/N %d/First %d" % (len(self._pack), len(first))
        self.write_stream(pack, _stream(extra, body))
        self._pack.clear()

    def _new(self) -> int:
        self._kind.append(0)
        self._place.append(0)
        self._index.append(0)
        return len(self._kind) - 1

    def close(self, catalog: int, info: int) -> None:
        self._close_pack()
        table = self._new()
        self._kind[table] = 1
        self._place[table] = start = self._at
        size = len(self._kind)
        width = max(4, (start.bit_length() + 7) // 8)
        rows = b"".join(
            kind.to_bytes(1, "big")
            + place.to_bytes(width, "big")
            + index.to_bytes(2, "big")
            for kind, place, index in zip(
                self._kind, self._place, self._index, strict=True
            )
        )
        identifier = self._digest.hexdigest()[:32].encode()
        extra = b"/Type/XRef/Size %d/W[1 %d 2]/Root %d 0 R/Info %d 0 R/ID[<%s><%s>]" % (
            size,
            width,
            catalog,
            info,
            identifier,
            identifier,
        )
        self._write(
            b"%d 0 obj\n%s\nendobj\n" % (table, _stream(extra, zlib.compress(rows)))
        )
        self._write(b"startxref\n%d\n%%%%EOF\n" % start)


def _stream(extra: bytes, body: bytes) -> bytes:
    return b"<<%s/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream" % (
        extra,
        len(body),
        body,
    )


def write(pdf: pydyf.PDF, lists: list[Items], file: BinaryIO) -> None:
    """Write the objects of the PDF, and those whose numbers follow on them."""
    number = len(pdf.objects)
    writer = Writer(file, number + sum(len(items) for items in lists))
    for item in pdf.objects[1:]:
        if item.compressible:
            writer.write(item.number, item.data)
        else:
            writer.write_stream(item.number, item.data)
    for items in lists:
        for data in items:
            writer.write(number, data)
            number += 1
    writer.close(pdf.catalog.number, pdf.info.number)
