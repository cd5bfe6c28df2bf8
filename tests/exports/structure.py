"""Reads a tagged PDF as a screen reader does, and says what is wrong with its tags."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name, Pdf

SHOW = {"Tj", "TJ", "'", '"'}
CHARACTERS = re.compile(rb"<([0-9a-f]{4})> <([0-9a-f]*)>")
Place = tuple[int, int]  # page, number of the marked content there
Letters = dict[str, str]  # by glyph


@dataclass
class Marked:
    """Marked content that is open."""

    number: int | None
    is_artifact: bool
    has_text: bool


class Contents:
    """The marked contents of a page with their texts, by number."""

    def __init__(self, page: pikepdf.Page, fonts: dict[str, Letters]):
        self.texts: dict[int, str] = {}
        self.problems: list[str] = []
        self._open: list[Marked] = []
        self._fonts = fonts
        self._letters: Letters = {}
        for operands, operator in pikepdf.parse_content_stream(page):
            self._take(str(operator), list(operands))
        if self._open:
            self.problems.append("Marked content is not closed.")

    def _take(self, operator: str, operands: list[Any]) -> None:
        if operator == "Tf":
            self._letters = self._fonts[str(operands[0])]
        elif operator in {"BMC", "BDC"}:
            self._begin(*operands)
        elif operator == "EMC":
            self._open.pop()
        elif operator in SHOW:
            self._show(operands[0])

    def _begin(self, tag: Name, properties: Any = None) -> None:
        properties = properties or Dictionary()
        number = properties.get("/MCID")
        if number in self.texts:
            self.problems.append(f"Number {number} is there twice.")
        if number is not None:
            self.texts[int(number)] = str(properties.get("/ActualText", ""))
        is_artifact = str(tag) == "/Artifact"
        self._open.append(Marked(number, is_artifact, "/ActualText" in properties))

    def _show(self, shown: Any) -> None:
        if any(mark.is_artifact for mark in self._open):
            return
        numbers = [mark.number for mark in self._open if mark.number is not None]
        if len(numbers) != 1:
            self.problems.append("Text is neither content nor artifact.")
        elif not any(mark.has_text for mark in self._open):
            self.texts[int(numbers[0])] += self._read(shown)

    def _read(self, shown: Any) -> str:
        parts = shown if isinstance(shown, pikepdf.Array) else [shown]
        digits = "".join(
            bytes(part).hex() for part in parts if isinstance(part, pikepdf.String)
        )
        glyphs = (digits[at : at + 4] for at in range(0, len(digits), 4))
        return "".join(self._letters[glyph] for glyph in glyphs)


@dataclass
class Node:
    """An element of the structure tree."""

    tag: str
    element: Dictionary
    kids: list["Node"] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    annotations: list[Any] = field(default_factory=list)

    def walk(self) -> Iterator["Node"]:
        yield self
        for kid in self.kids:
            yield from kid.walk()


class Tagged:
    def __init__(self, pdf: Pdf):
        self.pdf = pdf
        self.root = pdf.Root.StructTreeRoot
        self.numbers = {page.objgen: index for index, page in enumerate(pdf.pages)}
        self.problems: list[str] = []
        self.texts: list[dict[int, str]] = []  # of each page
        self._fonts: dict[Any, Letters] = {}
        for page in pdf.pages:
            fonts = {
                name: self._letters(font) for name, font in page.Resources.Font.items()
            }
            contents = Contents(page, fonts)
            self.texts.append(contents.texts)
            self.problems += contents.problems

    def _letters(self, font: Dictionary) -> Letters:
        known = self._fonts.get(font.objgen)
        if known is None:
            known = self._fonts[font.objgen] = {
                glyph.decode(): bytes.fromhex(letters.decode()).decode("utf-16-be")
                for glyph, letters in CHARACTERS.findall(font.ToUnicode.read_bytes())
            }
        return known

    # The tree

    @cached_property
    def tree(self) -> Node:
        return self._node(self.root, Node("StructTreeRoot", self.root))

    def _node(self, element: Dictionary, node: Node) -> Node:
        kids = element.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, int):
                node.places.append((self._page(element), kid))
            elif kid.get("/Type") == Name.MCR:
                page = self.numbers[kid.Pg.objgen] if "/Pg" in kid else None
                node.places.append(
                    (self._page(element) if page is None else page, int(kid.MCID))
                )
            elif kid.get("/Type") == Name.OBJR:
                node.annotations.append(kid.Obj)
            else:
                if kid.P.objgen != element.objgen:
                    self.problems.append(f"{kid.S} has another parent than its own.")
                node.kids.append(self._node(kid, Node(str(kid.S)[1:], kid)))
        return node

    def _page(self, element: Dictionary) -> int:
        return self.numbers[element.Pg.objgen]

    def text(self, node: Node) -> str:
        """All that is read aloud of a node, in the order of the tree."""
        if "/ActualText" in node.element:
            return str(node.element.ActualText)
        own = "".join(self.texts[page][number] for page, number in node.places)
        return own + "".join(map(self.text, node.kids))

    # Whether both agree

    def check(self) -> list[str]:
        """What is wrong: nothing, if the list is empty."""
        owners: dict[Place, Node] = {}
        annotations: dict[Any, Node] = {}
        for node in self.tree.walk():
            for place in node.places:
                if place in owners:
                    self.problems.append(f"{place} is in the tree twice.")
                owners[place] = node
            for annotation in node.annotations:
                annotations[annotation.objgen] = node
        there = {
            (page, number) for page, texts in enumerate(self.texts) for number in texts
        }
        for place in there ^ owners.keys():
            self.problems.append(f"{place} is not both on its page and in the tree.")
        self._check_parents(owners, annotations)
        return self.problems

    def names(self) -> list[str]:
        """The items of the lists, as they are read."""
        return [self.text(node) for node in self.tree.walk() if node.tag == "LBody"]

    def _check_parents(
        self, owners: dict[Place, Node], annotations: dict[Any, Node]
    ) -> None:
        parents = self._parent_tree()
        for index, page in enumerate(self.pdf.pages):
            listed = {
                (index, number): element.objgen
                for number, element in enumerate(parents.pop(int(page.StructParents)))
            }
            wanted = {
                place: node.element.objgen
                for place, node in owners.items()
                if place[0] == index
            }
            if listed != wanted:
                self.problems.append(
                    f"Page {index} has other parents than in the tree."
                )
            for link in page.get("/Annots", []):
                parent = parents.pop(int(link.StructParent))
                if annotations[link.objgen].element.objgen != parent.objgen:
                    self.problems.append("A link has another parent.")
        self.problems += [f"Nothing has the key {key}." for key in parents]

    def _parent_tree(self) -> dict[int, Any]:
        numbers = list(self.root.ParentTree.Nums)
        keys = [int(key) for key in numbers[::2]]
        if keys != sorted(set(keys)):
            self.problems.append("The parent tree is not in order.")
        return dict(zip(keys, numbers[1::2], strict=True))
