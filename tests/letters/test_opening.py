from datetime import timedelta

from django.utils import timezone

from tests.factories import make_campaign, make_letter, make_member

VALUES = {
    "slug": "elsewhere",
    "time_zone": "UTC",
    "grace_hours": 5,
    "signers": "both",
    "review": "before",
    "closes_at_0": (timezone.now() + timedelta(days=30)).date().isoformat(),
    "closes_at_1": "12:00",
    "recipients-TOTAL_FORMS": 0,
    "recipients-INITIAL_FORMS": 0,
}


def save(letter, owner, as_user):
    """Tries to move the letter to another campaign of the owner and another address."""
    other = make_campaign()
    other.memberships.create(user=owner, role="owner")
    as_user(owner).post(
        f"/admin/letters/letter/{letter.pk}/change/", {**VALUES, "campaign": other.pk}
    )
    letter.refresh_from_db()
    assert letter.grace_hours == 5  # it was saved


def test_opened_letter_keeps_its_address_and_its_campaign(campaign, alice, as_user):
    for status in ("open", "closed"):
        closed_at = "2026-01-01T00:00Z" if status == "closed" else None
        letter = make_letter(
            campaign=campaign, slug=status, status=status, closed_at=closed_at
        )

        save(letter, alice, as_user)

        assert (letter.slug, letter.campaign) == (status, campaign)


def test_draft_may_change_its_address_and_not_its_campaign(campaign, alice, as_user):
    letter = make_letter(campaign=campaign, status="draft", opened_at=None)

    save(letter, alice, as_user)

    assert (letter.slug, letter.campaign) == ("elsewhere", campaign)


def test_reopening_keeps_the_day_of_opening_and_the_text(campaign, as_user):
    letter = make_letter(campaign=campaign)
    opened_at, revision = letter.opened_at, letter.current_revision
    editor = as_user(make_member(campaign, "editor"))

    for verb in ("close", "open"):
        editor.post(f"/admin/letters/letter/{letter.pk}/{verb}/")

    letter.refresh_from_db()
    assert (letter.status, letter.closed_at) == ("open", None)
    assert letter.opened_at == opened_at
    assert letter.current_revision == revision
    revision.refresh_from_db()
    assert revision.published_at == opened_at
