import io
import os
import sys

import pytest
from django.core.management import CommandError, call_command

from exports.models import Document
from tests.factories import make_letter, make_signature

pytestmark = pytest.mark.django_db


def export(letter, *arguments):
    call_command("export_letter", letter.slug, *arguments, stderr=io.StringIO())


@pytest.mark.parametrize("format", Document.Format.values)
def test_every_format_is_written_without_a_document_in_the_database(
    tmp_path, format, request
):
    if format == Document.Format.PDF:
        request.getfixturevalue("printer")
    letter = make_letter()
    make_signature(letter)
    target = tmp_path / f"out.{format}"

    export(letter, "--format", format, "--language", "en", "--output", str(target))

    assert target.stat().st_size > 100
    assert list(tmp_path.iterdir()) == [target]
    assert not Document.objects.exists()


def test_the_language_is_the_campaigns_first_unless_told(tmp_path):
    letter = make_letter()
    letter.campaign.languages = ["es", "en"]
    letter.campaign.save()

    export(letter, "--format", "txt", "--output", str(tmp_path / "out.txt"))

    assert "Una carta sobre la frontera" in (tmp_path / "out.txt").read_text()


def test_a_dash_writes_to_standard_output(monkeypatch):
    letter = make_letter()
    make_signature(letter, name="Ana Pérez")
    output = io.TextIOWrapper(io.BytesIO())
    monkeypatch.setattr(sys, "stdout", output)

    export(letter, "--format", "csv", "--output", "-")

    written = output.buffer.getvalue()
    assert written.startswith(b"\xef\xbb\xbfnumber,kind,name")
    assert "Ana Pérez".encode() in written


def test_the_numbers_are_told_apart_from_the_file(tmp_path, capsys):
    letter = make_letter()
    make_signature(letter)
    target = tmp_path / "out.txt"

    call_command(
        "export_letter", letter.slug, "--format", "txt", "--output", str(target)
    )

    assert capsys.readouterr() == ("", f"{target}: 1 signatures\n")


def test_an_unknown_letter_is_refused():
    with pytest.raises(CommandError, match="There is no letter “nothing”"):
        call_command("export_letter", "nothing", "--output", "-")


@pytest.mark.parametrize("language", ["fr", "xx", ""])
def test_a_language_without_text_is_refused(language, tmp_path):
    letter = make_letter()
    letter.current_revision.translations.exclude(language="en").delete()
    letter.campaign.languages = ["es", "en"]
    letter.campaign.save()

    with pytest.raises(CommandError, match="it has: en"):
        export(letter, "--language", language, "--output", str(tmp_path / "x.pdf"))


def test_a_folder_that_does_not_exist_is_refused(tmp_path):
    with pytest.raises(CommandError, match="There is no folder"):
        export(make_letter(), "--output", str(tmp_path / "no" / "x.pdf"))


def test_a_target_that_cannot_be_replaced_is_refused_and_kept(tmp_path):
    target = tmp_path / "folder.txt"
    target.mkdir()

    with pytest.raises(CommandError, match="directory"):
        export(make_letter(), "--format", "txt", "--output", str(target))

    assert list(tmp_path.iterdir()) == [target]


def test_a_pipe_is_written_into_and_not_replaced(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)

    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    export(make_letter(), "--format", "txt", "--output", str(pipe))
    read = os.read(reader, 10_000)
    os.close(reader)

    assert b"A letter on the border" in read
    assert pipe.is_fifo()
    assert list(tmp_path.iterdir()) == [pipe]


def test_a_link_is_followed_and_not_replaced(tmp_path):
    target, link = tmp_path / "target.txt", tmp_path / "link.txt"
    target.write_text("earlier")
    link.symlink_to(target)

    export(make_letter(), "--format", "txt", "--output", str(link))

    assert link.is_symlink()
    assert "A letter on the border" in target.read_text()


def test_an_earlier_file_is_replaced(tmp_path):
    target = tmp_path / "out.txt"
    target.write_text("earlier")

    export(make_letter(), "--format", "txt", "--output", str(target))

    assert "A letter on the border" in target.read_text()
    assert list(tmp_path.iterdir()) == [target]


def test_an_earlier_file_stays_whole_when_the_export_fails(tmp_path):
    letter = make_letter()
    target = tmp_path / "out.txt"
    target.write_text("earlier")
    letter.current_revision.translations.all().delete()

    with pytest.raises(CommandError):
        export(letter, "--format", "txt", "--output", str(target))

    assert target.read_text() == "earlier"
