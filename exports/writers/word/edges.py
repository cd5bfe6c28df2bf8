"""The sheet, its margins, sections, and what stands at the head and foot of every page."""

from xml.sax.saxutils import escape

from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section, _Footer, _Header
from docx.shared import Pt
from lxml import etree

from exports import wording
from exports.designs import COLUMN_GAP, MEDIA, PAPERS, Look
from exports.writers.word.languages import Tongue
from exports.writers.word.runs import runs

# Fields that Word fills in.
PAGE, PAGES = "PAGE", "NUMPAGES"
HIDDEN = "<w:rPr><w:vanish/></w:rPr>"
EDGES = "w:headerReference | w:footerReference"


def set_sheet(document: Document, look: Look) -> None:
    [section] = document.sections
    width, height = PAPERS[look.paper]
    medium = MEDIA[look.medium]
    section.page_width, section.page_height = Pt(width), Pt(height)
    section.left_margin = section.right_margin = Pt(medium.side)
    section.top_margin, section.bottom_margin = Pt(medium.top), Pt(medium.bottom)
    # The first page begins with the letterhead.
    section.different_first_page_header_footer = True


def set_edges(document: Document, head: str, foot: str, tongue: Tongue) -> None:
    """Runs for the last section: the head of each page but its first, the foot of all.

    The tongue is the document's own.
    """
    section = document.sections[-1]
    write_edge(section.header, "Header", head)
    words = f"{foot}<w:r><w:tab/></w:r>{page_number(tongue)}"
    write_edge(section.footer, "Footer", words)
    if section.different_first_page_header_footer:
        write_edge(section.first_page_footer, "Footer", words)


def start_page(document: Document) -> None:
    """What comes now stands on pages of its own, below edges of its own."""
    _start_section(document)


def go_on(document: Document) -> None:
    """What comes now follows on the same page, in a section of its own."""
    section = _start_section(document)
    section.start_type = WD_SECTION.CONTINUOUS
    section.different_first_page_header_footer = False


def _start_section(document: Document) -> Section:
    body = document.element.body
    if body.sectPr.getprevious().tag != qn("w:p"):
        document.add_paragraph()
    body.sectPr.getprevious().set_sectPr(body.sectPr.clone())
    _leave_edges(body.sectPr)
    return document.sections[-1]


def set_columns(document: Document, count: int) -> None:
    columns = document.element.body.sectPr.find(qn("w:cols"))
    columns.set(qn("w:num"), str(count))
    columns.set(qn("w:space"), str(round(COLUMN_GAP * 20)))


def end_columns(document: Document) -> str:
    """What ends the last section, whose columns are as high as each other then.

    It goes into a paragraph that is not written yet.
    """
    section = document.element.body.sectPr
    ended = etree.tostring(section, encoding="unicode", with_tail=False)
    set_columns(document, 1)
    _leave_edges(section)
    return ended


def _leave_edges(section: etree._Element) -> None:
    """Let the section have those of the one before."""
    for edge in section.xpath(EDGES):
        section.remove(edge)


def measure(look: Look) -> int:
    """How wide the text is, in twentieths of a point."""
    return round((PAPERS[look.paper][0] - 2 * MEDIA[look.medium].side) * 20)


def write_edge(edge: _Header | _Footer, style: str, words: str) -> None:
    edge.is_linked_to_previous = False
    [paragraph] = edge.paragraphs
    xml = f'<w:p {nsdecls("w")}><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{words}</w:p>'
    paragraph._p.getparent().replace(paragraph._p, parse_xml(xml.encode()))


def page_number(tongue: Tongue) -> str:
    """“Page 1 of 9” in the language, its numbers as fields."""
    words = wording.page_of(f"\n{PAGE}\n", f"\n{PAGES}\n").split("\n")
    return "".join(
        _field(word) if word in (PAGE, PAGES) else runs(word, tongue) for word in words
    )


def on_all_but_the_last(words: str) -> str:
    """Runs of a field that says so on each page with others behind it.

    The numbers in it are hidden: LibreOffice, which knows no such field, would show them.
    """
    number, last = (_field(name, HIDDEN) for name in (PAGE, PAGES))
    question = f"{_code(' IF ')}{number}{_code(' < ')}{last}"
    answers = _code(f' "{words}" ""')
    return f"{_mark('begin')}{question}{answers}{_mark('separate')}{_mark('end')}"


def _field(name: str, properties: str = "") -> str:
    written = (
        f"{_mark('begin')}{_code(f' {name} ')}{_mark('separate')}"
        f"<w:r><w:t>1</w:t></w:r>{_mark('end')}"
    )
    return written.replace("<w:r>", f"<w:r>{properties}")


def _mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def _code(words: str) -> str:
    return f'<w:r><w:instrText xml:space="preserve">{escape(words)}</w:instrText></w:r>'
