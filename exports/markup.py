"""The letter with its names as one HTML page, and what WeasyPrint lays out of it."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from html import escape
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_info, override

from core.characters import legal
from exports import together, wording
from exports.designs import Look
from exports.roll import Roll, line
from exports.together import Note, Words
from letters import text

STYLESHEET = Path(settings.BASE_DIR) / "static" / "css" / "document.css"
HEADING = re.compile(r"<(/?)h([2-4])>")
COLOR = re.compile(r"#[0-9a-fA-F]{6}")
ACCENT = "#1d4e89"
# Embeddings, overrides and isolates, none of which a name may bring along.
DIRECTION_CONTROLS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])

# Hebrew, Arabic and their neighbors.
RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
TURNING = re.compile(
    f"[{''.join(map(chr, DIRECTION_CONTROLS))}{RIGHT_TO_LEFT.pattern[1:]}"
)

# Where the names go; no text of a letter brings a comment along.
NAMES = mark_safe("<!--names-->")


def isolated(part: str) -> str:
    """Part of a line, whose direction does not disturb its neighbors."""
    return f"<bdi>{escape(_without_controls(part))}</bdi>"


@lru_cache(512)
def isolated_if_needed(part: str) -> str:
    """The same for plain text, with characters; programs may show those they do not know."""
    if not TURNING.search(part):  # as nearly all
        return part
    part = _without_controls(part)
    return f"\u2068{part}\u2069" if RIGHT_TO_LEFT.search(part) else part


def _without_controls(part: str) -> str:
    return part if part.isascii() else part.translate(DIRECTION_CONTROLS)


def render_page(rolls: Sequence[Roll], look: Look) -> Iterator[str]:
    """The whole letter, as one file without anything outside of it, piece by piece."""
    css = mark_safe(STYLESHEET.read_text())  # noqa: S308  our own file
    page = _page(rolls, [*_front(rolls, look), _below(rolls, look)], css=css)
    head, _mark, foot = page.partition(NAMES)
    roll = rolls[0]
    yield head
    for group in roll.groups:
        yield _heading(together.heading(rolls, group), roll.language)
        yield '\n<ul class="names">\n'
        for entry in group.entries:
            yield f"<li>{line(entry, isolated, roll.parts)}</li>\n"
        yield "</ul>\n"
    yield foot


def render_front(rolls: Sequence[Roll], page_css: str, look: Look) -> str:
    """The letter down to where the names begin, for paper; styled by STYLESHEET."""
    parts = _front(rolls, look)
    return _page(rolls, parts, page_css=mark_safe(page_css))  # noqa: S308  numbers only


def accent(color: str) -> str:
    # It goes into a style sheet, so it can be nothing but a color.
    return color if COLOR.fullmatch(color) else ACCENT


def direction(language: str) -> str:
    return "rtl" if get_language_info(language)["bidi"] else "ltr"


def _page(rolls: Sequence[Roll], parts: list[str], **context: object) -> str:
    return render_to_string(
        "exports/letter.html",
        {
            "roll": rolls[0],
            "title": together.title(rolls),
            "direction": direction(rolls[0].language),
            "accent": accent(rolls[0].accent),
            "parts": parts,
            **context,
        },
    )


def _front(rolls: Sequence[Roll], look: Look) -> list[str]:
    """Covers and texts, in each language."""
    covers = [_cover(roll, look, place) for place, roll in enumerate(rolls)]
    letters = [_letter(roll, place) for place, roll in enumerate(rolls)]
    return [*(covers if look.has_cover else []), *letters]


def _letter(roll: Roll, place: int) -> str:
    with override(roll.language):
        return render_to_string(
            "exports/_letter.html",
            {
                "roll": roll,
                "place": place,
                "direction": direction(roll.language),
                "date": wording.date(roll),
                "body": step_headings(text.render(legal(roll.body))),
                "tally": wording.tally(roll),
                "addendum": wording.addendum(roll),
            },
        )


def _cover(roll: Roll, look: Look, place: int) -> str:
    return render_to_string(
        "exports/_cover.html",
        {
            "roll": roll,
            "place": place,
            "direction": direction(roll.language),
            "cover": together.cover(roll, look),
        },
    )


def _below(rolls: Sequence[Roll], look: Look) -> str:
    """The place of the names, and what is said below them."""
    language = rolls[0].language
    heading = together.summary_heading(rolls, look)
    return render_to_string(
        "exports/_below.html",
        {
            "names": NAMES,
            "notes": [_note(note, language) for note in together.notes(rolls)],
            "heading": _heading(heading, language) if heading else "",
            "places": wording.places(rolls[0]),
            "mark": together.mark(rolls),
        },
    )


def _note(note: Note, of_page: str) -> SafeString:
    form = '<a href="{1}">{0}</a>' if note.uri else "{}"
    return format_html(
        '<p class="{}"{}>{}</p>',
        "note" if note.is_small else "unnamed",
        _language(note.words, of_page),
        format_html(form, note.words.text, note.uri),
    )


def _heading(said: list[Words], of_page: str) -> SafeString:
    parts = []
    for words in said:
        attributes = _language(words, of_page)
        form = "<span{}>{}</span>" if attributes else "{}{}"
        parts.append(format_html(form, attributes, words.text))
    joined = format_html_join(together.SEPARATOR, "{}", ([part] for part in parts))
    return format_html('<h2 class="group">{}</h2>', joined)


def _language(words: Words, of_page: str) -> str:
    """The attributes that say it, where the page as a whole does not."""
    if words.language == of_page:
        return ""
    attributes = ' lang="{}" dir="{}"'
    return format_html(attributes, words.language, direction(words.language))


def step_headings(body: SafeString) -> SafeString:
    """Let no heading skip a level below the title, which PDF/UA forbids.

    nh3 wrote the tags, so they are exactly <h2> and its like; text has no "<".
    """
    level = 1
    open_level = 1

    def stepped(match: re.Match[str]) -> str:
        nonlocal level, open_level
        if not match[1]:
            open_level = level = min(int(match[2]), level + 1)
        return f"<{match[1]}h{open_level}>"

    return mark_safe(HEADING.sub(stepped, body))  # noqa: S308  only digits were changed
