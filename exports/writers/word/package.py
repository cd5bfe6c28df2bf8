"""Saves a document of python-docx with a long part that is never held in memory."""

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx.document import Document
from lxml import etree

MAIN = "word/document.xml"
HERE = "here"
EPOCH = (1980, 1, 1, 0, 0, 0)  # no zip knows an earlier one
# What python-docx's template brings along and nothing here is about.
UNWANTED = (
    "/thumbnail",
    "/extended-properties",
    "/stylesWithEffects",
    "/customXml",
    "/webSettings",
)


def mark_place(document: Document) -> None:
    """The rest of the text goes here."""
    document.element.body.sectPr.addprevious(etree.Comment(HERE))


def save(document: Document, rest: Iterable[str], path: Path) -> None:
    """Write the file with fixed dates, so that the same letter gives the same bytes."""
    _leave_out_unwanted(document)
    saved = BytesIO()
    document.save(saved)
    with ZipFile(saved) as source, ZipFile(path, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = ZipInfo(name, EPOCH)
            entry.compress_type = ZIP_DEFLATED
            entry.create_system = 3  # where the file was written is nobody's business
            if name != MAIN:
                target.writestr(entry, source.read(name))
                continue
            head, _mark, foot = source.read(name).partition(f"<!--{HERE}-->".encode())
            # With sizes of 64 bits, since nobody knows yet how long it gets.
            with target.open(entry, "w", force_zip64=True) as file:
                file.write(head)
                for text in rest:
                    file.write(text.encode())
                file.write(foot)


def _leave_out_unwanted(document: Document) -> None:
    for relations in (document.part.package.rels, document.part.rels):
        for key, relation in list(relations.items()):
            if relation.reltype.endswith(UNWANTED):
                del relations[key]
