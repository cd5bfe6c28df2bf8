"""The release as a Word file: styles, headings and lists, for editors who cut and paste."""

from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.characters import legal
from exports.roll import Logo
from letters import text
from press.content import Content
from press.writers.page import logo, with_dateline

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

LISTS = {"ul": "List Bullet", "ol": "List Number"}
HEADINGS = {1: 22, 2: 13, 3: 12, 4: 11}  # points
LEVELS_MAXIMUM = 3  # of lists that Word's own styles indent


def write_docx(content: Content, path: Path) -> None:
    # Imported late, because the web process does not need it.
    import docx

    document = docx.Document()
    _prepare(document, content)
    _set_edges(document, content)
    _add_letterhead(document, content)
    _bold(document, content.marking)
    if content.contacts:
        _bold(document, content.contacts_heading).paragraph_format.space_after = 0
        for contact in content.contacts:
            paragraph = document.add_paragraph(legal(" · ".join(contact)))
            paragraph.paragraph_format.space_after = 0
        document.add_paragraph()
    document.add_heading(legal(content.headline), 1)
    _Body(document).feed(with_dateline(content))
    _Body(document).feed(text.render(content.body))
    for quotation in content.quotations:
        document.add_paragraph(legal(quotation.text), "Quote")
        document.add_paragraph(legal(f"— {quotation.speaker}"))
    if content.figures:
        document.add_paragraph(legal(content.figures))
    for address in content.addresses:
        document.add_paragraph(legal(f"{address.words}: {address.url}"))
    for partner in content.partners:
        document.add_heading(legal(partner.name), 2)
        document.add_paragraph(legal(partner.text))
    if content.about:
        document.add_heading(legal(content.about_heading), 2)
        _Body(document).feed(text.render(content.about))
    _centered(document, content.end_mark)
    document.save(str(path))


def _prepare(document: "Document", content: Content) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    properties = document.core_properties
    properties.title = legal(content.headline)[:255]
    properties.author = legal(content.campaign)[:255]
    properties.comments = ""
    properties.language = content.language
    properties.created = properties.modified = content.at.replace(microsecond=0)
    section = document.sections[0]
    section.left_margin = section.right_margin = Mm(25)
    normal: Any = document.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(11)
    # Word checks the spelling in this language, and readers speak it.
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), content.language)
    normal.element.get_or_add_rPr().append(language)
    for level, size in HEADINGS.items():
        document.styles[f"Heading {level}"].font.size = Pt(size)


def _set_edges(document: "Document", content: Content) -> None:
    """What stands at the head and foot of every page."""
    from docx.enum.text import WD_PARAGRAPH_ALIGNMENT, WD_TAB_ALIGNMENT
    from docx.shared import Pt

    from exports.writers.word import edges
    from exports.writers.word.languages import tongue
    from exports.writers.word.runs import runs

    section: Any = document.sections[0]
    voice = tongue(content.language)
    head: Any = document.styles["Header"]
    head.font.size = Pt(9)
    width = section.page_width - section.left_margin - section.right_margin
    stops = head.paragraph_format.tab_stops
    stops.clear_all()
    stops.add_tab_stop(width, WD_TAB_ALIGNMENT.RIGHT)
    marking = runs(content.marking, voice, "<w:b/>")
    number = edges.page_number(voice)
    edges.write_edge(section.header, "Header", f"{marking}<w:r><w:tab/></w:r>{number}")
    foot: Any = document.styles["Footer"]
    foot.paragraph_format.alignment = WD_PARAGRAPH_ALIGNMENT.CENTER
    more = edges.on_all_but_the_last(content.more)
    edges.write_edge(section.footer, "Footer", more)


def _add_letterhead(document: "Document", content: Content) -> None:
    from exports.writers.word.front import add_logo

    if uri := logo(content):
        run = document.add_paragraph().add_run()
        add_logo(run, Logo(content.campaign, uri, is_partner=False))
    _bold(document, content.campaign)


def _bold(document: "Document", words: str) -> "Paragraph":
    paragraph = document.add_paragraph()
    paragraph.add_run(legal(words)).bold = True
    return paragraph


def _centered(document: "Document", words: str) -> None:
    from docx.enum.text import WD_PARAGRAPH_ALIGNMENT

    document.add_paragraph(words).alignment = WD_PARAGRAPH_ALIGNMENT.CENTER


class _Body(HTMLParser):
    """Writes what letters.text.render has sanitized: its few tags, and nothing else."""

    def __init__(self, document: "Document"):
        super().__init__()
        self.document = document
        self.paragraph: Paragraph | None = None
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self._run("\n")
            return
        if tag == "hr":
            _centered(self.document, "* * *")
            return
        self.open.append(tag)
        if tag == "li" or (tag == "p" and not self._is_first_in_item()):
            self.paragraph = self.document.add_paragraph(style=self._style())
        elif tag in {"h2", "h3", "h4"}:
            self.paragraph = self.document.add_heading("", int(tag[1]))

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        # White space between two blocks is no text.
        if self.paragraph is not None and (data.strip() or self._is_inline()):
            self._run(data.replace("\n", " "))

    def _run(self, words: str) -> None:
        if self.paragraph is None:
            self.paragraph = self.document.add_paragraph()
        run = self.paragraph.add_run(legal(words))
        run.bold = "strong" in self.open or "span" in self.open or None
        run.italic = "em" in self.open or None
        run.underline = "a" in self.open or None

    def _is_inline(self) -> bool:
        return bool(self.open) and self.open[-1] not in {"ul", "ol", "blockquote"}

    def _is_first_in_item(self) -> bool:
        """Whether a paragraph is that of its item, which stands there already."""
        is_in_item = len(self.open) > 1 and self.open[-2] == "li"
        return (
            is_in_item
            and self.paragraph is not None
            and not self.paragraph.text.strip()
        )

    def _style(self) -> str:
        lists = [tag for tag in self.open if tag in LISTS]
        if lists:
            level = min(len(lists), LEVELS_MAXIMUM)
            return LISTS[lists[-1]] + (f" {level}" if level > 1 else "")
        return "Quote" if "blockquote" in self.open else "Normal"
