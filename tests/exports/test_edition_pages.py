import re

import pytest
from django.urls import reverse

from exports.freezing import freeze_edition
from exports.models import Acceptance, Document, Edition, Freezing, FrozenRoll
from exports.services import request_document
from exports.tasks import render_document
from tests.exports.freezing import freeze_anyhow, make_closed_letter, rendered
from tests.factories import make_member, make_signature

pytestmark = pytest.mark.django_db

LIST = "/organize/letters/border/editions/"
PREPARE = f"{LIST}prepare/"
ADDENDUM = f"{LIST}1/addendum/"


@pytest.fixture
def letter(campaign, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return make_closed_letter(campaign)


@pytest.fixture
def client(alice, as_user):
    return as_user(alice)


def text(response):
    return " ".join(response.content.decode().split())


def test_the_list_leads_to_each_edition(letter, client):
    assert "Nothing is frozen yet." in text(client.get(LIST))
    edition = freeze_anyhow(letter)
    make_signature(letter)
    freeze_anyhow(letter, addendum_to=edition)

    page = text(client.get(LIST))

    assert f'href="{LIST}1/"' in page
    assert f'href="{LIST}2/"' in page
    assert "Addendum to edition 1" in page


def test_overview_and_documents_lead_to_the_editions(letter, client):
    for path in ("/organize/letters/border/", "/organize/letters/border/documents/"):
        assert f'href="{LIST}"' in text(client.get(path))


def test_where_nothing_was_found_one_button_freezes(letter, client, alice):
    page = text(client.get(PREPARE))
    assert "Nothing was found that speaks against it." in page
    assert "Freeze the edition" in page

    response = client.post(PREPARE)

    assert (response.status_code, response.url) == (303, f"{LIST}1/freezing/")
    freeze_edition(Freezing.objects.get().pk)
    assert Edition.objects.get().frozen_by == alice
    assert client.get(response.url).url == f"{LIST}1/"


def test_findings_lead_to_where_they_are_mended(letter, campaign, client, as_user):
    make_signature(letter, status="held")
    make_signature(letter).corrections.create(old={}, new={"name": "Luz"})
    for name in ("House of the Dawn", "House of the Dawn Inc"):
        make_signature(letter, kind="organization", name=name)
    letter.recipients.update(office={"en": "President"})

    def ways(client):
        return re.findall(r'<a href="([^"]+)">Mend it', text(client.get(PREPARE)))

    mine = ways(client)
    assert len(mine) == 4
    for path in mine:
        assert client.get(path.replace("&amp;", "&")).status_code == 200
    # An editor decides on no signatures.
    assert ways(as_user(make_member(campaign, "editor"))) == [
        path for path in mine if "/admin/" not in path
    ]


def test_a_button_that_is_pressed_twice_freezes_once(letter, client):
    page = text(client.get(PREPARE))
    sent = {"number": re.search(r'name="number" value="(\d+)"', page)[1]}

    first, again = client.post(PREPARE, sent), client.post(PREPARE, sent)
    freeze_edition(Freezing.objects.get().pk)
    late = client.post(PREPARE, sent)

    assert first.url == again.url == f"{LIST}1/freezing/"
    assert late.status_code == 422
    assert "Edition 1 was frozen meanwhile." in text(late)
    assert 'name="number" value="2"' in text(late)
    assert Edition.objects.count() == 1


def test_looking_freezes_nothing(letter, client):
    client.get(PREPARE)

    assert not Edition.objects.exists()


def test_each_finding_has_a_box_of_its_own_that_is_not_ticked(letter, client):
    make_signature(letter, status="held")
    letter.recipients.update(office={"en": "President"})

    page = text(client.get(PREPARE))

    boxes = re.findall(r'<input type="checkbox"[^>]*>', page)
    assert ['name="accept-reviews" value="1"' in box for box in boxes] == [True, False]
    assert not any("checked" in box for box in boxes)
    for box in boxes:
        name = re.search(r'id="([\w-]+)"', box)[1]
        assert f'<label for="{name}">' in page


def test_what_is_ticked_is_accepted_by_who_ticked_it(letter, client, alice):
    make_signature(letter, status="held")

    response = client.post(PREPARE, {"accept-reviews": "1"})

    assert response.status_code == 303
    freeze_edition(Freezing.objects.get().pk)
    assert Acceptance.objects.get().accepted_by == alice
    assert "Waiting for review: 1" in text(client.get(f"{LIST}1/"))


@pytest.mark.parametrize(
    "ticked",
    [{}, {"accept-reviews": "1"}, {"accept-reviews": "-2"}, {"accept-reviews": "٢"},
     {"accept-reviews": "9" * 99}, {"accept-twins": "2"}],
)  # fmt: skip
def test_what_is_not_accepted_as_it_is_is_asked_again(letter, client, ticked):
    make_signature(letter, status="held")
    make_signature(letter, status="held")

    response = client.post(PREPARE, ticked)

    assert response.status_code == 422
    assert "Nothing was frozen." in text(response)
    assert "2 signatures wait for review" in text(response)
    assert not Edition.objects.exists()
    assert not FrozenRoll.objects.exists()


def test_a_tick_stays_while_another_is_missing(letter, client):
    make_signature(letter, status="held")
    letter.recipients.update(office={"en": "President"})

    page = text(client.post(PREPARE, {"accept-reviews": "1"}))

    assert 'name="accept-reviews" value="1" checked' in page
    assert page.count(" checked") == 1


def test_where_nobody_is_listed_there_is_no_button(letter, client):
    letter.signatures.update(status="held")

    page = text(client.get(PREPARE))

    assert "There is nobody who would be listed." in page
    assert "Freeze the edition" not in page
    assert client.post(PREPARE, {"accept-nobody": "1"}).status_code == 422


def test_an_addendum_is_prepared_on_a_page_of_its_own(letter, client):
    freeze_anyhow(letter)
    assert f'href="{ADDENDUM}"' in text(client.get(f"{LIST}1/"))
    assert "There is nobody" in text(client.get(ADDENDUM))
    make_signature(letter, name="Eva Tardía")

    response = client.post(ADDENDUM)

    assert response.url == f"{LIST}2/freezing/"
    freeze_edition(Freezing.objects.get().pk)
    page = text(client.get(f"{LIST}2/"))
    assert "Addendum to edition 1" in page
    assert "Prepare an addendum" not in page
    assert f'href="{LIST}2/"' in text(client.get(f"{LIST}1/"))


def test_an_addendum_to_an_addendum_is_refused_in_a_sentence(letter, client):
    edition = freeze_anyhow(letter)
    make_signature(letter)
    freeze_anyhow(letter, addendum_to=edition)
    path = f"{LIST}2/addendum/"

    assert "belongs to a whole edition" in text(client.get(path))
    response = client.post(path)
    assert response.status_code == 422
    assert "belongs to a whole edition" in text(response)
    assert client.get(f"{LIST}7/addendum/").status_code == 404


def test_an_edition_shows_its_numbers_and_files(letter, client):
    edition = freeze_anyhow(letter)
    document = rendered(edition, "txt")

    page = text(client.get(f"{LIST}1/"))

    assert "3 (People: 3 · Organizations: 0 · Countries: 1" in page
    assert "signed without being named: 1" in page
    assert document.sha256 in page
    assert reverse("exports:document", args=[document.code]) in page
    assert page.count("<progress") == 4
    assert 'data-progress="' in page


def test_who_has_withdrawn_since_is_counted(letter, client):
    freeze_anyhow(letter)
    assert "Not listed any more" not in text(client.get(f"{LIST}1/"))

    letter.signatures.filter(name="Ana Pérez").update(status="withdrawn")
    letter.signatures.filter(name="Luz Gómez").delete()

    page = text(client.get(f"{LIST}1/"))
    assert "<dt>Not listed any more</dt> <dd>2</dd>" in page
    assert "may still hold them" not in page
    client.post(f"{LIST}1/publish/")
    assert "may still hold them" in text(client.get(f"{LIST}1/"))


def test_another_format_is_asked_for(letter, client, alice):
    edition = freeze_anyhow(letter)
    wish = {"language": "es", "format": "docx", "audience": "public", "recipient": ""}

    response = client.post(f"{LIST}1/", wish)
    client.post(f"{LIST}1/", wish)

    document = edition.documents.get(format="docx")
    assert response.status_code == 303
    assert (document.language, document.audience) == ("es", "public")
    assert document.requested_by == alice


@pytest.mark.parametrize(
    "change",
    [
        {"language": "fr"},
        {"format": "exe"},
        {"audience": "press", "format": "pdf"},
        {"audience": "nobody"},
        {"recipient": "99999"},
    ],
)
def test_an_impossible_wish_is_refused_in_a_sentence(letter, client, change):
    edition = freeze_anyhow(letter)
    wish = {"language": "en", "format": "txt", "audience": "officials", "recipient": ""}

    response = client.post(f"{LIST}1/", wish | change)

    assert response.status_code == 422
    assert "There is a problem" in text(response)
    assert edition.documents.count() == 4


def test_a_failed_document_can_be_tried_again(letter, client):
    edition = freeze_anyhow(letter)
    Document.objects.filter(audience="public", language="en").update(
        status="failed", error="Sorry."
    )
    failed = edition.documents.get(status="failed")

    page = text(client.get(reverse("exports:document", args=[failed.code])))

    assert f'action="{LIST}1/"' in page
    client.post(
        f"{LIST}1/",
        {"language": "en", "format": "pdf", "audience": "public", "recipient": ""},
    )
    assert edition.documents.filter(audience="public", language="en").count() == 2


def test_a_file_says_in_its_name_what_it_is(letter, client):
    edition = freeze_anyhow(letter)
    document = rendered(edition, "csv", "public")

    response = client.get(reverse("exports:file", args=[document.code]))

    response.close()
    assert (
        'filename="border-edition-1-en-public.csv"' in response["Content-Disposition"]
    )


def test_the_public_copy_is_published_and_taken_back(letter, client):
    edition = freeze_anyhow(letter)
    path = f"{LIST}1/publish/"

    assert client.post(path).status_code == 303
    edition.refresh_from_db()
    assert edition.published_at is not None
    client.post(path, {"take_back": "1"})
    edition.refresh_from_db()
    assert edition.published_at is None


@pytest.mark.parametrize("role", ["moderator", "viewer"])
def test_only_editors_and_owners_freeze_and_publish(letter, campaign, as_user, role):
    freeze_anyhow(letter)
    client = as_user(make_member(campaign, role))

    for path in (PREPARE, ADDENDUM, f"{LIST}1/publish/"):
        assert client.post(path).status_code == 404

    assert Edition.objects.get().published_at is None


def test_a_moderator_takes_documents_and_sees_no_button_to_freeze(
    letter, campaign, as_user
):
    edition = freeze_anyhow(letter)
    client = as_user(make_member(campaign, "moderator"))

    for path in (LIST, f"{LIST}1/"):
        page = text(client.get(path))
        assert PREPARE not in page
        assert "publish/" not in page
        assert "addendum/" not in page
    document = request_document(
        letter, language="en", format="txt", user=None, edition=edition
    )
    render_document(document.pk)
    answer = client.get(reverse("exports:file", args=[document.code]))
    answer.close()
    assert answer.status_code == 200


def test_the_documents_of_an_edition_are_not_among_the_loose_ones(letter, client):
    freeze_anyhow(letter)

    page = text(client.get("/organize/letters/border/documents/"))

    assert "There are none yet." in page


def test_an_edition_is_nowhere_in_the_admin():
    from django.contrib import admin

    registered = {model._meta.label for model in admin.site._registry}
    assert not registered & {"exports.Edition", "exports.FrozenRoll", "exports.Entrant"}
