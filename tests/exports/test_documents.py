from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from exports.models import Document
from exports.services import request_document
from exports.tasks import render_document
from tests.factories import make_letter, make_member, make_signature

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def letter(campaign):
    letter = make_letter(campaign=campaign, slug="border")
    make_signature(letter, name="Ana Pérez", publicity="officials")
    return letter


@pytest.fixture
def document(letter):
    """A text that is ready."""
    document = Document.objects.create(letter=letter, language="en", format="txt")
    render_document(document.pk)
    document.refresh_from_db()
    return document


#                 anonymous owner editor moderator viewer mallory
ACCESS = {
    "documents": (302, 200, 200, 200, 404, 404),
    "document": (302, 200, 200, 200, 404, 404),
    "file": (302, 200, 200, 200, 404, 404),
}


@pytest.mark.parametrize("page", ACCESS)
def test_documents_are_for_those_who_may_read_every_name(
    page, document, campaign, mallory, as_user
):
    what = document.letter.slug if page == "documents" else document.code
    url = reverse(f"exports:{page}", args=[what])
    members = [
        make_member(campaign, role)
        for role in ("owner", "editor", "moderator", "viewer")
    ]
    clients = [Client(), *(as_user(user) for user in (*members, mallory))]

    responses = [client.get(url) for client in clients]
    for response in responses:
        response.close()  # a file that is sent stays open until then
    assert tuple(response.status_code for response in responses) == ACCESS[page]


@pytest.mark.parametrize("role", ["viewer", None])
def test_nobody_else_can_ask_for_a_document(role, letter, campaign, mallory, as_user):
    user = make_member(campaign, role) if role else mallory

    response = as_user(user).post(
        reverse("exports:documents", args=["border"]),
        {"language": "en", "format": "csv"},
    )

    assert response.status_code == 404
    assert not Document.objects.exists()


def test_asking_for_a_document_leads_to_its_page(letter, alice, as_user):
    client = as_user(alice)

    page = client.get(reverse("exports:documents", args=["border"]))
    response = client.post(
        reverse("exports:documents", args=["border"]),
        {"language": "es", "format": "xlsx"},
    )

    document = Document.objects.get()
    assert "There are none yet." in page.content.decode()
    assert response.url == reverse("exports:document", args=[document.code])
    assert (document.status, document.requested_by) == ("queued", alice)
    assert (document.language, document.format) == ("es", "xlsx")


def test_asking_wakes_a_worker_after_the_commit(
    letter, alice, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks() as callbacks:
        request_document(letter, language="en", format="csv", user=alice)

    assert len(callbacks) == 1


def test_asking_twice_makes_one_document_until_it_is_done(letter, alice):
    first = request_document(letter, language="en", format="txt", user=alice)
    second = request_document(letter, language="en", format="txt", user=alice)
    other = request_document(letter, language="en", format="csv", user=alice)
    render_document(first.pk)
    third = request_document(letter, language="en", format="txt", user=alice)

    assert first == second
    assert len({first.pk, other.pk, third.pk}) == 3


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"language": "fr", "format": "pdf"},
        {"language": "en", "format": "exe"},
        {"language": "en", "format": "../../etc/passwd"},
        {"language": "\u202e", "format": "<script>"},
    ],
)
def test_an_impossible_wish_is_refused_politely(fields, letter, alice, as_user):
    url = reverse("exports:documents", args=["border"])

    response = as_user(alice).post(url, fields)

    assert response.status_code == 422
    assert not Document.objects.exists()


def test_a_letter_without_text_says_what_to_do(letter, alice, as_user):
    letter.revisions.all()[0].translations.all().delete()
    url = reverse("exports:documents", args=["border"])

    page = as_user(alice).get(url)
    response = as_user(alice).post(url, {"language": "en", "format": "pdf"})

    assert "Write the letter's text first" in page.content.decode()
    assert response.status_code == 422


def page_of(document, user, as_user):
    url = reverse("exports:document", args=[document.code])
    return as_user(user).get(url).content.decode()


def test_the_page_of_a_waiting_document_looks_again_by_script_or_reloads(
    letter, alice, as_user
):
    document = request_document(letter, language="en", format="pdf", user=alice)
    Document.claim(document.pk).save_progress(42)

    page = page_of(document, alice, as_user)

    assert '<noscript><meta http-equiv="refresh" content="2"></noscript>' in page
    assert page.count("http-equiv") == 1
    assert 'data-progress="rendering"' in page
    assert '<script type="module" src="/static/js/progress.js">' in page
    assert '<progress max="100" value="42"' in page
    assert reverse("exports:file", args=[document.code]) not in page


def test_the_page_of_a_ready_document_offers_the_file(document, alice, as_user):
    Document.objects.update(warning="A line\nthat lacks a glyph")

    page = page_of(document, alice, as_user)

    assert "http-equiv" not in page
    assert reverse("exports:file", args=[document.code]) in page
    assert document.sha256 in page
    assert "that lacks a glyph" in page


def test_the_page_of_a_failed_document_says_why_and_can_try_again(
    document, alice, as_user
):
    Document.objects.update(status="failed", error="Choose <CSV>.")

    page = page_of(document, alice, as_user)

    assert "Choose &lt;CSV&gt;." in page
    assert "http-equiv" not in page
    assert reverse("exports:documents", args=["border"]) in page
    assert '<input type="hidden" name="format" value="txt">' in page


def test_the_file_is_sent_under_a_telling_name_and_kept_by_nobody(
    document, alice, as_user
):
    response = as_user(alice).get(reverse("exports:file", args=[document.code]))

    content = b"".join(response.streaming_content)
    response.close()
    assert "Ana Pérez" in content.decode()
    assert response["Content-Disposition"] == 'attachment; filename="border-en.txt"'
    assert "no-store" in response["Cache-Control"]
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_file_that_was_changed_on_the_disk_is_not_given(document, alice, as_user):
    with Path(document.file.path).open("ab") as file:
        file.write(b"one more name")

    response = as_user(alice).get(reverse("exports:file", args=[document.code]))

    assert response.status_code == 503
    assert "has changed since it was made" in response.content.decode()


def test_a_file_that_is_not_ready_is_not_there(letter, alice, as_user):
    document = request_document(letter, language="en", format="pdf", user=alice)

    response = as_user(alice).get(reverse("exports:file", args=[document.code]))

    assert response.status_code == 404


@pytest.mark.parametrize("page", ["documents", "document", "file"])
def test_looking_never_changes_anything(page, document, alice, as_user):
    what = "border" if page == "documents" else document.code
    before = Document.objects.values().get()

    b"".join(as_user(alice).get(reverse(f"exports:{page}", args=[what])))

    assert Document.objects.values().get() == before


@pytest.mark.parametrize("page", ["document", "file"])
def test_a_page_that_only_shows_refuses_a_post(page, document, alice, as_user):
    response = as_user(alice).post(reverse(f"exports:{page}", args=[document.code]))

    assert response.status_code == 405
