from datetime import UTC, datetime

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.models import LogEntry

from campaigns.models import Membership
from core.errors import Refusal
from signatures import reviewing
from signatures.models import Review, Signature
from signatures.registry import register_organization
from tests.factories import make_campaign, make_letter, make_signature

LIST = "/admin/signatures/signature/"


@pytest.fixture
def letter(campaign):
    return make_letter(campaign=campaign)


def act(client, action, *signatures, **data):
    ids = [signature.pk for signature in signatures]
    return client.post(
        LIST, {"action": action, ACTION_CHECKBOX_NAME: ids, **data}, follow=True
    )


def test_approving_lists_the_name_and_keeps_who_did_it(letter, bob, as_user):
    first = make_signature(letter, status="confirmed")
    second = make_signature(letter, status="held", flags="joke")

    page = act(as_user(bob), "approve", first, second).content.decode()

    assert "2 signatures: Approved." in page
    assert letter.signatures.listed().count() == 2
    reviews = Review.objects.order_by("signature")
    assert [(r.old_status, r.new_status, r.actor) for r in reviews] == [
        ("confirmed", "approved", bob),
        ("held", "approved", bob),
    ]
    assert len({r.bulk for r in reviews}) == 1


def test_declining_asks_for_a_reason_and_keeps_what_was_chosen(letter, bob, as_user):
    signature = make_signature(letter, status="confirmed")
    client = as_user(bob)

    asked = act(client, "decline", signature).content.decode()
    signature.refresh_from_db()
    assert "Why are these signatures declined?" in asked
    assert f'name="_selected_action" value="{signature.pk}"' in asked
    assert signature.status == "confirmed"
    act(client, "decline", signature, reason="Not a real person")

    signature.refresh_from_db()
    assert signature.status == "declined"
    assert signature.reviews.get().reason == "Not a real person"


def test_a_decision_to_decline_needs_a_reason(letter, bob):
    make_signature(letter, status="confirmed")

    with pytest.raises(Refusal, match="Write a reason"):
        reviewing.review_signatures(
            letter.signatures.all(), Signature.Status.DECLINED, actor=bob
        )


def test_action_reports_what_it_left_alone(letter, bob, as_user):
    pending = make_signature(letter, status="pending")
    approved = make_signature(letter, status="approved")
    confirmed = make_signature(letter, status="confirmed")

    page = act(as_user(bob), "approve", pending, approved, confirmed).content.decode()

    assert "1 signature: Approved." in page
    assert "1 was left as it is: already decided so." in page
    assert "1 was left as it is: Waiting for confirmation by mail." in page


FORBIDDEN = [
    (old, new)
    for old in Signature.Status.values
    for new in reviewing.DECISIONS
    if old != new and old not in reviewing.DECISIONS[new]
]


@pytest.mark.parametrize(("old", "new"), FORBIDDEN)
def test_forbidden_steps_change_nothing(letter, bob, old, new):
    make_signature(letter, status=old)

    outcome = reviewing.review_signatures(
        letter.signatures.all(), Signature.Status(new), actor=bob, reason="x"
    )

    assert outcome.changed == 0
    assert outcome.unchanged.total() == 1
    assert letter.signatures.get().status == old
    assert not Review.objects.exists()


def test_an_organization_is_listed_once(letter, bob):
    for number in range(2):
        make_signature(
            letter,
            kind="organization",
            name="Cristo Rey",
            status="confirmed",
            email=f"o{number}@example.org",
        )

    outcome = reviewing.review_signatures(
        letter.signatures.all(), Signature.Status.APPROVED, actor=bob
    )

    assert outcome.changed == 1
    assert letter.signatures.listed().count() == 1


def test_of_two_decisions_at_once_the_second_finds_it_changed(letter, bob, monkeypatch):
    signature = make_signature(letter, status="confirmed")
    real = reviewing._decidable

    def slow(rows, decision, outcome):
        Signature.objects.filter(pk=signature.pk).update(status="withdrawn")
        return real(rows, decision, outcome)

    monkeypatch.setattr(reviewing, "_decidable", slow)

    with pytest.raises(Refusal, match="same moment"):
        reviewing.review_signatures(
            letter.signatures.all(), Signature.Status.APPROVED, actor=bob
        )
    assert not Review.objects.exists()


def test_search_finds_by_name_without_accents_place_and_exact_address(
    letter, bob, as_user
):
    make_signature(
        letter,
        name="Ixchel K’iche’ Pérez",
        city="Quetzaltenango",
        country="MX",
        email="x@example.org",
    )
    make_signature(letter, name="Somebody Else", city="Tucson")
    client = as_user(bob)

    for query in ("perez", "k'iche'", "quetzal", "méxico", "X@example.org"):
        page = client.get(LIST, {"q": query}).content.decode()
        assert "Ixchel" in page, query
        assert "Somebody Else" not in page, query
    assert "Ixchel" not in client.get(LIST, {"q": "x@example"}).content.decode()


@pytest.mark.parametrize(
    "query", ["?todo=review", "?todo=flagged", "?flag=joke", "?status__exact=held"]
)
def test_filters_show_what_waits(letter, bob, as_user, query):
    make_signature(letter, name="Odd One", status="held", flags="joke")
    make_signature(letter, name="Plain One", status="approved")

    page = as_user(bob).get(LIST + query).content.decode()

    assert "Odd One" in page
    assert "Plain One" not in page


def test_moderator_corrects_the_order_and_not_the_words(letter, bob, as_user):
    signature = make_signature(letter, name="Luz de la Cruz", sort_name="Luz")

    page = as_user(bob).get(f"{LIST}{signature.pk}/change/").content.decode()
    as_user(bob).post(
        f"{LIST}{signature.pk}/change/",
        {
            "sort_name": "Cruz, Luz de la",
            "name": "Changed",
            "reviews-TOTAL_FORMS": 0,
            "reviews-INITIAL_FORMS": 0,
            "mails-TOTAL_FORMS": 0,
            "mails-INITIAL_FORMS": 0,
        },
    )

    signature.refresh_from_db()
    assert signature.email in page
    assert signature.name == "Luz de la Cruz"
    assert signature.sort_name == "Cruz, Luz de la"


def test_organization_is_chosen_from_the_letters_own_campaign(letter, bob, as_user):
    signature = make_signature(letter, kind="organization", name="Casa del Alba")
    sister = register_organization(letter.campaign, "Sister House")
    sister.scope = "local"
    sister.save()
    other_campaign = make_campaign()
    other_campaign.memberships.create(user=bob, role="moderator")
    foreign = make_signature(
        make_letter(campaign=other_campaign), kind="organization", name="Foreign House"
    ).organization
    path = f"{LIST}{signature.pk}/change/"
    data = {"sort_name": "Casa", "organization": foreign.pk}
    for name in ("reviews", "mails"):
        data |= {f"{name}-TOTAL_FORMS": 0, f"{name}-INITIAL_FORMS": 0}

    page = as_user(bob).get(path).content.decode()
    as_user(bob).post(path, data)
    signature.refresh_from_db()
    assert signature.organization.name == "Casa del Alba"
    as_user(bob).post(path, {**data, "organization": sister.pk})

    signature.refresh_from_db()
    assert signature.organization == sister
    assert "Sister House" in page
    assert "Foreign House" not in page


def test_list_needs_as_many_queries_for_sixty_rows_as_for_three(
    letter, bob, as_user, django_assert_max_num_queries
):
    client = as_user(bob)
    for number in range(60):
        make_signature(letter, flags="joke", city=f"Place {number}")

    with django_assert_max_num_queries(16):
        client.get(LIST)


def test_failed_mail_can_be_sent_again(letter, bob, as_user):
    mail = make_signature(letter).mails.create(
        kind="receipt", language="en", status="failed"
    )

    as_user(bob).post(
        "/admin/signatures/mail/",
        {"action": "send_again", ACTION_CHECKBOX_NAME: [mail.pk]},
    )

    mail.refresh_from_db()
    assert mail.status == "queued"


@pytest.mark.parametrize(
    "query",
    ["?sort_key=1", "?email__regex=.", "?letter__slug__regex=(", "?letter__campaign=1"],
)
def test_addresses_offer_no_other_lookups_than_the_filters(letter, bob, as_user, query):
    assert as_user(bob).get(LIST + query).status_code == 400


@pytest.mark.parametrize("value", ["²", "9" * 40, "x", "-1"])
def test_made_up_keys_are_harmless(letter, bob, as_user, value):
    client = as_user(bob)

    assert client.get(LIST, {"letter__id__exact": value}).status_code == 200
    data = {"action": "approve", ACTION_CHECKBOX_NAME: [value]}
    assert client.post(LIST, data).status_code == 400


def test_reason_that_is_too_long_is_refused_in_a_sentence(letter, bob, as_user):
    signature = make_signature(letter, status="confirmed")

    page = act(as_user(bob), "decline", signature, reason="x" * 501).content.decode()

    assert "The reason is too long" in page
    signature.refresh_from_db()
    assert signature.status == "confirmed"


def test_second_of_two_approvals_of_an_organization_is_refused(
    letter, bob, monkeypatch
):
    first, second = (
        make_signature(
            letter,
            kind="organization",
            name="Cristo Rey",
            status="confirmed",
            email=f"o{number}@example.org",
        )
        for number in range(2)
    )
    real = reviewing._decidable

    def slow(rows, decision, outcome):
        possible = real(rows, decision, outcome)
        Signature.objects.filter(pk=first.pk).update(status="approved")
        return possible

    monkeypatch.setattr(reviewing, "_decidable", slow)

    with pytest.raises(Refusal, match="same moment"):
        reviewing.review_signatures(
            letter.signatures.filter(pk=second.pk), Signature.Status.APPROVED, actor=bob
        )


def test_log_of_the_admin_keeps_no_name(letter, bob, as_user):
    signature = make_signature(letter, name="Secret Judge")
    data = {"sort_name": "Judge, Secret"}
    for prefix in ("reviews", "mails"):
        data |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}

    as_user(bob).post(f"{LIST}{signature.pk}/change/", data)

    assert LogEntry.objects.get().object_repr == f"#{signature.pk}"


def test_organization_of_a_listed_signature_cannot_be_taken_away(letter, bob, as_user):
    signature = make_signature(letter, kind="organization", name="Cristo Rey")
    data = {"sort_name": "Cristo Rey", "organization": ""}
    for prefix in ("reviews", "mails"):
        data |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}

    page = as_user(bob).post(f"{LIST}{signature.pk}/change/", data).content.decode()

    assert "stays in the registry" in page


def test_name_of_another_organization_is_refused_in_a_sentence(letter, bob, as_user):
    make_signature(letter, kind="organization", name="Cristo Rey")
    other = make_signature(letter, kind="organization", name="Casa Abierta")
    url = f"/admin/signatures/organization/{other.organization_id}/change/"

    page = as_user(bob).post(url, {"name": "CRISTO  REY", "scope": ""}).content.decode()

    assert "registered already" in page


def test_scopes_are_set_for_ones_own_organizations_only(letter, bob, as_user, mallory):
    own = make_signature(letter, kind="organization", name="Cristo Rey").organization
    Membership.objects.create(campaign=letter.campaign, user=mallory, role="viewer")
    data = {"action": "scope_national", ACTION_CHECKBOX_NAME: [own.pk]}

    as_user(mallory).post("/admin/signatures/organization/", data)
    own.refresh_from_db()
    assert own.scope == ""
    as_user(bob).post("/admin/signatures/organization/", data)

    own.refresh_from_db()
    assert own.scope == "national"


def decide(client, signature, decision, query="", **data):
    data.setdefault("seen", reviewing.review_digest(signature))
    return client.post(
        f"{LIST}{signature.pk}/decide/{query}",
        {"decision": decision, **data},
        follow=True,
    )


def test_page_of_a_signature_decides_and_leads_to_the_next(letter, bob, as_user):
    last, middle, first = (
        make_signature(letter, name=name, status="confirmed")
        for name in ("Last One", "Middle One", "First One")
    )
    client = as_user(bob)
    client.get(f"{LIST}{middle.pk}/change/")

    answer = decide(client, middle, "approved")
    assert answer.redirect_chain[-1][0] == f"{LIST}{last.pk}/change/"
    assert "Middle One: Approved. This is the next one" in answer.content.decode()
    answer = decide(client, last, "held", reason="Asking her")
    assert answer.redirect_chain[-1][0] == f"{LIST}{first.pk}/change/"
    answer = decide(client, first, "declined", reason="Nobody")

    reviews = Review.objects.order_by("pk")
    assert [(r.new_status, r.reason) for r in reviews] == [
        ("approved", ""),
        ("held", "Asking her"),
        ("declined", "Nobody"),
    ]
    # What is held waits still.
    assert answer.redirect_chain[-1][0] == f"{LIST}{last.pk}/change/"


def test_after_the_last_decision_the_list_comes_back_as_it_was(letter, bob, as_user):
    signature = make_signature(letter, status="confirmed")
    query = "?_changelist_filters=todo%3Dreview"

    page = as_user(bob).get(f"{LIST}{signature.pk}/change/{query}").content.decode()
    answer = decide(as_user(bob), signature, "approved", query)

    assert f'href="{LIST}?todo=review">Back to the list' in page
    assert answer.redirect_chain[-1][0] == f"{LIST}?todo=review"
    assert "No other signature waits" in answer.content.decode()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"decision": "declined"}, "Write a reason"),
        ({"decision": "approved", "seen": "x"}, "changed the line after you opened"),
        ({"decision": "approved", "seen": ""}, "changed the line after you opened"),
        ({"decision": "lapsed"}, "Press one of the buttons"),
    ],
)
def test_page_of_a_signature_refuses_in_a_sentence(
    letter, bob, as_user, data, sentence
):
    signature = make_signature(letter, status="confirmed")

    page = decide(as_user(bob), signature, **data).content.decode()

    signature.refresh_from_db()
    assert sentence in page
    assert signature.status == "confirmed"


def test_page_of_a_signature_offers_only_what_its_state_allows(letter, bob, as_user):
    offered = {
        status: [
            decision
            for decision in reviewing.DECISIONS
            if f'value="{decision}">'
            in as_user(bob)
            .get(f"{LIST}{make_signature(letter, status=status).pk}/change/")
            .content.decode()
        ]
        for status in ("pending", "confirmed", "approved", "held", "declined")
    }

    assert offered == {
        "pending": [],
        "confirmed": ["approved", "held", "declined"],
        "approved": ["held", "declined"],
        "held": ["approved", "declined"],
        "declined": ["approved"],
    }


def test_nobody_decides_on_another_campaigns_signature(letter, mallory, as_user):
    signature = make_signature(letter, status="confirmed")

    assert decide(as_user(mallory), signature, "approved").status_code == 404
    signature.refresh_from_db()
    assert signature.status == "confirmed"


def test_times_are_told_by_the_letters_clock_with_its_name(letter, bob, as_user):
    letter.time_zone = "America/Guatemala"
    letter.save()
    signature = make_signature(letter, status="confirmed")
    Signature.objects.update(signed_at=datetime(2026, 3, 4, 2, 30, tzinfo=UTC))
    signature.mails.create(kind="receipt", language="en")

    for path in (LIST, f"{LIST}{signature.pk}/change/"):
        page = as_user(bob).get(path).content.decode()
        assert "March 3, 2026, 8:30 p.m. (Central Standard Time)" in page
        assert "by the clock of America/Guatemala" in page
