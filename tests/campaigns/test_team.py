import pytest

from tests.factories import make_member


@pytest.mark.parametrize(
    ("role", "is_shown"),
    [("owner", True), ("editor", False), ("moderator", False), ("viewer", False)],
)
def test_team_is_shown_to_owners_only(role, is_shown, campaign, as_user):
    nameless = make_member(campaign, "viewer", email="nameless@example.org")

    page = as_user(make_member(campaign, role)).get(
        f"/admin/campaigns/campaign/{campaign.pk}/change/"
    )

    assert page.status_code == 200
    assert (nameless.email in page.content.decode()) is is_shown
    assert ("memberships-TOTAL_FORMS" in page.content.decode()) is is_shown
