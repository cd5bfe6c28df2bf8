import pytest
from django.utils import timezone

from letters.forms import RulesForm
from letters.models import Letter
from tests.factories import make_campaign, make_letter, make_member

PATH = "/organize/letters/border/rules/"
VALUES = {
    "slug": "border",
    "signers": "both",
    "access": "public",
    "review": "before",
    "goal": "",
    "authoritative_language": "en",
    "printed": ["title", "affiliation", "city", "region", "country"],
    "publicities": ["public", "officials", "counted"],
    "ask_title": "optional",
    "ask_affiliation": "optional",
    "ask_city": "optional",
    "ask_region": "optional",
    "ask_country": "optional",
}


@pytest.fixture
def draft(campaign):
    return make_letter(campaign=campaign, slug="border", status="draft", opened_at=None)


@pytest.fixture
def opened(campaign):
    return make_letter(campaign=campaign, slug="border")


def save(client, **fields):
    return client.post(PATH, {**VALUES, **fields})


def test_draft_takes_every_rule(draft, editor):
    response = save(
        editor,
        slug="elsewhere",
        signers="people",
        access="link",
        review="after",
        goal=500,
        authoritative_language="es",
        printed=["country", "title"],
        publicities=["counted", "officials"],
        preselects_safest="on",
        ask_title="required",
        ask_region="no",
    )

    assert response.url == "/organize/letters/elsewhere/"
    draft.refresh_from_db()
    assert (draft.signers, draft.access, draft.review) == ("people", "link", "after")
    assert (draft.goal, draft.authoritative) == (500, "es")
    assert draft.printed == ["title", "country"]
    assert draft.publicities == ["officials", "counted"]
    assert draft.preselects_safest
    assert draft.safest_publicity == "counted"
    assert draft.questions == {
        "title": "required",
        "affiliation": "optional",
        "city": "optional",
        "region": "no",
        "country": "optional",
    }


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"publicities": []}, "Leave signers at least one choice."),
        ({"publicities": ["secret"]}, "not one of the available choices"),
        ({"printed": ["email"]}, "not one of the available choices"),
        ({"ask_city": "maybe"}, "not one of the available choices"),
        ({"goal": "0"}, "greater than or equal to 1"),
        ({"slug": "no spaces here"}, "slug"),
        ({"authoritative_language": "de"}, "not one of the available choices"),
    ],
)
def test_wrong_rules_come_back_with_a_sentence(draft, editor, fields, sentence):
    response = save(editor, **fields)

    assert response.status_code == 422
    assert sentence in response.content.decode()
    draft.refresh_from_db()
    assert draft.publicities == ["public", "officials", "counted"]


def test_address_that_another_letter_has_is_refused(draft, editor):
    make_letter(slug="taken")

    response = save(editor, slug="taken")

    assert response.status_code == 422
    assert "already exists" in response.content.decode()
    assert 'href="/organize/letters/border/' in response.content.decode()


def test_opened_letter_keeps_its_address_its_campaign_and_its_language(
    opened, campaign, alice, editor
):
    other = make_campaign()
    other.memberships.create(user=alice, role="owner")

    response = save(
        editor,
        slug="elsewhere",
        campaign=other.pk,
        authoritative_language="es",
        goal=99,
    )

    assert response.status_code == 302
    opened.refresh_from_db()
    assert (opened.slug, opened.campaign) == ("border", campaign)
    assert (opened.authoritative, opened.goal) == ("en", 99)


def test_after_opening_less_may_stand_behind_a_name_and_never_more(opened, editor):
    assert save(editor, printed=["title", "country"]).status_code == 302

    response = save(editor, printed=["title", "city", "country"])

    assert response.status_code == 422
    assert "nothing more can stand behind a name" in response.content.decode()
    opened.refresh_from_db()
    assert opened.printed == ["title", "country"]


def test_of_two_who_take_something_away_the_second_gives_nothing_back(
    opened, editor, monkeypatch
):
    real = RulesForm.clean

    def slow(form):
        Letter.objects.filter(pk=opened.pk).update(printed=["title"])
        return real(form)

    monkeypatch.setattr(RulesForm, "clean", slow)

    response = save(editor, printed=["title", "city", "country"])

    assert response.status_code == 422
    opened.refresh_from_db()
    assert opened.printed == ["title"]


def test_after_opening_new_signers_may_be_asked_and_offered_something_else(
    opened, editor
):
    save(editor, publicities=["counted"], ask_city="required", signers="people")

    opened.refresh_from_db()
    assert opened.publicities == ["counted"]
    assert opened.questions["city"] == "required"
    assert opened.signers == "people"


def test_letter_that_was_closed_meanwhile_stays_closed(opened, editor, monkeypatch):
    real = RulesForm.clean

    def slow(form):
        Letter.objects.filter(pk=opened.pk).update(
            status="closed", closed_at=timezone.now()
        )
        return real(form)

    monkeypatch.setattr(RulesForm, "clean", slow)

    save(editor, goal=99)

    opened.refresh_from_db()
    assert (opened.status, opened.goal) == ("closed", 99)


def test_draft_that_was_opened_meanwhile_keeps_what_people_signed(
    draft, editor, monkeypatch
):
    real = RulesForm.clean

    def slow(form):
        Letter.objects.filter(pk=draft.pk).update(
            status="open", opened_at=timezone.now()
        )
        return real(form)

    monkeypatch.setattr(RulesForm, "clean", slow)

    response = save(editor, authoritative_language="es")

    assert response.status_code == 422
    assert "Somebody else has just changed the letter." in response.content.decode()
    draft.refresh_from_db()
    assert draft.authoritative == "en"


def test_rules_are_in_the_hands_of_editors(draft, campaign, mallory, as_user):
    viewer = make_member(campaign, "viewer")

    assert save(as_user(viewer), goal=5).status_code == 404
    assert save(as_user(mallory), goal=5).status_code == 404
    draft.refresh_from_db()
    assert draft.goal is None
