"""Joins the set pages to WeasyPrint's document: contents, structure tree, outline.

The tree is that of ISO 32000-1, 14.7: a list (L) has an item (LI) for each name, the item
a body (LBody), and the body its marked content; the parent tree leads back from the
content of each page to the bodies. The elements of names are written straight from
numbers: objects for them would take most of the memory.
"""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import pydyf

from exports.typesetting.blocks import Element, Geometry, Names
from exports.typesetting.page import Page, Piece, utf_16
from exports.typesetting.pages import Setter

MARK = re.compile(rb"(?<=<</MCID )\d+")
SAVE, RESTORE = zlib.compress(b"q"), zlib.compress(b"Q")


@dataclass(frozen=True)
class Items:
    """The elements of one list; their object numbers follow each other from `start` on."""

    names: Names
    parent: int
    start: int
    pages: dict[int, int]  # index → object number

    def __len__(self) -> int:
        return 2 * len(self.names.page)

    def __iter__(self) -> Iterator[bytes]:
        number, more = self.start, self.names.more
        places = zip(self.names.page, self.names.mark, strict=True)
        for index, (page, mark) in enumerate(places):
            content = b"%d" % mark
            if index in more:
                pieces = [_content(piece, self.pages) for piece in more[index]]
                content = b"[%s]" % b" ".join([content, *pieces])
            yield b"<</S/LI/P %d 0 R/K %d 0 R>>" % (self.parent, number + 1)
            said = b""
            if index in self.names.said:
                said = b"/ActualText" + utf_16(self.names.said[index])
            yield b"<</S/LBody/P %d 0 R/Pg %d 0 R/K %s%s>>" % (
                number,
                self.pages[page],
                content,
                said,
            )
            number += 2

    def references(self) -> bytes:
        return b" ".join(
            b"%d 0 R" % number
            for number in range(self.start, self.start + len(self), 2)
        )

    def owners(self) -> Iterator[tuple[int, bytes]]:
        """For each marked content, its page and the body that it belongs to."""
        for index, page in enumerate(self.names.page):
            body = b"%d 0 R" % (self.start + 2 * index + 1)
            yield page, body
            for piece in self.names.more.get(index, ()):
                yield piece.page, body


class Joint:
    """A document that WeasyPrint has written down, and what is joined to it."""

    def __init__(self, pdf: pydyf.PDF):
        self.pdf = pdf
        root = self._object(pdf.catalog["StructTreeRoot"])
        self._tree = self._object(root["K"][0])
        self._parents = self._object(root["ParentTree"])["Nums"]
        self.pages = [pdf.objects[number] for number in pdf.pages["Kids"][::3]]
        self._blocks: list[tuple[Element | Names, pydyf.Dictionary]] = []
        self._owners: dict[int, pydyf.Array] = {}
        self._links: dict[int, pydyf.Dictionary] = {}  # by their paragraphs

    def _object(self, reference: bytes) -> pydyf.Dictionary:
        return self.pdf.objects[int(reference.split()[0])]

    def _add(self, **values: object) -> pydyf.Dictionary:
        added = pydyf.Dictionary(values)
        self.pdf.add_object(added)
        return added

    def join(self, setter: Setter) -> None:
        """Add what was set, beginning on the last page that there is or on a new one."""
        shared = len(self.pages) - 1
        for page in setter.pages:
            if page.index == shared:
                owners = self._owners[shared] = self._parents[2 * shared + 1]
                self.add_content(shared, _renumbered(setter, page, len(owners)))
            else:
                self._add_page(page, setter.geometry)
        for block in setter.blocks:
            if isinstance(block, Element):
                element = self._add(
                    Type="/StructElem", S=f"/{block.tag}", P=self._tree.reference
                )
                if block.said is not None:
                    element["ActualText"] = pydyf.String(block.said)
                if block.uri:
                    self._links[element.number] = self._add_link(block, element)
                if block.tag != "P":
                    self._add_to_outline(block, setter.geometry)
            else:
                element = self._add(
                    Type="/StructElem",
                    S="/L",
                    P=self._tree.reference,
                    A=pydyf.Dictionary({"O": "/List", "ListNumbering": "/None"}),
                )
            self._tree["K"].append(element.reference)
            self._blocks.append((block, element))

    def _add_link(
        self, block: Element, paragraph: pydyf.Dictionary
    ) -> pydyf.Dictionary:
        """What leads somewhere when it is clicked, where the paragraph ends."""
        link = self._add(Type="/StructElem", S="/Link", P=paragraph.reference)
        key = self._parents[-2] + 1
        self._parents.extend([key, link.reference])
        page = self.pages[block.pieces[-1].page]
        annotation = self._add(
            Type="/Annot",
            Subtype="/Link",
            Rect=pydyf.Array(block.area),
            BS=pydyf.Dictionary({"W": 0}),
            F=4,  # it is printed
            A=pydyf.Dictionary({"S": "/URI", "URI": pydyf.String(block.uri)}),
            Contents=pydyf.String(block.text),
            StructParent=key,
        )
        page.setdefault("Annots", pydyf.Array()).append(annotation.reference)
        target = {"Type": "/OBJR", "Obj": annotation.reference, "Pg": page.reference}
        link["K"] = pydyf.Array([pydyf.Dictionary(target)])
        link["Pg"] = page.reference
        return link

    def _add_page(self, page: Page, geometry: Geometry) -> None:
        owners = self._owners[page.index] = pydyf.Array()
        key = self._parents[-2] + 1
        self._parents.extend([key, owners])
        box = pydyf.Array([0, 0, geometry.width, geometry.height])
        added = pydyf.Dictionary(
            {
                "Type": "/Page",
                "Parent": self.pdf.pages.reference,
                "MediaBox": box,
                "TrimBox": box,
                "Contents": pydyf.Array([self._packed(page.content)]),
                "Resources": self.pages[0]["Resources"],
                "Tabs": "/S",
                "StructParents": key,
            }
        )
        self.pdf.add_page(added)
        self.pages.append(added)

    def add_content(self, index: int, content: bytes) -> None:
        """Add packed operators to a page, after what it has and not disturbed by that."""
        page = self.pages[index]
        if not isinstance(page["Contents"], list):
            # WeasyPrint leaves its own coordinates behind.
            page["Contents"] = pydyf.Array(
                [self._packed(SAVE), page["Contents"], self._packed(RESTORE)]
            )
        page["Contents"].append(self._packed(content))

    def add_drawing(self, name: bytes, drawing: pydyf.Stream) -> None:
        """Let every page show the drawing under that name."""
        self.pdf.add_object(drawing)
        resources = self._object(self.pages[0]["Resources"])
        resources["XObject"][name[1:].decode()] = drawing.reference

    def _packed(self, content: bytes) -> bytes:
        stream = pydyf.Stream([content], {"Filter": "/FlateDecode"})
        self.pdf.add_object(stream)
        return stream.reference

    def _add_to_outline(self, heading: Element, geometry: Geometry) -> None:
        """Below the last of the titles, beside the headings of its text."""
        root = self._object(self.pdf.catalog["Outlines"])
        title = self._object(root["Last"])
        page = self.pages[heading.pieces[0].page].reference
        item = self._add(
            Title=pydyf.String(heading.text),
            Parent=title.reference,
            Dest=pydyf.Array([page, "/XYZ", geometry.left, heading.top, 0]),
        )
        if "Last" in title:
            item["Prev"] = title["Last"]
            self._object(title["Last"])["Next"] = item.reference
        title.setdefault("First", item.reference)
        title["Last"] = item.reference
        title["Count"] += 1
        root["Count"] += 1

    def close(self) -> list[Items]:
        """Number the elements of names, after all other objects, and link them."""
        numbers = {index: page.number for index, page in enumerate(self.pages)}
        number = len(self.pdf.objects)
        lists = []
        for block, element in self._blocks:
            if isinstance(block, Element):
                element["Pg"] = self.pages[block.pieces[0].page].reference
                content = pydyf.Array(_content(each, numbers) for each in block.pieces)
                owner = self._links.get(element.number, element)
                if owner is element:
                    element["K"] = content
                else:
                    element["K"] = pydyf.Array([owner.reference])
                    owner["K"] = pydyf.Array(content + owner["K"])
                for piece in block.pieces:
                    self._owners[piece.page].append(owner.reference)
            else:
                items = Items(block, element.number, number, numbers)
                number += len(items)
                element["K"] = b"[%s]" % items.references()
                for page, body in items.owners():
                    self._owners[page].append(body)
                lists.append(items)
        return lists


def _content(piece: Piece, pages: dict[int, int]) -> bytes:
    page = pages[piece.page]
    return b"<</Type/MCR/Pg %d 0 R/MCID %d>>" % (page, piece.mark)


def _renumbered(setter: Setter, page: Page, offset: int) -> bytes:
    """The content of a page whose first numbers are taken by what stands there already."""
    for block in setter.blocks:
        if isinstance(block, Element):
            block.pieces = [
                piece._replace(mark=piece.mark + offset)
                if piece.page == page.index
                else piece
                for piece in block.pieces
            ]
        else:
            for index, at in enumerate(block.page):
                if at != page.index:
                    break
                block.mark[index] += offset
    operators = zlib.decompress(page.content)
    return zlib.compress(
        MARK.sub(lambda match: b"%d" % (int(match[0]) + offset), operators)
    )
