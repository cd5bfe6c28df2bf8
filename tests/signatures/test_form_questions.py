import pytest
from django.test import Client

from exports.roll import line
from signatures.models import Signature
from tests.exports.test_roll import printed
from tests.factories import make_letter, make_signature
from tests.signatures.conftest import link_in, press

PARTS = ("title", "affiliation", "city", "region", "country")
# An organization whose representative is named.
ORGANIZATION = {
    "kind": "organization",
    "name": "Casa del Alba",
    "representative": "Ana Pérez",
}


def questions(**asked):
    return {**dict.fromkeys(PARTS, "optional"), **asked}


def page_of(letter, language="en"):
    return Client().get(f"/{language}/letters/{letter.slug}/").content.decode()


@pytest.mark.parametrize("part", PARTS)
def test_what_is_not_asked_is_not_on_the_form_and_not_kept(sign, part):
    letter = make_letter(questions=questions(**{part: "no"}))

    assert f'name="{part}"' not in page_of(letter)
    assert sign(letter).status_code == 303

    assert getattr(Signature.objects.get(), part) == ""


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("value", ["", "\u200b\u2060"])
def test_what_is_required_is_asked_for_in_words(sign, part, value):
    letter = make_letter(questions=questions(**{part: "required"}))

    response = sign(letter, **{part: value})

    assert response.status_code == 422
    page = response.content.decode()
    assert "There is a problem" in page
    if not (part == "country" and value):
        assert "Write " in page or "Choose a country." in page
    assert not Signature.objects.exists()
    assert sign(letter).status_code == 303


def test_organizations_are_not_asked_for_an_affiliation(sign):
    letter = make_letter(questions=questions(affiliation="required"))

    response = sign(letter, affiliation="", **ORGANIZATION)

    assert response.status_code == 303


def test_an_unusable_affiliation_of_an_organization_is_no_ones_problem(sign):
    response = sign(make_letter(), affiliation="x" * 500, **ORGANIZATION)

    assert response.status_code == 303
    assert Signature.objects.get().affiliation == ""


def test_only_the_publicities_of_the_letter_are_offered(sign):
    letter = make_letter(publicities=["officials", "counted"])

    page = page_of(letter)
    response = sign(letter, publicity="public")

    assert 'value="officials"' in page
    assert 'value="public"' not in page
    assert response.status_code == 422
    assert "does not offer that choice" in response.content.decode()
    assert not Signature.objects.exists()


def test_a_single_publicity_is_a_sentence(sign):
    letter = make_letter(publicities=["counted"])

    page = page_of(letter)
    refused = sign(letter, publicity="public")

    assert '<input type="hidden" name="publicity" value="counted">' in page
    assert "signers are only counted" in page
    assert refused.status_code == 422
    assert 'name="publicity" value="counted"' in refused.content.decode()
    assert sign(letter, publicity="counted").status_code == 303


def test_the_safest_choice_is_ticked_where_the_letter_says_so(db):
    usual = page_of(make_letter())
    safest = page_of(make_letter(preselects_safest=True))

    assert (
        "checked" not in usual.split('name="publicity"', 1)[1].split("</fieldset>")[0]
    )
    ticked = [row for row in safest.split("<input") if 'name="publicity"' in row]
    assert ["checked" in row.split(">")[0] for row in ticked] == [False, False, True]


def test_news_are_sent_to_those_who_ask(sign):
    letter = make_letter()

    page = page_of(letter)
    sign(letter)
    sign(letter, email="other@example.org", updates="on")

    assert "checked" not in page.split('name="updates"')[1].split(">")[0]
    wishes = Signature.objects.order_by("pk").values_list("wants_updates", flat=True)
    assert list(wishes) == [False, True]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["Search engines", "180 days", "owners and moderators", "recalled"]),
        ("es", ["180"]),
    ],
)
def test_the_form_says_what_happens_with_name_and_address(db, language, words):
    page = page_of(make_letter(), language)

    for word in [*words, "privacy@example.org"]:
        assert word in page


def test_parts_that_are_not_printed_stand_nowhere(db):
    letter = make_letter(printed=["country"])
    make_signature(
        letter,
        name="Ana Pérez",
        title="Jueza",
        affiliation="Cristo Rey",
        city="Huehuetenango",
        region="Tierra Alta",
    )
    client, base = Client(), f"/en/letters/{letter.slug}/"

    pages = [
        client.get(base).content.decode().split("Signed most recently")[1],
        client.get(f"{base}signers/").content.decode(),
    ]
    [row] = client.get(f"/api/letters/{letter.slug}/signers.json").json()["signers"]
    roll = printed(letter)

    for text in [*pages, line(next(roll.entries), str, letter.printed)]:
        assert "Ana Pérez" in text
        assert "Guatemala" in text
        for hidden in ("Jueza", "Cristo Rey", "Huehuetenango", "Tierra Alta"):
            assert hidden not in text
    assert row == {
        "kind": "person",
        "name": "Ana Pérez",
        "country": "GT",
        **dict.fromkeys(["title", "affiliation", "city", "region"], ""),
    }
    assert not roll.has_affiliations
    found = client.get(f"{base}signers/?q=huehuetenango").content.decode()
    assert "Ana Pérez" not in found


def test_signers_see_what_is_printed_and_what_is_not(sign, read_mail):
    letter = make_letter(printed=["title"])
    sign(letter)
    [message] = read_mail()

    page = Client().get(link_in(message)).content.decode()
    press(link_in(message), "confirm")
    [receipt] = read_mail()

    assert "Not printed" in page
    assert "Huehuetenango" in page.split("Not printed")[1]
    assert "Huehuetenango" not in page.split("Not printed")[0]
    assert "Jueza en el exilio" in receipt.body
    assert "Huehuetenango" not in receipt.body


def test_the_representative_reads_a_statement_and_it_is_kept(sign, read_mail):
    letter = make_letter()
    sign(letter, title="Directora", **ORGANIZATION)
    [message] = read_mail()
    shown = Client().get(link_in(message)).content.decode()

    press(link_in(message), "confirm")

    statement = Signature.objects.get().authority
    assert statement == (
        "I, Ana Pérez, Directora, am authorized to sign for Casa del Alba."
    )
    assert f"By confirming I state: <bdi>{statement}</bdi>" in shown


def test_people_state_no_authority(sign, read_mail):
    sign(make_letter())

    press(link_in(read_mail()[0]), "confirm")

    assert Signature.objects.get().authority == ""
