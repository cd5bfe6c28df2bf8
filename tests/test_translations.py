"""The catalogs of translations: complete, sound, and compiled as they are written."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils.translation import to_locale

from tests.requirements import require

ROOT = Path(settings.BASE_DIR)
LANGUAGES = [
    code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE
]
PROGRAMS = ("xgettext", "msguniq", "msgattrib")
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sd]|\{\w+\}")

pytestmark = pytest.mark.parametrize("language", LANGUAGES)


def catalog(root: Path, language: str) -> Path:
    return root / "locale" / to_locale(language) / "LC_MESSAGES" / "django.po"


def texts(entry: polib.POEntry) -> Iterator[tuple[str, str]]:
    """Each English text with its translation, in all numbers of the plural."""
    if not entry.msgid_plural:
        yield entry.msgid, entry.msgstr
    for form, translated in entry.msgstr_plural.items():
        yield (entry.msgid_plural if form else entry.msgid), translated


def names(entries: polib.POFile) -> set[tuple[str, str]]:
    return {(entry.msgid, entry.msgid_plural) for entry in entries}


def test_the_catalog_has_the_texts_of_the_code_and_no_others(
    language, tmp_path, monkeypatch, settings
):
    missing = [program for program in PROGRAMS if not shutil.which(program)]
    require(not missing, f"not installed: {', '.join(missing)} (package gettext)")
    # A copy, because makemessages writes beside the templates while it reads them.
    copy = tmp_path / "code"
    ignored = shutil.ignore_patterns(".*", "var", "tests", "static", "locale")
    shutil.copytree(ROOT, copy, ignore=ignored)
    (copy / "locale").mkdir()
    settings.LOCALE_PATHS = [copy / "locale"]
    monkeypatch.chdir(copy)

    call_command(
        "makemessages",
        locale=[to_locale(language)],
        no_location=True,
        verbosity=0,
    )

    in_code = names(polib.pofile(catalog(copy, language)))
    in_catalog = names(polib.pofile(catalog(ROOT, language)))
    assert in_catalog - in_code == set(), "not in the code any more"
    assert in_code - in_catalog == set(), "new in the code (see docs/translating.md)"


def test_everything_is_translated(language):
    entries = polib.pofile(catalog(ROOT, language))

    unfinished = [
        entry.msgid
        for entry in entries
        if entry.fuzzy or entry.obsolete or not all(text for _, text in texts(entry))
    ]

    assert len(entries) > 500
    assert unfinished == []


def test_translations_keep_the_placeholders(language):
    for entry in polib.pofile(catalog(ROOT, language)):
        for english, translated in texts(entry):
            expected = sorted(PLACEHOLDER.findall(english))
            assert sorted(PLACEHOLDER.findall(translated)) == expected, translated


def test_the_compiled_catalog_is_the_written_one(language):
    path = catalog(ROOT, language)

    written, compiled = (
        {(entry.msgctxt, entry.msgid): list(texts(entry)) for entry in entries}
        for entries in (polib.pofile(path), polib.mofile(path.with_suffix(".mo")))
    )

    assert compiled == written


def test_the_catalog_names_nobody(language):
    header = catalog(ROOT, language).read_text(encoding="utf-8").split("\n\n")[0]

    assert "Content-Type" in header
    assert "@" not in header
