"""The release as text, page, PDF and Word file, made by a worker and made anew."""

import json
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import docx
import pikepdf
import pypdfium2
import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.utils import timezone

from campaigns.models import Partner
from exports.models import Layout
from press import services
from press.content import compose
from press.models import ReleaseFile
from press.periodic import make_due_files, renew_files
from press.tasks import make_release_file
from press.writers import WRITERS
from press.writers.page import page
from press.writers.txt import text_lines
from tests.exports.validators import verdict
from tests.press.conftest import make_release

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]

CORPUS = json.loads((Path(__file__).parents[1] / "data" / "hostile.json").read_text())
HOSTILE = "<script>alert(1)</script> {{ 7|add:7 }} {% now 'Y' %} ${x} =1+1"


@pytest.fixture
def release(letter, edition):
    release = make_release(letter, edition=edition)
    release.texts.filter(language="en").update(
        lead="We are {total} in {countries} countries.",
        body="## Why\n\nBecause **it** *matters*:\n\n- one\n- two\n\n> Old words.",
        about="We {people}.",
    )
    release.partners.create(partner=letter.campaign.partners.get())
    return release


def text_of(release, language="en"):
    return "\n".join(text_lines(compose(release, language)))


def written(release, format, tmp_path, language="en"):
    path = tmp_path / f"release.{format}"
    WRITERS[format](compose(release, language), path)
    return path


def pdf_text(path):
    pdf = pypdfium2.PdfDocument(path)
    return [each.get_textpage().get_text_range() for each in pdf]


def test_numbers_are_those_of_the_edition(release, letter):
    letter.signatures.update(status="withdrawn")

    text = text_of(release)

    assert "We are 3 in 2 countries." in text
    assert "Signatures: 3 · People: 3 · Organizations: 0 · Countries: 2" in text


def test_without_an_edition_no_number_is_told(release):
    release.edition = None

    assert "{total}" in text_of(release)
    assert "Signatures:" not in text_of(release)


def test_everything_stands_in_its_order_in_every_format(release, tmp_path):
    release.end_mark = "-30-"
    parts = [
        "FOR IMMEDIATE RELEASE", "Ann", "press@example.org",
        "Neighbors write to the President", "CHICAGO, March 13, 2027", "We are 3",
        "Why", "matters", "two", "Old words.", "“We are many.”", "Rosa Xol, Director",
        "Signatures: 3", "About House of Dawn", "A shelter.", "About Border Coalition",
        "-30-",
    ]  # fmt: skip
    word = docx.Document(str(written(release, "docx", tmp_path)))
    texts = [
        written(release, "txt", tmp_path).read_text(),
        written(release, "html", tmp_path).read_text(),
        "\n".join(paragraph.text for paragraph in word.paragraphs),
    ]

    for text in texts:
        body = text.partition("<body>")[2] or text
        places = [body.find(part) for part in parts]
        assert -1 not in places, parts[places.index(-1)]
        assert places == sorted(places)


def test_each_language_has_its_own_words(release):
    text = text_of(release, "es")

    assert "PARA PUBLICACIÓN INMEDIATA" in text
    assert "Vecinos escriben a la Presidenta" in text
    assert "CHICAGO, 13 de marzo de 2027" in text
    assert "«Somos muchos.»" in text
    assert "Rosa Xol, Directora" in text
    assert "Casa del Alba" in text
    assert "Un albergue." in text
    assert "Ann" not in text


def test_lines_of_text_are_as_long_as_mail_likes(release):
    release.texts.filter(language="en").update(body="word " * 200, headline="a b " * 50)

    assert max(map(len, text_of(release).splitlines())) <= 72


def test_the_word_file_has_styles_and_a_language(release, tmp_path):
    word = docx.Document(str(written(release, "docx", tmp_path)))

    styles = [(p.style.name, p.text) for p in word.paragraphs]
    assert ("Heading 1", "Neighbors write to the President") in styles
    assert ("Heading 2", "About House of Dawn") in styles
    assert ("List Bullet", "two") in styles
    assert ("Quote", "Old words.") in styles
    bold = [run.text for p in word.paragraphs for run in p.runs if run.bold]
    assert "it" in bold
    assert word.core_properties.language == "en"
    assert word.core_properties.title == "Neighbors write to the President"


@pytest.mark.usefixtures("printer")
def test_a_long_pdf_says_that_it_goes_on_but_on_its_last_page(release, tmp_path):
    release.texts.filter(language="en").update(body="A paragraph of words.\n\n" * 80)

    pages = pdf_text(written(release, "pdf", tmp_path))

    assert len(pages) > 2
    assert ["-more-" in text for text in pages] == [True] * (len(pages) - 1) + [False]
    assert "###" in pages[-1]


@pytest.mark.usefixtures("printer")
def test_the_pdf_is_tagged_and_says_both_standards(release, tmp_path):
    with pikepdf.open(written(release, "pdf", tmp_path, "es")) as pdf:
        assert str(pdf.Root.Lang) == "es"
        assert pdf.Root.MarkInfo.Marked
        with pdf.open_metadata() as metadata:
            assert metadata["dc:title"] == "Vecinos escriben a la Presidenta"
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["pdfaid:part"] == "3"


@pytest.mark.usefixtures("printer")
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("profile", ["PDFUA-1", "PDFA-3A"])
def test_the_pdf_passes_verapdf(release, tmp_path, language, profile):
    path = written(release, "pdf", tmp_path, language)

    assert verdict(path, profile)[-1] == "compliant: true"


@pytest.mark.usefixtures("printer")
def test_the_pdf_has_the_paper_of_the_letter_s_documents(release, tmp_path):
    Layout.objects.create(letter=release.letter, paper="a4")

    pdf = pypdfium2.PdfDocument(written(release, "pdf", tmp_path))

    assert [round(side) for side in pdf[0].get_size()] == [595, 842]


def test_hostile_words_are_words(release, tmp_path):
    release.texts.filter(language="en").update(headline=HOSTILE, lead=HOSTILE)
    release.quotes.update(speaker=HOSTILE, text={"en": HOSTILE, "es": HOSTILE})
    release.contacts.update(name=HOSTILE)

    shown = page(compose(release, "en"))
    kit = Client().get(f"/en/press/{release.key}/").content.decode()
    word = docx.Document(str(written(release, "docx", tmp_path)))

    for text in (shown, kit):
        assert "<script>alert" not in text
        assert "7|add:7" in text
    assert HOSTILE in [paragraph.text for paragraph in word.paragraphs]


@pytest.mark.usefixtures("printer")
def test_publishing_has_the_files_made(release):
    release.is_published = False
    release.save()

    services.publish(release)
    make_all()

    response = Client().get(f"/en/press/{release.key}/es.pdf")
    assert response.content.startswith(b"%PDF")
    response = Client().get(f"/en/press/{release.key}/es.docx")
    words = [p.text for p in docx.Document(BytesIO(response.content)).paragraphs]
    assert "Vecinos escriben a la Presidenta" in words


def make_all():
    for row in ReleaseFile.objects.all():
        make_release_file(row.pk)


def make_word(release, **fields):
    row = ReleaseFile.objects.create(release=release, language="en", format="docx")
    make_release_file(row.pk)
    row.refresh_from_db()
    return row


def test_a_change_takes_the_old_file_away_and_has_it_made_anew(
    release, django_capture_on_commit_callbacks
):
    row = make_word(release)
    old = row.file.name
    quote = release.quotes.get()
    quote.speaker = "Somebody Else"

    with django_capture_on_commit_callbacks(execute=True):
        services.save_rows(release, [(quote, 1, ["speaker"])])

    row.refresh_from_db()
    assert (row.status, row.file.name) == ("queued", "")
    assert not row.file.storage.exists(old)
    assert Client().get(f"/en/press/{release.key}/en.docx").status_code == 503
    make_release_file(row.pk)
    row.refresh_from_db()
    with row.file.open() as file:
        assert "— Somebody Else, Director" in [
            p.text for p in docx.Document(file).paragraphs
        ]


def test_a_change_while_a_file_is_made_throws_it_away(release, monkeypatch):
    row = ReleaseFile.objects.create(release=release, language="en", format="docx")
    write = WRITERS["docx"]

    def change_meanwhile(content, path):
        write(content, path)
        services.owe_files(release)

    monkeypatch.setitem(WRITERS, "docx", change_meanwhile)
    make_release_file(row.pk)

    row.refresh_from_db()
    assert (row.status, row.file.name) == ("queued", "")


def test_a_file_that_fails_says_why_and_one_that_kills_its_worker_ends(
    release, monkeypatch
):
    row = ReleaseFile.objects.create(release=release, language="en", format="docx")

    def fail(content, path):
        raise OSError("mount is gone")

    monkeypatch.setitem(WRITERS, "docx", fail)
    for _time in range(ReleaseFile.ATTEMPTS_MAXIMUM):
        with pytest.raises(OSError, match="mount is gone"):
            make_release_file(row.pk)
    make_release_file(row.pk)

    row.refresh_from_db()
    assert row.status == "failed"
    assert "several times" in row.error


def test_files_stop_speaking_of_the_embargo_when_it_is_over(release, monkeypatch):
    now = timezone.now()
    release.embargo_until = now + timedelta(hours=1)
    release.save()
    row = make_word(release)
    monkeypatch.setattr(make_release_file, "delay", make_release_file)

    def marking():
        row.refresh_from_db()
        with row.file.open() as file:
            return docx.Document(file).paragraphs[1].text

    make_due_files()
    before = marking()
    with time_machine.travel(now + timedelta(hours=1), tick=False):
        make_due_files()

    assert before.startswith("EMBARGOED UNTIL")
    assert marking() == "FOR IMMEDIATE RELEASE"
    with time_machine.travel(now + timedelta(hours=2), tick=False):
        name = row.file.name
        make_due_files()
        row.refresh_from_db()
        assert row.file.name == name


def test_a_file_that_speaks_of_a_past_embargo_is_not_given_out(
    release, editor, monkeypatch
):
    monkeypatch.setattr(make_release_file, "delay", make_release_file)
    now = timezone.now()
    release.embargo_until = now + timedelta(hours=1)
    release.save()
    make_word(release)
    organizers = f"/organize/letters/border/press/{release.pk}/"
    paths = [f"/en/press/{release.key}/en.docx", f"{organizers}en.docx"]
    pages = [f"/en/press/{release.key}/", "/en/letters/border/press/", organizers]

    before = editor.get(paths[0])
    with time_machine.travel(now + timedelta(hours=1), tick=False):
        answers = [editor.get(path) for path in paths]
        shown = [editor.get(path).content.decode() for path in pages]
        make_due_files()
        after = editor.get(paths[0])

    assert (before.status_code, after.status_code) == (200, 200)
    for answer in answers:
        assert answer.status_code == 503
        assert "is being made" in answer.content.decode()
        assert answer["Retry-After"] == "60"
    for words in shown:
        assert 'en.docx"' not in words
    assert "DOCX: being made" in shown[0]
    assert "DOCX: being made" in shown[1]
    assert "DOCX: Queued" in shown[2]


def test_nobody_is_asked_to_wait_for_a_file_that_failed(release):
    now = timezone.now()
    release.embargo_until = now + timedelta(hours=1)
    release.save()
    row = make_word(release)
    ReleaseFile.objects.filter(pk=row.pk).update(status="failed")

    with time_machine.travel(now + timedelta(hours=1), tick=False):
        answer = Client().get(f"/en/press/{release.key}/en.docx")
        kit = Client().get(f"/en/press/{release.key}/").content.decode()

    assert answer.status_code == 404
    assert "DOCX" not in kit


def test_another_word_of_a_partner_or_of_the_campaign_makes_files_anew(
    release, monkeypatch
):
    row = make_word(release)
    monkeypatch.setattr(make_release_file, "delay", make_release_file)

    def words():
        renew_files()
        make_due_files()
        row.refresh_from_db()
        with row.file.open() as file:
            return row.file.name, [p.text for p in docx.Document(file).paragraphs]

    first, before = words()
    Partner.objects.update(description={"en": "A school.", "es": "Una escuela."})
    second, after = words()
    third, _same = words()

    assert "A shelter." in before
    assert "A school." in after
    assert first != second == third


def test_files_of_a_release_that_was_taken_back_are_left_alone(release):
    row = make_word(release)
    services.take_back(release)
    Partner.objects.update(description={"en": "A school.", "es": "Una escuela."})

    renew_files()

    row.refresh_from_db()
    assert row.status == "ready"


def test_of_two_workers_one_makes_the_file(release):
    row = ReleaseFile.objects.create(release=release, language="en", format="docx")

    assert ReleaseFile.take(row.pk) is not None
    assert ReleaseFile.take(row.pk) is None
    with time_machine.travel(timezone.now() + timedelta(minutes=3)):
        assert ReleaseFile.take(row.pk) is not None


def test_a_full_disk_fails_with_a_sentence_at_once_and_leaves_nothing(
    release, settings, full_disk
):
    row = ReleaseFile.objects.create(release=release, language="en", format="docx")

    make_release_file(row.pk)

    row.refresh_from_db()
    assert (row.status, row.file.name) == ("failed", "")
    assert "There is no room for the file." in row.error
    assert not [p for p in Path(settings.MEDIA_ROOT).rglob("*") if p.is_file()]


def test_a_change_between_claim_and_reading_takes_the_file_away(release):
    row = ReleaseFile.objects.create(release=release, language="en", format="docx")
    claims = []

    def change_meanwhile(execute, sql, params, many, context):
        answer = execute(sql, params, many, context)
        if sql.startswith("UPDATE") and '"attempts" +' in sql and not claims:
            claims.append(sql)
            services.owe_files(release)
        return answer

    with connection.execute_wrapper(change_meanwhile):
        assert ReleaseFile.take(row.pk) is None

    assert claims
    assert ReleaseFile.take(row.pk) is not None


@pytest.mark.usefixtures("printer")
def test_a_corpus_of_hostile_strings_comes_through_every_format(release, tmp_path):
    """Straight from the database, past all forms; nothing is loaded, nothing breaks off."""
    strings = [each for group in CORPUS.values() for each in group]
    for position, string in enumerate(strings):
        # What no database of ours can hold.
        string = string.replace("\0", "").encode("utf-8", "ignore").decode()
        release.quotes.create(
            position=position, speaker=string[:200], text={"en": string[:1500]}
        )
    release.texts.filter(language="en").update(
        headline="<b>&amp;", body="\n\n".join(strings[:60]).replace("\0", "")
    )

    paths = {format: written(release, format, tmp_path) for format in WRITERS}

    word = docx.Document(str(paths["docx"]))
    assert word.paragraphs[-1].text == "###"
    assert sum(p.style.name == "Quote" for p in word.paragraphs) >= len(strings)
    assert paths["txt"].read_text().rstrip().endswith("###")
    assert paths["html"].read_text().count('class="speaker"') == len(strings) + 1
    assert "###" in pdf_text(paths["pdf"])[-1]
