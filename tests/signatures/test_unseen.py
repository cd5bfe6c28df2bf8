"""Nobody decides on, confirms or keeps what they were not shown."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from letters.models import Revision
from signatures import corrections, emails, merging, own, registry, services
from signatures.models import Consent, Correction, LinkRequest, Signature
from tests.factories import make_letter, make_partner, make_signature
from tests.signatures.conftest import press

LIST = "/admin/signatures/signature/"
HIDDEN = re.compile(r'name="(seen[-\d]*)" value="([^"]*)"')


@pytest.fixture
def letter(campaign):
    return make_letter(campaign=campaign)


def hidden_fields(page):
    return dict(HIDDEN.findall(page.content.decode()))


def confirm_path(signature):
    return f"/en/confirm/{emails.confirm_token(signature, 1)}/"


def own_path(signature):
    return f"/en/signature/{emails.self_service_token(signature)}/"


@pytest.mark.parametrize("action", ["approve", "hold", "decline"])
def test_a_line_corrected_meanwhile_is_left_with_a_sentence(
    letter, bob, as_user, action
):
    changed = make_signature(letter, name="Ana Paz", status="confirmed")
    same = make_signature(letter, name="Eva Ruiz", status="confirmed")
    client = as_user(bob)
    data = hidden_fields(client.get(LIST))
    own.correct_line(changed, {"name": "Down With All"}, flags=set())

    data |= {"action": action, "_selected_action": [changed.pk, same.pk], "reason": "x"}
    page = client.post(LIST, data, follow=True).content.decode()

    changed.refresh_from_db()
    same.refresh_from_db()
    assert changed.status == "confirmed"
    assert same.status != "confirmed"
    assert "the signer changed the line after you opened the page" in page


def test_a_counted_signer_who_becomes_public_is_looked_at_again(letter, bob, as_user):
    signature = make_signature(letter, publicity="counted", status="confirmed")
    client = as_user(bob)
    data = hidden_fields(client.get(LIST))
    own.change_publicity(signature, "public")

    client.post(LIST, {**data, "action": "approve", "_selected_action": signature.pk})

    signature.refresh_from_db()
    assert signature.status == "confirmed"


def test_what_a_counted_signer_corrects_is_no_news_to_moderators(letter, bob, as_user):
    signature = make_signature(letter, publicity="counted", status="confirmed")
    client = as_user(bob)
    data = hidden_fields(client.get(LIST))
    own.correct_line(signature, {"name": "Ana Paz"}, flags=set())

    assert hidden_fields(client.get(LIST)) == data
    client.post(LIST, {**data, "action": "approve", "_selected_action": signature.pk})

    signature.refresh_from_db()
    assert signature.status == "approved"


def test_the_page_that_asks_for_a_reason_keeps_what_it_showed(letter, bob, as_user):
    signature = make_signature(letter, status="confirmed")
    client = as_user(bob)
    chosen = {"action": "decline", "_selected_action": signature.pk}
    data = hidden_fields(client.post(LIST, chosen))
    own.correct_line(signature, {"name": "Ana Paz"}, flags=set())

    client.post(LIST, {**data, **chosen, "reason": "x"})

    signature.refresh_from_db()
    assert signature.status == "confirmed"


def asked_about(letter, number):
    return Revision.objects.create(
        letter=letter,
        number=number,
        kind="substance",
        note={"en": "x", "es": "y"},
        answer_by=timezone.now() + timedelta(days=2),
        published_at=timezone.now(),
    )


def test_nobody_keeps_a_text_that_was_changed_once_more(letter):
    signature = make_signature(letter, asked=asked_about(letter, 2))
    data = hidden_fields(Client().get(own_path(signature)))
    later = asked_about(letter, 3)
    Signature.objects.update(asked=later)

    response = press(own_path(signature), "keep", **data)

    assert response.status_code == 422
    assert "Look at it again" in response.content.decode()
    signature.refresh_from_db()
    assert signature.asked == later

    data = hidden_fields(Client().get(own_path(signature)))
    assert press(own_path(signature), "keep", **data).status_code == 303
    signature.refresh_from_db()
    assert (signature.asked, signature.revision) == (None, later)


@pytest.mark.parametrize("tick", ["consent-caritas", "updates"])
def test_nobody_confirms_boxes_that_somebody_else_ticked(letter, sign, tick):
    make_partner(letter.campaign, code="caritas", name={"en": "Caritas"})
    sign(letter)
    signature = Signature.objects.get()
    data = hidden_fields(Client().get(confirm_path(signature)))
    sign(letter, **{tick: "on"})

    response = press(confirm_path(signature), "confirm", **data)

    assert response.status_code == 422
    page = response.content.decode()
    sentences = {
        "consent-caritas": "Caritas may write to you",
        "updates": "The campaign tells you when the letter has been delivered",
    }
    assert sentences[tick] in page
    signature.refresh_from_db()
    assert signature.status == "pending"


def test_who_confirms_while_signing_again_gets_no_boxes_ticked(
    letter, sign, monkeypatch
):
    make_partner(letter.campaign, code="caritas")
    sign(letter)
    signature = Signature.objects.get()
    rewrite = services._rewrite

    def confirmed_before(*arguments):
        services.confirm_signature(signature)
        return rewrite(*arguments)

    monkeypatch.setattr(services, "_rewrite", confirmed_before)
    sign(letter, **{"consent-caritas": "on"})

    assert not Consent.objects.exists()


def test_a_name_is_read_in_corrections_only_while_its_signer_asks_for_it(
    letter, bob, as_user
):
    signature = make_signature(letter, name="Zoraida Escondida", publicity="counted")
    client = as_user(bob)

    def page():
        pk = Correction.objects.latest("pk").pk
        paths = ("", f"{pk}/change/")
        pages = [client.get(f"/admin/signatures/correction/{path}") for path in paths]
        return "".join(each.content.decode() for each in pages)

    own.change_publicity(signature, "public")
    assert "Zoraida Escondida" in page()
    own.change_publicity(signature, "counted")
    assert "Zoraida Escondida" not in page()
    own.change_publicity(signature, "public")
    corrections.decide(Correction.objects.latest("pk"), accept=True, actor=bob)
    own.change_publicity(signature, "counted")
    assert "Zoraida Escondida" not in page()


def test_a_typo_corrected_keeps_the_wish_to_be_read(letter):
    signature = make_signature(letter, name="Ana Pas", publicity="counted")
    own.change_publicity(signature, "public")

    own.correct_line(signature, {"name": "Ana Paz"}, flags=set())

    waiting = corrections.waiting_for(signature)
    assert waiting.new == {"name": "Ana Paz", "publicity": "public"}


def test_who_confirms_what_was_erased_meanwhile_gets_a_page(letter, monkeypatch):
    signature = make_signature(letter, status="pending")
    path = confirm_path(signature)
    confirm = services.confirm_signature

    def erased_before(*arguments, **named):
        own.erase(signature)
        return confirm(*arguments, **named)

    monkeypatch.setattr(services, "confirm_signature", erased_before)

    assert press(path, "confirm").status_code == 410


def test_who_signs_for_what_is_merged_meanwhile_signs_for_the_other(
    letter, alice, monkeypatch
):
    campaign = letter.campaign
    source, target = (
        registry.register_organization(campaign, name) for name in ("Casa A", "Casa B")
    )
    signature = make_signature(
        letter, kind="organization", name="Casa A", status="pending", organization=None
    )
    merging.merge(source, target, actor=alice)
    monkeypatch.setattr(registry, "register_organization", lambda *_: source)

    services.confirm_signature(signature)

    signature.refresh_from_db()
    assert signature.organization == target


def test_a_link_is_answered_by_whoever_takes_the_request(letter):
    signature = make_signature(letter)
    own.ask_for_link(letter, signature.email)
    request = letter_requests(letter).get()
    letter_requests(letter).delete()  # another worker has it

    own.answer_link_request(request)

    assert not signature.mails.exists()


def letter_requests(letter):
    return LinkRequest.objects.filter(letter=letter)


def test_a_letter_behind_a_link_costs_no_more_than_none(
    campaign, django_assert_num_queries
):
    hidden = make_letter(campaign=campaign, access="link")
    for slug in (hidden.slug, "nothing-here"):
        with django_assert_num_queries(1):
            assert Client().get(f"/en/letters/{slug}/").status_code == 404
