"""What a moderator decides about a line that its signer wants changed."""

import pytest
from django.test import Client

from core.errors import Refusal
from signatures import corrections
from signatures.models import Correction, Organization, Signature
from tests.factories import make_campaign, make_letter, make_member, make_signature

LIST = "/admin/signatures/correction/"


@pytest.fixture
def letter(campaign):
    return make_letter(campaign=campaign)


@pytest.fixture
def correction(letter):
    signature = make_signature(letter, name="Maria Peres")
    return corrections.propose(signature, {"name": "María Pérez", "city": "Xela"})


def test_accepted_correction_is_printed_from_then_on(correction, bob):
    corrections.decide(correction, accept=True, actor=bob)

    signature = Signature.objects.get()
    assert (signature.name, signature.city) == ("María Pérez", "Xela")
    assert signature.sort_name == "Pérez, María"
    assert "xela" in signature.search_text
    assert signature.status == "approved"
    assert correction.status == "accepted"
    assert correction.decided_by == bob
    assert correction.decided_at


def test_declined_correction_leaves_the_line_and_says_why(correction, bob):
    corrections.decide(correction, accept=False, actor=bob, reason="Not your name")

    assert Signature.objects.get().name == "Maria Peres"
    assert correction.status == "declined"
    assert correction.reason == "Not your name"


def test_declining_needs_a_reason(correction, bob):
    with pytest.raises(Refusal, match="Write a reason"):
        corrections.decide(correction, accept=False, actor=bob)


@pytest.mark.parametrize("second", [True, False])
def test_second_of_two_decisions_is_refused(correction, bob, second):
    corrections.decide(correction, accept=True, actor=bob)

    with pytest.raises(Refusal, match="decided or replaced already"):
        corrections.decide(correction, accept=second, actor=bob, reason="x")


def test_replaced_correction_cannot_be_accepted(correction, bob):
    corrections.propose(correction.signature, {"city": "Quetzaltenango"})

    with pytest.raises(Refusal, match="decided or replaced already"):
        corrections.decide(correction, accept=True, actor=bob)

    waiting = corrections.waiting_for(correction.signature)
    assert waiting.new == {"name": "María Pérez", "city": "Quetzaltenango"}


def test_correction_of_what_was_withdrawn_is_refused_and_waits_no_more(correction, bob):
    correction.signature.withdraw()

    with pytest.raises(Refusal, match="withdrawn"):
        corrections.decide(correction, accept=True, actor=bob)

    assert not corrections.waiting().exists()


def test_moderator_does_not_overwrite_what_the_signer_asks_for(correction, bob):
    with pytest.raises(Refusal, match="Decide on that one first"):
        corrections.propose(correction.signature, {"name": "M. Pérez"}, by=bob)


def test_tidying_up_keeps_who_proposed_it(letter, bob):
    signature = make_signature(letter, name="MARIA PEREZ", flags="shouted")

    correction = corrections.propose(signature, {"name": "Maria Perez"}, by=bob)
    corrections.decide(correction, accept=True, actor=bob)

    signature.refresh_from_db()
    assert correction.proposed_by == bob
    assert (signature.name, signature.flags) == ("Maria Perez", "")


def test_organization_follows_its_new_name(letter, bob):
    signature = make_signature(letter, kind="organization", name="Parish")

    correction = corrections.propose(signature, {"name": "Cristo Rey Parish"})
    assert not Organization.objects.filter(name="Cristo Rey Parish").exists()
    corrections.decide(correction, accept=True, actor=bob)

    signature.refresh_from_db()
    assert signature.organization.name == "Cristo Rey Parish"


def test_twins_and_seconds_are_flagged_before_anybody_decides(letter):
    make_signature(letter, kind="organization", name="St. Mary's Parish")
    signature = make_signature(letter, kind="organization", name="Parish")

    twin = corrections.propose(signature, {"name": "Saint Mary's Parish, Inc."})
    second = corrections.propose(signature, {"name": "St. Mary's Parish"})

    assert twin.flags == "twin"
    assert second.flags == "second"


def test_name_of_an_organization_that_is_listed_is_refused(letter, bob):
    make_signature(letter, kind="organization", name="Cathedral")
    signature = make_signature(letter, kind="organization", name="Parish")
    correction = corrections.propose(signature, {"name": "Cathedral"})

    with pytest.raises(Refusal, match="listed already, by another signature"):
        corrections.decide(correction, accept=True, actor=bob)

    signature.refresh_from_db()
    correction.refresh_from_db()
    assert signature.name == "Parish"
    assert correction.status == "waiting"


def test_moderator_sees_what_is_asked_for_and_accepts_it(correction, bob, as_user):
    client = as_user(bob)

    page = client.get(LIST).content.decode()
    client.post(LIST, {"action": "accept", "_selected_action": [correction.pk]})

    assert "Maria Peres" in page
    assert "María Pérez" in page
    assert Signature.objects.get().name == "María Pérez"


def test_declining_in_the_list_needs_a_reason(correction, bob, as_user):
    chosen = {"action": "decline", "_selected_action": [correction.pk]}

    page = as_user(bob).post(LIST, chosen, follow=True).content.decode()
    assert "Write a reason" in page
    as_user(bob).post(LIST, {**chosen, "reason": "Not your name"})

    correction.refresh_from_db()
    assert correction.status == "declined"
    own = corrections.waiting_for(correction.signature)
    assert own is None


def test_waiting_ones_come_first(correction, letter, bob, as_user):
    decided = corrections.propose(make_signature(letter), {"city": "Cobán"})
    corrections.decide(decided, accept=True, actor=bob)
    later = corrections.propose(make_signature(letter), {"city": "Sololá"})

    page = as_user(bob).get(LIST).content.decode()

    assert page.index("Xela") < page.index("Sololá") < page.index("Cobán")
    assert later.pk > decided.pk


def test_name_that_is_only_counted_is_shown_to_no_moderator(letter, bob, as_user):
    signature = make_signature(letter, name="Judge In Exile", publicity="counted")
    signature.corrections.create(old={"city": "A"}, new={"city": "Hidden City"})

    for page in (LIST, f"{LIST}{Correction.objects.get().pk}/change/"):
        content = as_user(bob).get(page).content.decode()
        assert "Judge In Exile" not in content
        assert "Hidden City" not in content
        assert "only counted" in content


def test_name_that_is_to_be_read_by_others_is_shown(letter, bob, as_user):
    signature = make_signature(letter, name="Judge In Exile", publicity="counted")
    corrections.propose(signature, {"publicity": "public"})

    assert "Judge In Exile" in as_user(bob).get(LIST).content.decode()


def test_others_neither_see_nor_decide(correction, campaign, mallory, as_user):
    editor = make_member(campaign, "editor")
    for user in (mallory, editor, make_member(make_campaign(), "moderator")):
        client = as_user(user)
        assert "Maria Peres" not in client.get(LIST, follow=True).content.decode()
        client.post(LIST, {"action": "accept", "_selected_action": [correction.pk]})

    assert Client().get(LIST).status_code == 302
    correction.refresh_from_db()
    assert correction.status == "waiting"


def test_dashboard_counts_what_waits(correction, bob, as_user):
    page = as_user(bob).get("/admin/").content.decode()

    assert "Decide on 1 correction" in page
    link = page.split('href="/admin/signatures/correction/?')[1].split('"')[0]
    found = as_user(bob).get(f"{LIST}?{link.replace('&amp;', '&')}").content.decode()
    assert "María Pérez" in found
