"""The sheet, its margins, and what stands at the head and foot of every page."""

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.section import _Footer, _Header
from docx.shared import Pt

from exports import wording
from exports.designs import BOTTOM, PAPERS, SIDE, TOP
from exports.roll import Roll
from exports.writers.word.runs import runs

# Fields that Word fills in.
PAGE, PAGES = "PAGE", "NUMPAGES"


def set_edges(document: Document, roll: Roll) -> None:
    [section] = document.sections
    width, height = PAPERS["letter"]
    section.page_width, section.page_height = Pt(width), Pt(height)
    section.left_margin = section.right_margin = Pt(SIDE)
    section.top_margin, section.bottom_margin = Pt(TOP), Pt(BOTTOM)
    # The first page begins with the letterhead.
    section.different_first_page_header_footer = True
    _write(section.header, "Header", runs(roll.title))
    foot = f"{runs(wording.mark(roll))}<w:r><w:tab/></w:r>{_number()}"
    _write(section.footer, "Footer", foot)
    _write(section.first_page_footer, "Footer", foot)


def measure() -> int:
    """How wide the text is, in twentieths of a point."""
    return round((PAPERS["letter"][0] - 2 * SIDE) * 20)


def _write(edge: _Header | _Footer, style: str, words: str) -> None:
    edge.is_linked_to_previous = False
    [paragraph] = edge.paragraphs
    xml = f'<w:p {nsdecls("w")}><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{words}</w:p>'
    paragraph._p.getparent().replace(paragraph._p, parse_xml(xml.encode()))


def _number() -> str:
    """“Page 1 of 9” in the language, its numbers as fields."""
    words = wording.page_of(f"\n{PAGE}\n", f"\n{PAGES}\n").split("\n")
    return "".join(
        _field(word) if word in (PAGE, PAGES) else runs(word) for word in words
    )


def _field(name: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {name} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
