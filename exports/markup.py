"""The letter with its names as one HTML page: what is printed, and what is sent as HTML."""

import base64
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from mimetypes import guess_type
from pathlib import Path

from django.conf import settings
from django.db.models.fields.files import FieldFile
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_info

from campaigns.models import Campaign, Partner
from exports import wording
from exports.roll import Entry, Roll, line
from letters import text

STYLESHEET = Path(settings.BASE_DIR) / "static" / "css" / "document.css"
HEADING = re.compile(r"<(/?)h([2-4])>")
COLOR = re.compile(r"#[0-9a-fA-F]{6}")
ACCENT = "#1d4e89"
# Embeddings, overrides and isolates, none of which a name may bring along.
DIRECTION_CONTROLS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])

Isolate = Callable[[str], str]


def with_characters(part: str) -> str:
    """Isolated by U+2068 and U+2069, which cost WeasyPrint a quarter of <bdi>."""
    return f"\u2068{escape(part.translate(DIRECTION_CONTROLS))}\u2069"


def with_elements(part: str) -> str:
    return f"<bdi>{escape(part.translate(DIRECTION_CONTROLS))}</bdi>"


@dataclass(frozen=True)
class Logo:
    name: str
    uri: str
    is_partner: bool


def logos(roll: Roll) -> list[Logo]:
    """The campaign's and the partners' logos that there are, as data URIs."""
    campaign = roll.letter.campaign
    owners: list[Campaign | Partner] = [campaign, *campaign.partners.all()]
    return [
        Logo(
            owner.name.text(roll.language),
            _data_uri(owner.logo),
            is_partner=owner is not campaign,
        )
        for owner in owners
        if owner.logo
    ]


def _data_uri(image: FieldFile) -> str:
    kind = guess_type(image.name or "")[0] or "image/png"
    with image.open("rb") as file:
        return f"data:{kind};base64,{base64.b64encode(file.read()).decode()}"


def render_page(roll: Roll, isolate: Isolate, images: list[Logo]) -> str:
    campaign, language = roll.letter.campaign, roll.language
    color = campaign.accent_color
    return render_to_string(
        "exports/letter.html",
        {
            "roll": roll,
            "direction": "rtl" if get_language_info(language)["bidi"] else "ltr",
            # Our own file, and a color that cannot be anything else.
            "css": mark_safe(STYLESHEET.read_text()),  # noqa: S308
            "accent": color if COLOR.fullmatch(color) else ACCENT,
            "campaign": campaign.name.text(language),
            "partners": [p.name.text(language) for p in campaign.partners.all()],
            "logos": images,
            "date": wording.date(roll),
            "addressees": wording.addressees(roll),
            "body": step_headings(text.render(roll.body)),
            "tally": wording.tally(roll),
            "groups": [
                (group.heading, _lines(group.entries, isolate, roll.letter.printed))
                for group in roll.groups
            ],
            "unnamed": wording.unnamed(roll),
            "affiliation_note": wording.affiliation_note(roll),
            "fingerprint": wording.fingerprint(roll),
            "page_words": wording.page_words(),
        },
    )


def _lines(
    entries: Iterable[Entry], isolate: Isolate, parts: Collection[str]
) -> Iterator[SafeString]:
    # `isolate` has escaped every part.
    return (mark_safe(line(entry, isolate, parts)) for entry in entries)  # noqa: S308


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
