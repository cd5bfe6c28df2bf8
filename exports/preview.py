"""The document as it would be printed now, drawn by a worker for an organizer who waits."""

from dataclasses import dataclass, replace
from enum import StrEnum
from io import BytesIO
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from django.utils import translation
from django.utils.translation import gettext as _

from core.errors import Refusal
from exports import grouping
from exports.designs import Look
from exports.grouping import Rule
from exports.models import Layout
from exports.pdf import write_pdf
from exports.reading import read_roll, texts
from exports.roll import Entry, Group, Roll
from letters.models import Letter, Translation
from signatures.models import Signature

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

NAMES = 60  # of each kind: enough to see how they will stand
EXAMPLES = 12  # names in each group while nobody has signed
PIXELS_WIDE = 1000


class Part(StrEnum):
    """What is shown of the document."""

    FILE = "file"
    FIRST_PAGE = "first"
    NAMES = "names"  # the picture of a page with names


@dataclass(frozen=True)
class Choice:
    """How a document shall look, saved or only tried out."""

    look: Look
    rules: list[Rule]
    in_all_languages: bool = False
    to_each_recipient: bool = False


@dataclass(frozen=True)
class Preview:
    """What somebody waits for (`exports.waiting`)."""

    letter_id: int
    language: str
    part: Part
    choice: Choice

    def draw(self) -> bytes:
        letter = Letter.objects.select_related("campaign").get(pk=self.letter_id)
        choice = self.choice
        languages = [self.language]
        if choice.in_all_languages:
            written = [
                code for code in letter.campaign.languages if _text(letter, code)
            ]
            languages = sorted(written, key=lambda code: code != self.language)
        rolls = [_read(letter, code, choice) for code in languages or [self.language]]
        is_addressed = choice.to_each_recipient and rolls[0].addressees
        with TemporaryDirectory(prefix="undersigned-") as folder:
            path = Path(folder) / "preview.pdf"
            write_pdf(
                rolls,
                path,
                lambda _percent: None,
                choice.look,
                recipient=0 if is_addressed else None,
            )
            document = path.read_bytes()
        if self.part == Part.FILE:
            return document
        return _picture(document, rolls[0] if self.part == Part.NAMES else None)


def choice_of(layout: Layout, rules: list[Rule]) -> Choice:
    """What is chosen in a layout, saved or not; without rules, the usual groups."""
    return Choice(
        layout.look,
        rules or grouping.DEFAULT,
        in_all_languages=layout.is_bilingual,
        to_each_recipient=layout.is_addressed,
    )


def saved_choice(letter: Letter) -> Choice:
    return choice_of(Layout.of(letter), grouping.written_rules(letter))


def _text(letter: Letter, language: str) -> Translation | None:
    draft = letter.draft_revision
    return (draft.texts() if draft else texts(letter)).get(language)


def _read(letter: Letter, language: str, choice: Choice) -> Roll:
    """The draft's text, or the published one where there is none, with a few names."""
    written = _text(letter, language)
    if written is None:
        raise Refusal(_("The letter has no text in this language yet."))
    with translation.override(language):
        roll = read_roll(
            letter, language, translation=written, limit=NAMES, rules=choice.rules
        )
        if not roll.groups:
            roll = replace(roll, groups=_examples(choice.rules, language))
    return roll


def _examples(rules: list[Rule], language: str) -> list[Group]:
    """Names for a letter that nobody has signed, below the headings that it will have."""
    printed = range(len(rules))
    return [
        Group(
            grouping.heading(rules, rank, printed, language),
            [_example(rule, number) for number in range(1, EXAMPLES + 1)],
            rank,
        )
        for rank, rule in enumerate(rules)
    ]


def _example(rule: Rule, number: int) -> Entry:
    is_organization = rule.who == grouping.Who.ORGANIZATIONS
    name = (
        _("Example organization %(number)s")
        if is_organization
        else _("Name %(number)s")
    )
    return Entry(
        number=number,
        kind=Signature.Kind.ORGANIZATION if is_organization else Signature.Kind.PERSON,
        name=name % {"number": number},
        title="",
        affiliation="",
        representative="",
        city=_("City"),
        region="",
        country="",
        country_name="",
        language="",
        publicity=Signature.Publicity.PUBLIC,
        signed_at=None,
    )


def _picture(document: bytes, roll: Roll | None) -> bytes:
    """The first page, or with a roll the page on which the middle of its names stand."""
    import pypdfium2

    pdf = pypdfium2.PdfDocument(document)
    try:
        page = pdf[_page_of_names(pdf, roll) if roll else 0]
        picture = page.render(scale=PIXELS_WIDE / page.get_width()).to_pil()
    finally:
        pdf.close()
    file = BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


def _page_of_names(pdf: "PdfDocument", roll: Roll) -> int:
    entries = list(roll.entries)
    for entry in islice(entries, len(entries) // 2, None):
        for number in range(len(pdf) - 1, -1, -1):
            if entry.name in pdf[number].get_textpage().get_text_range():
                return number
    return len(pdf) - 1
