import pytest
from django.forms import inlineformset_factory

from campaigns.forms import PartnerForm, PartnerFormSet
from campaigns.models import Campaign, Membership, Partner
from tests.factories import make_campaign, make_member, make_partner


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


@pytest.fixture
def team(campaign, alice, as_user):
    """Posts the campaign's page as Alice, with one row of the team beside her own."""
    own = Membership.objects.get(user=alice)

    def post(**row):
        data = {
            "slug": campaign.slug,
            "name_en": "Border Coalition",
            "languages": ["en", "es"],
            "default_language": "en",
            "accent_color": campaign.accent_color,
            "privacy_contact": campaign.privacy_contact,
            "retention_days": "180",
            "partners-TOTAL_FORMS": "0",
            "partners-INITIAL_FORMS": "0",
            "memberships-TOTAL_FORMS": "2",
            "memberships-INITIAL_FORMS": "1",
            "memberships-0-id": str(own.pk),
            "memberships-0-campaign": str(campaign.pk),
            "memberships-0-role": "owner",
            "memberships-1-campaign": str(campaign.pk),
            "memberships-1-email": "paula@example.org",
        }
        data |= {f"memberships-1-{name}": str(value) for name, value in row.items()}
        return as_user(alice).post(
            f"/admin/campaigns/campaign/{campaign.pk}/change/", data
        )

    return post


def test_a_partner_s_login_belongs_to_one_partner(team, campaign):
    partner = make_partner(campaign)

    assert team(role="partner", partner=partner.pk).status_code == 302

    paula = Membership.objects.get(user__email="paula@example.org")
    assert (paula.role, paula.partner) == ("partner", partner)


@pytest.mark.parametrize(
    ("role", "has_partner", "sentence"),
    [
        ("partner", False, "Choose the partner organization"),
        ("editor", True, "Only the role “Partner” goes with"),
    ],
)
def test_role_and_partner_go_together(role, has_partner, sentence, team, campaign):
    partner = make_partner(campaign)

    answer = team(role=role, partner=partner.pk if has_partner else "")

    assert sentence in answer.content.decode()
    assert not Membership.objects.filter(user__email="paula@example.org").exists()


def test_partners_of_other_campaigns_are_not_offered(team):
    foreign = make_partner(make_campaign(), name={"en": "Foreign Aid"})

    page = team(role="partner", partner=foreign.pk).content.decode()

    assert "Foreign Aid" not in page
    assert not Membership.objects.filter(role="partner").exists()


def test_a_partner_with_a_login_is_not_deleted(team, campaign):
    partner = make_partner(campaign)
    team(role="partner", partner=partner.pk)
    formset = inlineformset_factory(
        Campaign, Partner, form=PartnerForm, formset=PartnerFormSet, fields=["code"]
    )

    posted = formset(
        {
            "partners-TOTAL_FORMS": "1",
            "partners-INITIAL_FORMS": "1",
            "partners-0-id": partner.pk,
            "partners-0-code": partner.code,
            "partners-0-DELETE": "on",
        },
        instance=campaign,
    )

    assert not posted.is_valid()
    assert "Somebody logs in for Partner." in str(posted.non_form_errors())
