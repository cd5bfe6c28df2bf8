"""Two entries of the registry are made one, and parted again."""

import pytest
from django.utils.html import escape

from core.errors import Refusal
from signatures import merging
from signatures.models import Merge, NotTwins, Organization, OrganizationName, Signature
from signatures.registry import find_organization, likely_twins, register_organization
from tests.factories import make_campaign, make_letter, make_member, make_signature

LIST = "/admin/signatures/organization/"
TWINS = f"{LIST}twins/"


@pytest.fixture
def letter(campaign):
    return make_letter(campaign=campaign)


@pytest.fixture
def pair(letter):
    """Two likely twins that both signed, the second one later."""
    return [
        sign(letter, name) for name in ("Justice & Peace", "Justice and Peace, Inc.")
    ]


def sign(letter, name, **fields):
    return make_signature(
        letter, kind="organization", name=name, representative="Ana", **fields
    )


def refreshed(*rows):
    for row in rows:
        row.refresh_from_db()
    return rows


def test_merged_organizations_count_once_by_the_earlier_signature(letter, bob, pair):
    first, second = pair

    merging.merge(second.organization, first.organization, actor=bob)

    refreshed(first, second)
    assert letter.signatures.all().counts().organizations == 1
    assert second.organization == first.organization
    assert (first.status, second.status) == ("approved", "held")
    assert "second" in second.flag_set
    review = second.reviews.get()
    assert (review.actor, review.new_status) == (bob, "held")


def test_the_earlier_signature_counts_whichever_entry_is_kept(letter, bob, pair):
    first, second = pair

    merging.merge(first.organization, second.organization, actor=bob)

    refreshed(first, second)
    assert (first.status, second.status) == ("approved", "held")
    assert letter.signatures.listed().get().organization == second.organization


def test_names_of_a_merged_organization_lead_to_the_one_that_was_kept(
    letter, bob, pair
):
    first, second = pair
    merging.merge(second.organization, first.organization, actor=bob)

    found = find_organization(letter.campaign, "JUSTICE AND PEACE, INC")

    assert found == first.organization
    assert register_organization(letter.campaign, second.name) == first.organization


def test_undoing_puts_back_what_was_moved_and_held(letter, bob, alice, pair):
    first, second = pair
    source = second.organization
    OrganizationName.objects.filter(organization=source).update(language="en")
    OrganizationName.objects.filter(organization=first.organization).update(
        language="en"
    )
    merge = merging.merge(source, first.organization, actor=bob)

    merging.undo_merge(merge, actor=alice)

    refreshed(first, second, source, merge)
    assert letter.signatures.all().counts().organizations == 2
    assert second.organization == source
    assert second.status == "approved"
    assert second.flags == ""
    assert source.merged_into is None
    assert source.names.get().language == "en"
    assert find_organization(letter.campaign, second.name) == source
    assert merge.undone_by == alice
    with pytest.raises(Refusal, match="undone already"):
        merging.undo_merge(merge, actor=alice)


def test_undoing_leaves_alone_what_somebody_decided_since(bob, bob_reviews, pair):
    first, second = pair
    merge = merging.merge(second.organization, first.organization, actor=bob)
    bob_reviews(second.letter, "declined")

    merging.undo_merge(merge, actor=bob)

    refreshed(first, second)
    assert second.status == "declined"


def test_undoing_forgets_nobody_who_was_erased_meanwhile(bob, pair):
    first, second = pair
    merge = merging.merge(second.organization, first.organization, actor=bob)
    second.delete()

    merging.undo_merge(merge, actor=bob)

    assert Signature.objects.get() == first


def test_what_signed_after_the_merge_by_a_name_that_goes_back_goes_with_it(
    letter, bob, pair
):
    first, second = pair
    source = second.organization
    merge = merging.merge(source, first.organization, actor=bob)
    other = make_letter(campaign=letter.campaign)
    late = sign(other, "Justice and Peace, Inc.")
    assert late.organization == first.organization

    merging.undo_merge(merge, actor=bob)

    refreshed(late)
    assert late.organization == source


def test_a_chain_of_merges_can_be_undone_in_any_order(letter, bob):
    signatures = [sign(letter, name) for name in ("One", "Two", "Three")]
    one, two, three = (signature.organization for signature in signatures)
    inner = merging.merge(one, two, actor=bob)
    refreshed(one, two, three)
    outer = merging.merge(two, three, actor=bob)
    assert set(letter.signatures.values_list("organization", flat=True)) == {three.pk}

    merging.undo_merge(inner, actor=bob)
    refreshed(*signatures)
    assert [s.organization for s in signatures] == [one, three, three]
    merging.undo_merge(outer, actor=bob)

    refreshed(*signatures)
    assert [s.organization for s in signatures] == [one, two, three]
    assert {s.status for s in signatures} == {"approved"}
    assert find_organization(letter.campaign, "Two") == two


def test_merges_that_make_no_sense_are_refused(letter, bob, pair):
    first, second = (signature.organization for signature in pair)
    foreign = register_organization(make_campaign(), "Justice & Peace")
    third = register_organization(letter.campaign, "Third")

    with pytest.raises(Refusal, match="with itself"):
        merging.merge(first, first, actor=bob)
    with pytest.raises(Refusal, match="different campaigns"):
        merging.merge(first, foreign, actor=bob)
    merging.merge(first, second, actor=bob)
    for source, target in [(first, second), (first, third), (third, first)]:
        with pytest.raises(Refusal, match="merged already"):
            merging.merge(source, target, actor=bob)

    assert Merge.objects.count() == 1


# Twins


def test_parted_twins_are_suggested_no_more(letter, bob, pair):
    first, second = (signature.organization for signature in pair)
    campaigns = type(letter.campaign).objects.filter(pk=letter.campaign_id)
    assert likely_twins(first) == [second]
    assert merging.likely_pairs(campaigns) == [(first.pk, second.pk)]

    merging.part(second, first, actor=bob)
    merging.part(first, second, actor=bob)

    assert NotTwins.objects.count() == 1
    assert likely_twins(first) == likely_twins(second) == []
    assert merging.likely_pairs(campaigns) == []


def test_twins_page_shows_what_speaks_for_one_and_merges(letter, bob, as_user, pair):
    first, second = (signature.organization for signature in pair)
    Organization.objects.filter(pk=first.pk).update(domain="peace.example")
    client = as_user(bob)

    listed = client.get(f"{LIST}?todo=twins").content.decode()
    page = client.get(TWINS).content.decode()
    data = {"first": first.pk, "second": second.pk}
    nothing = client.post(f"{TWINS}decide/", data, follow=True).content.decode()
    after = client.post(
        f"{TWINS}decide/", {**data, "decision": "second"}, follow=True
    ).content.decode()

    assert listed.count("Likely twins") >= 3
    for text in ("Justice &amp; Peace", "Justice and Peace, Inc.", "peace.example"):
        assert text in page
    assert "A letter on the border, Approved, Guatemala" in page
    assert "Press one of the buttons." in nothing
    assert "Peace</bdi>” went into “<bdi>Justice and Peace, Inc.</bdi>”" in after
    assert 'href="/admin/signatures/merge/"' in after
    refreshed(first)
    assert first.merged_into == second


def test_merges_are_listed_and_undone_by_a_button(bob, as_user, pair):
    first, second = (signature.organization for signature in pair)
    merge = merging.merge(first, second, actor=bob)
    client = as_user(bob)

    page = client.get("/admin/signatures/merge/").content.decode()
    data = {"merge": merge.pk}
    done = client.post("/admin/signatures/merge/undo/", data, follow=True)
    again = client.post("/admin/signatures/merge/undo/", data, follow=True)

    assert f"“<bdi>{escape(first.name)}</bdi>” went into “<bdi>{second.name}" in page
    assert f'form="undo-merge" name="merge" value="{merge.pk}"' in page
    assert "two organizations again" in done.content.decode()
    assert "undone already" in again.content.decode()


def test_twins_are_no_business_of_other_campaigns(letter, mallory, as_user, pair):
    client = as_user(mallory)
    first, second = (signature.organization for signature in pair)
    data = {"first": first.pk, "second": second.pk, "decision": "first"}

    assert b"Justice" not in client.get(TWINS).content
    assert client.post(f"{TWINS}decide/", data).status_code == 404

    assert not Merge.objects.exists()


@pytest.mark.parametrize("role", ["viewer", "editor"])
def test_viewers_and_editors_merge_nothing(role, campaign, as_user, pair):
    client = as_user(make_member(campaign, role))
    first, second = (signature.organization for signature in pair)
    data = {"first": first.pk, "second": second.pk, "decision": "first"}

    assert client.get(TWINS).status_code == 403
    assert client.post(f"{TWINS}decide/", data).status_code == 404
