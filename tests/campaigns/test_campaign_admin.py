import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from accounts.models import User
from campaigns.models import Membership
from tests.factories import UNUSABLE


def picture(format="PNG", size=(900, 300)):
    out = io.BytesIO()
    Image.new("RGB", size, "#1d4e89").save(out, format)
    return out.getvalue()


@pytest.fixture
def save(campaign, alice, as_user):
    """Posts the campaign's page as its owner."""

    def post(user=alice, **fields):
        membership = Membership.objects.get(campaign=campaign, user=alice)
        data = {
            "slug": campaign.slug,
            "name_en": "Border Coalition",
            "name_es": "Coalición Fronteriza",
            "languages": ["en", "es"],
            "default_language": "en",
            "accent_color": "#1d4e89",
            "privacy_contact": "privacy@example.org",
            "retention_days": 90,
            "partners-TOTAL_FORMS": 0,
            "partners-INITIAL_FORMS": 0,
            "memberships-TOTAL_FORMS": 1,
            "memberships-INITIAL_FORMS": 1,
            "memberships-0-id": membership.pk,
            "memberships-0-campaign": campaign.pk,
            "memberships-0-email": "alice@example.org",
            "memberships-0-role": "owner",
            **fields,
        }
        data = {name: value for name, value in data.items() if value is not None}
        return as_user(user).post(
            f"/admin/campaigns/campaign/{campaign.pk}/change/", data, follow=True
        )

    return post


NEW_MEMBER = {
    "memberships-TOTAL_FORMS": 2,
    "memberships-1-email": "Carla@Example.org",
    "memberships-1-role": "editor",
}


def test_owner_invites_by_address(save, campaign):
    save(**NEW_MEMBER)

    assert campaign.memberships.get(user__email="carla@example.org").role == "editor"
    assert not User.objects.get(email="carla@example.org").has_usable_password()


@pytest.mark.parametrize("address", UNUSABLE)
def test_nobody_is_invited_by_an_address_that_gets_no_mail(save, campaign, address):
    response = save(**{**NEW_MEMBER, "memberships-1-email": address})

    assert "errorlist" in response.content.decode()
    assert campaign.memberships.count() == 1


def test_who_is_in_the_team_stays_whatever_their_address(save, campaign, alice):
    User.objects.filter(pk=alice.pk).update(email="alice@localhost")

    save(retention_days="90")

    campaign.refresh_from_db()
    assert campaign.retention_days == 90


def test_invited_member_gets_a_password_by_mail(save, mailoutbox):
    save(**NEW_MEMBER)

    Client().post("/accounts/password/reset/", {"email": "carla@example.org"})

    assert mailoutbox[0].to == ["carla@example.org"]
    assert "/accounts/password/reset/key/" in mailoutbox[0].body


def test_one_owner_always_remains(save, campaign):
    page = save(**{"memberships-0-role": "viewer"}).content.decode()
    deleted = save(**{"memberships-0-DELETE": "on"}).content.decode()

    assert "A campaign needs at least one owner." in page
    assert "A campaign needs at least one owner." in deleted
    assert campaign.memberships.get().role == "owner"


def test_spanish_may_be_the_default_language(save, campaign):
    save(default_language="es")

    campaign.refresh_from_db()
    assert campaign.languages == ["es", "en"]


def test_default_language_is_one_of_the_campaigns(save, campaign):
    page = save(languages=["es"], default_language="en").content.decode()

    assert "Tick this language above, too." in page
    campaign.refresh_from_db()
    assert campaign.languages == ["en", "es"]


def test_moderator_does_not_change_the_campaign(save, bob, campaign):
    assert save(user=bob, retention_days=1).status_code == 403
    campaign.refresh_from_db()
    assert campaign.retention_days == 180


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("accent_color", "#ffff00", "too pale"),
        ("accent_color", "red", "Write a color like"),
        ("retention_days", "", "This field is required"),
        ("retention_days", "0", "greater than or equal to 1"),
        ("retention_days", "2147483647", "less than or equal to 3650"),
        ("privacy_contact", "nobody", "valid email"),
        *[("privacy_contact", address, "errorlist") for address in UNUSABLE],
        ("name_en", None, ""),
    ],
)
def test_bad_values_come_back_with_a_sentence(save, campaign, field, value, sentence):
    extra = {"name_es": None} if field == "name_en" else {}

    response = save(**{field: value, **extra})

    assert sentence in response.content.decode()
    campaign.refresh_from_db()
    assert campaign.retention_days == 180


def test_logo_is_drawn_anew_and_served(save, campaign):
    upload = SimpleUploadedFile(
        "logo.jpg", picture("JPEG") + b"<script>hidden</script>"
    )

    save(logo=upload)

    campaign.refresh_from_db()
    response = Client().get(campaign.logo.url)
    content = b"".join(response.streaming_content)
    assert response["Content-Type"] == "image/png"
    assert b"hidden" not in content
    assert Image.open(io.BytesIO(content)).size == (600, 200)


@pytest.mark.parametrize(
    "content",
    [b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%!PS-Adobe", b"", picture("GIF")],
)
def test_other_files_are_no_logo(save, campaign, content):
    save(logo=SimpleUploadedFile("logo.png", content))

    campaign.refresh_from_db()
    assert not campaign.logo


@pytest.mark.parametrize(
    "name", ["../undersigned.sqlite3", "..%2Fx.png", "x.png", "a.txt"]
)
def test_only_logos_are_served(db, name):
    assert Client().get(f"/logos/{name}").status_code == 404


def test_somebody_in_the_team_is_not_added_again(save, campaign):
    page = save(
        **{
            "memberships-TOTAL_FORMS": 1,
            "memberships-INITIAL_FORMS": 0,
            "memberships-0-id": "",
            "memberships-0-email": "alice@example.org",
            "memberships-0-role": "owner",
        }
    )

    assert "Somebody is in the team twice." in page.content.decode()
    assert campaign.memberships.count() == 1


def test_partners_stand_below_each_other_to_fit_a_phone(campaign, alice, as_user):
    page = as_user(alice).get(f"/admin/campaigns/campaign/{campaign.pk}/change/").text

    partners = page.index('id="partners-group"')
    assert 'data-inline-type="stacked"' in page[partners : partners + 200]
