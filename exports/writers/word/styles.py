"""Styles and lists of the document, in place of those of python-docx's own template."""

import re
from pathlib import Path
from string import Template
from typing import Any

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from exports.designs import DESIGNS, MEDIA, Look
from exports.markup import accent
from exports.roll import Roll
from exports.writers.word.edges import measure
from exports.writers.word.languages import code, code_leftwards, is_leftwards

STYLES = Template(Path(__file__).with_name("styles.xml").read_text())
SIZE = re.compile('(<w:sz(?:Cs)? w:val=")([0-9]+)')
LEVELS = 9
INDENT, HANGING = 400, 300  # twentieths of a point; the first for each level
# Kinds of lists, and the lists that the styles name.
BULLET, NUMBER, NAME = range(3)
BULLETS, NAMES = 1, 2
MARKS = "•–▪"


def set_styles(document: Document, roll: Roll, look: Look) -> None:
    is_bidi = is_leftwards(roll.language)
    xml = STYLES.substitute(
        language=code(roll.language),
        leftwards=code_leftwards(roll.language),
        accent=accent(roll.accent).removeprefix("#"),
        bidi="<w:bidi/>" if is_bidi else "",
        rtl="<w:rtl/>" if is_bidi else "",
        measure=measure(look),
        names=int(2 * DESIGNS[look.design].size),
    )
    _replace(document.styles.element, _scaled(xml, MEDIA[look.medium].scale))
    _replace(document.part.numbering_part.element, _numbering())
    # Word calls an older one “compatibility mode”.
    modes = "w:compat/w:compatSetting[@w:name='compatibilityMode']"
    for mode in document.settings.element.xpath(modes):
        mode.set(qn("w:val"), "15")


def _scaled(styles: str, scale: float) -> str:
    """The styles with other sizes of type, which are told in half points."""
    return SIZE.sub(lambda size: f"{size[1]}{round(int(size[2]) * scale)}", styles)


def _replace(element: Any, xml: str) -> None:
    element[:] = parse_xml(xml.encode())[:]


def _numbering() -> str:
    bullets = ["".join(_level(n, "bullet", MARKS[n % 3]) for n in range(LEVELS))]
    numbers = ["".join(_level(n, "decimal", f"%{n + 1}.") for n in range(LEVELS))]
    # No mark stands before a name, and yet it is the item of a list.
    name = (
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="none"/>'
        '<w:suff w:val="nothing"/><w:lvlText w:val=""/><w:lvlJc w:val="left"/>'
        '<w:pPr><w:ind w:left="220" w:hanging="220"/></w:pPr></w:lvl>'
    )
    kinds = [
        f'<w:abstractNum w:abstractNumId="{kind}"><w:multiLevelType'
        f' w:val="hybridMultilevel"/>{"".join(levels)}</w:abstractNum>'
        for kind, levels in ((BULLET, bullets), (NUMBER, numbers), (NAME, [name]))
    ]
    lists = [_list(BULLETS, BULLET), _list(NAMES, NAME)]
    return f"<w:numbering {nsdecls('w')}>{''.join(kinds + lists)}</w:numbering>"


def _level(level: int, format: str, mark: str) -> str:
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{format}"/>'
        f'<w:lvlText w:val="{mark}"/><w:lvlJc w:val="left"/><w:pPr><w:ind'
        f' w:left="{INDENT * (level + 1)}" w:hanging="{HANGING}"/></w:pPr></w:lvl>'
    )


def _list(number: int, kind: int, more: str = "") -> str:
    return (
        f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{kind}"/>'
        f"{more}</w:num>"
    )


def start_numbers(document: Document, level: int) -> int:
    """A numbered list of its own, which does not go on from the one before."""
    numbering = document.part.numbering_part.element
    number = len(numbering.findall(qn("w:num"))) + 1
    again = (
        f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="1"/></w:lvlOverride>'
    )
    numbering.append(parse_xml(_list(number, NUMBER, again)))
    return number
