"""Reads a tagged PDF as a screen reader does, and says what is wrong with its tags."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name, Pdf

BEGIN = {"BDC", "BMC"}
SHOW = {"Tj", "TJ", "'", '"'}
CHARACTERS = re.compile(rb"<([0-9a-f]{4})> <([0-9a-f]*)>")
Place = tuple[int, int]  # page, number of the marked content there


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
        # Of each page, the texts of its marked contents, by number.
        self.texts: list[dict[int, str]] = [self._texts(page) for page in pdf.pages]

    # What stands on the pages

    def _texts(self, page: pikepdf.Page) -> dict[int, str]:
        """The text of each marked content; a word on what is neither marked nor artifact."""
        letters = {
            name: self._letters(font) for name, font in page.Resources.Font.items()
        }
        texts: dict[int, str] = {}
        open_marks: list[tuple[int | None, bool, bool]] = []  # number, artifact?, said?
        known: dict[str, str] = {}
        for operands, operator in pikepdf.parse_content_stream(page):
            name = str(operator)
            if name == "Tf":
                known = letters[str(operands[0])]
            elif name in BEGIN:
                properties = operands[1] if name == "BDC" else Dictionary()
                number = properties.get("/MCID")
                if number is not None:
                    if number in texts:
                        self.problems.append(f"Number {number} is there twice.")
                    texts[int(number)] = str(properties.get("/ActualText", ""))
                is_artifact = str(operands[0]) == "/Artifact"
                open_marks.append((number, is_artifact, "/ActualText" in properties))
            elif name == "EMC":
                open_marks.pop()
            elif name in SHOW:
                if not any(is_artifact for _n, is_artifact, _s in open_marks):
                    numbers = [n for n, _a, _s in open_marks if n is not None]
                    if len(numbers) != 1:
                        self.problems.append("Text is neither content nor artifact.")
                    elif not any(said for _n, _a, said in open_marks):
                        texts[int(numbers[0])] += _shown(operands, known)
        if open_marks:
            self.problems.append("Marked content is not closed.")
        return texts

    def _letters(self, font: Dictionary) -> dict[str, str]:
        known = self._fonts.get(font.objgen)
        if known is None:
            known = self._fonts[font.objgen] = {
                glyph.decode(): bytes.fromhex(letters.decode()).decode("utf-16-be")
                for glyph, letters in CHARACTERS.findall(font.ToUnicode.read_bytes())
            }
        return known

    @cached_property
    def _fonts(self) -> dict[Any, dict[str, str]]:
        return {}

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

    def _check_parents(
        self, owners: dict[Place, Node], annotations: dict[Any, Node]
    ) -> None:
        parents = self._parent_tree()
        if int(self.root.get("/ParentTreeNextKey", len(parents))) <= max(parents):
            self.problems.append("The next key is taken already.")
        of_page: dict[int, dict[int, Node]] = defaultdict(dict)
        for (page, number), node in owners.items():
            of_page[page][number] = node
        for index, page in enumerate(self.pdf.pages):
            listed = parents.pop(int(page.StructParents))
            wanted = of_page[index]
            if len(listed) != len(wanted):
                self.problems.append(f"Page {index} has {len(listed)} parents.")
            for number, element in enumerate(listed):
                if wanted[number].element.objgen != element.objgen:
                    self.problems.append(f"{index}, {number} has another parent.")
            for annotation in page.get("/Annots", []):
                element = parents.pop(int(annotation.StructParent))
                if annotations[annotation.objgen].element.objgen != element.objgen:
                    self.problems.append("A link has another parent.")
        self.problems += [f"Nothing has the key {key}." for key in parents]

    def _parent_tree(self) -> dict[int, Any]:
        numbers = list(self.root.ParentTree.Nums)
        keys = [int(key) for key in numbers[::2]]
        if keys != sorted(set(keys)):
            self.problems.append("The parent tree is not in order.")
        return dict(zip(keys, numbers[1::2], strict=True))


def _shown(operands: list[Any], known: dict[str, str]) -> str:
    [shown] = operands
    parts = shown if isinstance(shown, pikepdf.Array) else [shown]
    digits = "".join(
        bytes(part).hex() for part in parts if isinstance(part, pikepdf.String)
    )
    return "".join(known[digits[at : at + 4]] for at in range(0, len(digits), 4))
