"""The letter's text: the few tags that `letters.text` allows, as paragraphs of Word."""

from dataclasses import dataclass, replace
from typing import Any
from xml.sax.saxutils import quoteattr

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from lxml import html

from core.characters import legal
from exports.markup import step_headings
from exports.writers.word.languages import Tongue
from exports.writers.word.runs import runs
from exports.writers.word.styles import BULLETS, HANGING, INDENT, start_numbers
from letters import text

HEADINGS = {"h2": "Heading1", "h3": "Heading2", "h4": "Heading3"}
BLOCKS = {"p", "ul", "ol", "blockquote", "hr", *HEADINGS}
QUOTE_INDENT = 360
LINK = '<w:rStyle w:val="Hyperlink"/>'
STRESS = {"strong": "<w:b/><w:bCs/>", "em": "<w:i/><w:iCs/>"}


@dataclass(frozen=True)
class Place:
    """Where a block stands: in which list, how deep, in how many quotations."""

    style: str = "Normal"
    number: int = 0  # of the list, for the first paragraph of an item
    level: int = -1
    quotes: int = 0

    def properties(self, bidi: str) -> str:
        numbered = indent = ""
        left = QUOTE_INDENT * self.quotes + INDENT * (self.level + 1)
        if self.number:
            numbered = (
                f'<w:numPr><w:ilvl w:val="{self.level}"/>'
                f'<w:numId w:val="{self.number}"/></w:numPr>'
            )
        # A list has an indent of its own.
        if left and (self.quotes or not self.number):
            hanging = f' w:hanging="{HANGING}"' if self.number else ""
            indent = f'<w:ind w:left="{left}"{hanging}/>'
        style = f'<w:pStyle w:val="{self.style}"/>'
        return f"<w:pPr>{style}{numbered}{bidi}{indent}</w:pPr>"


class Body:
    """Adds to the end of a document of python-docx, in one language."""

    def __init__(self, document: Document, tongue: Tongue):
        self.document = document
        self.tongue = tongue
        self.end = document.element.body.sectPr

    def add_text(self, style: str, words: str) -> None:
        self.paragraph(runs(words, self.tongue), Place(style))

    def add(self, markdown: str) -> None:
        markup = step_headings(text.render(legal(markdown)))
        self._blocks(html.fragment_fromstring(markup, create_parent="div"), Place())

    def _blocks(self, parent: Any, place: Place) -> None:
        """Write what stands in a tag: blocks, or words without a paragraph of their own."""
        loose = self._text(parent.text) if (parent.text or "").strip() else ""
        for child in parent:
            if child.tag in BLOCKS:
                if loose:
                    self.paragraph(loose, place)
                    place, loose = _continued(place), ""
                self._block(child, place)
                place = _continued(place)
            else:
                loose += self._words(child, "")
            if loose or (child.tail or "").strip():
                loose += self._text(child.tail)
        if loose:
            self.paragraph(loose, place)

    def _block(self, block: Any, place: Place) -> None:
        if block.tag == "p":
            self.paragraph(self._inside(block, ""), place)
        elif block.tag in HEADINGS:
            self.paragraph(
                self._inside(block, ""), replace(place, style=HEADINGS[block.tag])
            )
        elif block.tag == "hr":
            self.paragraph("", replace(place, style="Rule"))
        elif block.tag == "blockquote":
            self._blocks(block, replace(place, style="Quote", quotes=place.quotes + 1))
        else:
            self._list(block, place)

    def _list(self, block: Any, place: Place) -> None:
        level = place.level + 1
        if block.tag == "ul":
            style, number = "ListBullet", BULLETS
        else:
            style, number = "ListNumber", start_numbers(self.document, level)
        for item in block:
            self._blocks(item, replace(place, style=style, number=number, level=level))

    def paragraph(self, words: str, place: Place) -> Any:
        return self.element("w:p", f"{place.properties(self.tongue.bidi)}{words}")

    def element(self, tag: str, inside: str) -> Any:
        xml = f"<{tag} {nsdecls('w', 'r')}>{inside}</{tag}>"
        element = parse_xml(xml.encode())
        self.end.addprevious(element)
        return element

    def _inside(self, tag: Any, properties: str) -> str:
        words = self._text(tag.text, properties)
        for child in tag:
            words += self._words(child, properties)
            tail = child.tail
            if child.tag == "br" and tail:
                tail = tail.removeprefix("\n")
            words += self._text(tail, properties)
        return words

    def _words(self, tag: Any, properties: str) -> str:
        if tag.tag == "br":
            return "<w:r><w:br/></w:r>"
        if tag.tag == "a" and tag.get("href"):
            return self._link(tag, properties)
        return self._inside(tag, properties + STRESS.get(tag.tag, ""))

    def _link(self, tag: Any, properties: str) -> str:
        words = self._inside(tag, LINK + properties)
        return link(self.document, tag.get("href"), words)

    def _text(self, text: str | None, properties: str = "") -> str:
        # The end of a line is a space, as in HTML.
        return runs(text.replace("\n", " "), self.tongue, properties) if text else ""


def link(document: Document, uri: str, words: str) -> str:
    """Runs that Word follows when they are clicked; it loads nothing before."""
    relation = document.part.relate_to(
        uri, RELATIONSHIP_TYPE.HYPERLINK, is_external=True
    )
    return f"<w:hyperlink r:id={quoteattr(relation)}>{words}</w:hyperlink>"


def _continued(place: Place) -> Place:
    """After an item's first paragraph: without a mark, below its words."""
    if not place.number:
        return place
    return replace(place, style="ListContinue", number=0)
