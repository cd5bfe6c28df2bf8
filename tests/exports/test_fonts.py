"""The fonts that there are, asked beforehand, are those that names are set in."""

import os
import subprocess
import sys

import pytest

from exports import fonts
from exports.rendering import missing_glyphs
from tests.exports.test_looks import rolls
from tests.exports.test_pdf import SCRIPTS
from tests.factories import make_letter, make_signature

pytestmark = pytest.mark.usefixtures("printer")
NAMES = {
    **SCRIPTS,
    "Devanagari": "शर्मा",
    "Thai": "สมชาย",
    "Vietnamese": "Nguyễn Thị Ánh",
    "symbols": "Ana ★ † © №",
    "emoji": "Ana \U0001f600",
    "flag": "Ana \U0001f1ec\U0001f1f9",
    "family": "Ana \U0001f468\u200d\U0001f469\u200d\U0001f467",
    "hieroglyph": "Ana \U00013500",
    "private use": "Ana \ue000",
    "combining": "Ana x\u0331\u0301",
}


@pytest.fixture
def boxes(monkeypatch):
    """What was set as an empty box."""
    from weasyprint.pdf.fonts import Font

    drawn = []
    of_font = Font.get_unused_glyph_id

    def draw(self, codepoint):
        drawn.append(chr(codepoint))
        return of_font(self, codepoint)

    monkeypatch.setattr(Font, "get_unused_glyph_id", draw)
    return drawn


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES.keys())
def test_the_pre_flight_says_what_the_typesetter_does(name, boxes):
    from exports.composing import SANS
    from exports.typesetting.glyphs import Face, Fonts, Shaper
    from exports.weasy import fonts as configuration

    shaper = Shaper(Fonts(configuration(), {}), Face(SANS), "en")
    shaper.lines(name)

    assert set(boxes) == set(fonts.missing(name))


@pytest.mark.django_db
def test_a_name_with_an_emoji_that_no_font_has_is_named(monkeypatch):
    letter = make_letter()
    make_signature(letter, name="Ana \U0001f1ec\U0001f1f9 Pérez")
    make_signature(letter, name="Bob Brown")

    lacking = fonts.missing("\U0001f1ec\U0001f1f9")
    warning = missing_glyphs(rolls(letter, "en"))

    assert ("Ana" in warning) == bool(lacking)
    assert "Bob" not in warning


def test_without_any_font_there_is_a_sentence(tmp_path):
    """In a process of its own, since Pango ended it."""
    empty = tmp_path / "fonts.conf"
    empty.write_text("<?xml version='1.0'?><fontconfig></fontconfig>")
    script = (
        "import django; django.setup();"
        "from pathlib import Path; from bench.people import make_roll;"
        "from exports.designs import Look; from exports.pdf import write_pdf;"
        f"write_pdf([make_roll(3)], Path({str(tmp_path / 'x.pdf')!r}), print, Look())"
    )
    environment = os.environ | {
        "FONTCONFIG_FILE": str(empty),
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }

    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True
    )

    assert done.returncode == 1
    assert "no font is installed" in done.stderr
