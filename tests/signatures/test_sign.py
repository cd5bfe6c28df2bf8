import pytest
from django.test import Client

from signatures.models import Mail, Signature
from tests.factories import make_campaign, make_letter, make_partner, make_signature


def test_page_shows_text_recipient_count_and_form_in_both_languages(db):
    letter = make_letter()
    make_signature(letter)

    english = Client().get(f"/en/letters/{letter.slug}/").content.decode()
    spanish = Client().get(f"/es/letters/{letter.slug}/").content.decode()

    assert "We, 1 neighbors, ask you to <em>act</em>." in english
    assert "The Honorable" in english
    assert "Dear Madam President:" in english
    assert "Una carta sobre la frontera" in spanish
    assert "Presidenta" in spanish
    assert 'name="publicity"' in spanish


def test_page_sets_no_cookie_and_may_be_cached(db):
    response = Client().get(f"/en/letters/{make_letter().slug}/")

    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    assert "max-age=5" in response["Cache-Control"]


def test_signing_writes_a_pending_signature_and_the_mail_owed(sign):
    letter = make_letter()

    response = sign(letter, language="es")

    signature = Signature.objects.get()
    assert response.status_code == 303
    assert response.url == f"/es/letters/{letter.slug}/check-your-mail/"
    assert signature.status == "pending"
    assert signature.language == "es"
    assert signature.revision == letter.current_revision
    assert signature.mails.get().kind == Mail.Kind.CONFIRM


def test_address_is_encrypted_in_the_database(sign):
    sign(make_letter(), email="Judge.Exile@example.org")

    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT email, email_key FROM signatures_signature")
        row = str(cursor.fetchone())
    assert "judge.exile" not in row.lower()
    assert Signature.objects.get().email == "Judge.Exile@example.org"


def test_signing_again_answers_the_same_whatever_the_address_did_before(sign):
    letter = make_letter()
    answers = [sign(letter)]
    for status in ["pending", "confirmed", "approved", "held", "declined", "withdrawn"]:
        make_signature(letter, email=f"{status}@example.org", status=status)
        answers.append(sign(letter, email=f"{status}@example.org"))

    assert (
        len({(a.status_code, a.url, a.content, str(a.headers)) for a in answers}) == 1
    )


@pytest.mark.parametrize(
    "again", ["MARIA@Example.ORG", "maria+letters@example.org", " maria@example.org "]
)
def test_one_address_is_one_signature(sign, again):
    letter = make_letter()

    sign(letter)
    sign(letter, email=again)

    assert Signature.objects.count() == 1


def test_a_person_and_her_organization_may_sign_with_one_address(sign):
    letter = make_letter()

    sign(letter)
    sign(letter, kind="organization", name="Cristo Rey", representative="María Pérez")

    assert set(Signature.objects.values_list("kind", flat=True)) == {
        "person",
        "organization",
    }


def test_signing_again_before_confirming_keeps_what_was_written_last(sign):
    letter = make_letter()

    sign(letter, name="Maria Perz")
    sign(letter, name="María Pérez")

    assert Signature.objects.get().name == "María Pérez"


def test_many_posts_send_few_mails(sign, read_mail):
    letter = make_letter()

    for _ in range(8):
        sign(letter)

    assert len(read_mail()) == 1
    assert Mail.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", "", "Write the name that shall be printed."),
        ("name", "\u200b\u2060", "The name is empty."),
        ("name", "Visit cheap-pills.example now", "without a web address"),
        ("email", "jlópez@example.org", "accent"),
        ("email", "a@b", ""),
        ("email", "one@example.org, two@example.org", ""),
        ("publicity", "", "Choose who may read the name."),
        ("agree", "", "Tick this box"),
        ("country", "XX", "Choose a country from the list."),
        ("kind", "robot", ""),
    ],
)
def test_bad_input_comes_back_with_a_sentence_and_the_fields(
    sign, field, value, sentence
):
    response = sign(make_letter(), **{field: value})

    page = response.content.decode()
    assert response.status_code == 422
    assert "There is a problem" in page
    assert sentence in page
    assert "Huehuetenango" in page
    assert not Signature.objects.exists()


def test_errors_are_in_the_readers_language(sign):
    page = sign(make_letter(), language="es", name="").content.decode()

    assert "Hay un problema" in page


def test_organization_needs_a_representative(sign):
    response = sign(make_letter(), kind="organization", name="Cristo Rey")

    assert "Write the name of the person who signs for it." in response.content.decode()


def test_hard_names_are_kept_letter_for_letter(sign):
    letter = make_letter()
    names = [
        "Juan Pop No'j",
        "Ixchel K’iche’ Tzoc de Xol",
        "Ng",
        "O",
        "王小明",
        "רחל כהן",
    ]

    for number, name in enumerate(names):
        sign(letter, name=name, email=f"n{number}@example.org")

    assert (
        list(Signature.objects.order_by("pk").values_list("name", flat=True)) == names
    )


def test_filled_honeypot_looks_the_same_and_carries_a_flag(sign):
    letter = make_letter()

    response = sign(letter, homepage="http://spam.example")

    assert response.status_code == 303
    assert Signature.objects.get().flags == "honeypot"


def test_closed_letter_refuses(sign):
    letter = make_letter(status="closed", closed_at="2026-01-01T00:00Z")

    response = sign(letter)

    assert response.status_code == 422
    assert "not open for signature" in response.content.decode()
    assert not Signature.objects.exists()


def test_draft_letter_does_not_exist_for_the_public(sign):
    assert sign(make_letter(status="draft", opened_at=None)).status_code == 404


def test_another_sites_form_is_refused(db):
    letter = make_letter()

    for headers in (
        {"Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
    ):
        response = Client().post(f"/en/letters/{letter.slug}/", {}, headers=headers)
        assert response.status_code == 403


def test_partner_link_and_consent_are_kept(sign):
    campaign = make_campaign()
    parish = make_partner(campaign, code="parish")
    shelter = make_partner(campaign, code="shelter")
    letter = make_letter(campaign=campaign)

    sign(letter, partner="shelter", **{"consent-parish": "on"})

    signature = Signature.objects.get()
    assert signature.partner == shelter
    assert signature.source == "partner"
    assert [consent.partner for consent in signature.consents.all()] == [parish]


def test_a_tick_that_is_taken_back_at_once_is_taken_back(sign):
    campaign = make_campaign()
    make_partner(campaign, code="parish")
    letter = make_letter(campaign=campaign)

    sign(letter, **{"consent-parish": "on"})
    Mail.objects.update(status="sent")
    sign(letter)

    assert not Signature.objects.get().consents.exists()
    assert Mail.objects.count() == 1


def test_consent_boxes_are_not_ticked_beforehand(db):
    campaign = make_campaign()
    make_partner(campaign, code="parish")

    page = Client().get(f"/en/letters/{make_letter(campaign=campaign).slug}/").content

    assert b'name="consent-parish"' in page
    assert b"checked" not in page.split(b'name="consent-parish"')[1].split(b">")[0]


def test_letter_page_needs_few_queries_however_many_signed(
    db, django_assert_max_num_queries
):
    letter = make_letter()
    for _ in range(30):
        make_signature(letter)

    # Three of them tell of editions, deliveries and the press.
    with django_assert_max_num_queries(12):
        Client().get(f"/en/letters/{letter.slug}/")


def test_each_kind_of_signer_keeps_its_own_fields(sign):
    letter = make_letter()

    sign(letter, affiliation="Cristo Rey", representative="Somebody")
    sign(
        letter,
        kind="organization",
        name="Cristo Rey",
        affiliation="Diócesis",
        representative="María Pérez",
    )

    fields = ("kind", "affiliation", "representative")
    assert set(Signature.objects.values_list(*fields)) == {
        ("person", "Cristo Rey", ""),
        ("organization", "", "María Pérez"),
    }


@pytest.mark.parametrize("origin", ["http://[", "http://a]", "null"])
def test_an_origin_that_is_none_is_another_sites(db, origin):
    path = f"/en/letters/{make_letter().slug}/"

    assert Client().post(path, {}, headers={"Origin": origin}).status_code == 403


def test_a_partner_code_that_nobody_has_does_not_stop_a_signer(sign):
    sign(make_letter(), partner="x" * 500)

    assert Signature.objects.get().partner is None


def test_browsers_that_hide_the_origin_may_sign(db):
    headers = {"Origin": "null", "Sec-Fetch-Site": "same-origin"}

    response = Client().post(f"/en/letters/{make_letter().slug}/", {}, headers=headers)

    assert response.status_code == 422
