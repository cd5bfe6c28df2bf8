"""The draft's document, drawn while its editor waits."""

from io import BytesIO

import pytest
from django.core.cache import cache
from PIL import Image

from exports import preview
from letters import services
from letters.models import Letter, Revision
from tests.factories import make_letter, make_signature

pytestmark = pytest.mark.usefixtures("drawing")


@pytest.fixture
def letter(campaign):
    return make_letter(campaign=campaign)


def path(letter, name="en.pdf"):
    return f"/organize/letters/{letter.slug}/preview/{name}"


def text_of(pdf):
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    text = " ".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return " ".join(text.split())


def test_it_prints_the_draft_and_not_the_published_text(letter, alice, as_user):
    draft = services.begin_revision(letter, alice)
    services.save_text(
        Revision.objects.get(pk=draft.pk),
        "en",
        version=1,
        title="The draft",
        body="New words.",
        closing="Yours",
        author=alice,
    )

    response = as_user(alice).get(path(letter))

    assert response["Content-Type"] == "application/pdf"
    assert "New words." in text_of(response.content)


def test_it_prints_a_few_names_and_all_the_numbers(letter, alice, as_user, monkeypatch):
    monkeypatch.setattr(preview, "NAMES", 2)
    for name in ("Ana Tzoc", "Blanca Xol", "Zoila Pop"):
        make_signature(letter, name=name)

    text = text_of(as_user(alice).get(path(letter)).content)

    assert "Ana Tzoc" in text
    assert "Blanca Xol" not in text
    assert "Signatures: 3" in text


def test_the_picture_shows_the_first_page(letter, alice, as_user):
    response = as_user(alice).get(path(letter, "es.png"))

    picture = Image.open(BytesIO(response.content))
    assert picture.format == "PNG"
    assert picture.width == preview.PIXELS_WIDE
    assert len(picture.getcolors(100_000)) > 2  # something is printed on it


def test_whoever_asks_again_waits_for_the_later_preview_only(
    letter, alice, as_user, monkeypatch
):
    def ask_again(task, code):
        cache.set(f"drawing:turn:preview:{alice.pk}:en:file", "later")
        return True

    monkeypatch.setattr("exports.waiting.wake", ask_again)

    response = as_user(alice).get(path(letter))

    assert response.status_code == 429


def test_what_is_not_written_is_said(letter, alice, as_user):
    first = make_letter(campaign=letter.campaign, status="draft", opened_at=None)
    Letter.objects.get(pk=first.pk).draft_revision.translations.all().delete()

    response = as_user(alice).get(path(first))

    assert response.status_code == 422
    assert "no text in this language" in response.content.decode()
    assert as_user(alice).get(path(letter, "xx.pdf")).status_code == 422
