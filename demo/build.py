"""Makes the demo campaign: its team, partners and letters."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.core.files import File
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from campaigns.models import Campaign, Membership, Partner
from demo import content, signing
from demo.content import DemoText
from demo.partners import CAMPAIGN_NAME, PARTNERS
from exports.editions import freeze, preflight
from exports.proof import publish_copy
from exports.tasks import render_document
from letters.models import Letter, Recipient, Revision, Translation
from letters.services import begin_revision, publish_revision, save_text

TIME_ZONE = "America/Guatemala"
SLUG = "law-and-welcome"
OPEN, CLOSED, DRAFT = (
    "judges-in-exile",
    "an-interpreter-at-every-hearing",
    "keep-the-shelters-open",
)
PASSWORD = "undersigned-demo"  # noqa: S105  printed by the command, for a demo only
ORGANIZER, MODERATOR = "organizer@example.org", "moderator@example.org"
PARTNER = "partner@example.org"  # of the first one
LOGOS = Path(__file__).parent / "logos"


def find_demo() -> Campaign | None:
    return Campaign.objects.filter(slug=SLUG).first()


@transaction.atomic
def make_demo() -> Campaign:
    now = timezone.now()
    campaign = Campaign(
        slug=SLUG,
        name=CAMPAIGN_NAME,
        languages=["en", "es"],
        privacy_contact="privacy@example.org",
        retention_days=180,
    )
    save_with_logo(campaign, "campaign")
    make_member(campaign, ORGANIZER, "Demo Organizer", Membership.Role.OWNER)
    moderator = make_member(
        campaign, MODERATOR, "Demo Moderator", Membership.Role.MODERATOR
    )
    make_partners(campaign)
    make_member(
        campaign,
        PARTNER,
        "Demo Partner",
        Membership.Role.PARTNER,
        partner=campaign.partners.first(),
    )
    make_letters(campaign, moderator, now)
    return campaign


def save_with_logo(row: Campaign | Partner, name: str) -> None:
    with (LOGOS / f"{name}.png").open("rb") as file:
        row.logo = File(file, name=f"{name}.png")
        row.save()


def make_member(
    campaign: Campaign, email: str, name: str, role: Membership.Role, **fields: Any
) -> User:
    user = User.objects.filter(email=email).first()
    if user is None:
        user = User.objects.create_user(email, PASSWORD, name=name)
    Membership.objects.create(campaign=campaign, user=user, role=role, **fields)
    return user


def make_partners(campaign: Campaign) -> None:
    for position, partner in enumerate(PARTNERS, 1):
        row = Partner(
            campaign=campaign,
            position=position,
            code=partner.code,
            name={"en": partner.english, "es": partner.spanish},
            description=partner.about,
            website=f"https://{partner.code}.example.org/",
            asks_consent=partner.asks_consent,
        )
        save_with_logo(row, partner.code)


def make_letters(campaign: Campaign, moderator: User, now: datetime) -> None:
    make_letter(
        campaign,
        content.SHELTERS,
        [content.SECRETARY],
        slug=DRAFT,
        closes_at=end_of_day(now + timedelta(days=45)),
    )
    closed_at = end_of_day(now - timedelta(days=40))
    closed = make_letter(
        campaign,
        content.INTERPRETERS,
        [content.SECRETARY, content.VICE_PRESIDENT],
        slug=CLOSED,
        status=Letter.Status.CLOSED,
        opened_at=closed_at - timedelta(days=30),
        closes_at=closed_at,
        closed_at=closed_at,
    )
    signing.sign_closed_letter(closed, moderator)
    opened = make_letter(
        campaign,
        {code: at_first(code, text) for code, text in content.JUDGES.items()},
        [content.PRESIDENT, content.VICE_PRESIDENT, content.SECRETARY],
        slug=OPEN,
        status=Letter.Status.OPEN,
        goal=1500,
        opened_at=now - timedelta(days=24),
        soft_deadline_at=end_of_day(now + timedelta(days=18)),
        closes_at=end_of_day(now + timedelta(days=21)),
    )
    signing.sign_open_letter(opened, moderator, now)
    correct_wording(opened, now - timedelta(days=9))


def at_first(language: str, text: DemoText) -> DemoText:
    """A text of the open letter before its wording was corrected."""
    return text._replace(body=text.body.replace(*content.JUDGES_AT_FIRST[language]))


def correct_wording(letter: Letter, published_at: datetime) -> None:
    """Give the open letter a second revision, which those who came later have signed."""
    organizer = User.objects.get(email=ORGANIZER)
    draft = begin_revision(letter, organizer)
    for language, text in content.JUDGES.items():
        save_text(draft, language, version=1, author=organizer, **text._asdict())
    publish_revision(
        draft,
        kind=Revision.Kind.WORDING,
        note=content.JUDGES_NOTE,
        now=published_at,
    )
    letter.signatures.filter(signed_at__gte=published_at).update(revision=draft)


def end_of_day(time: datetime) -> datetime:
    return time.astimezone(ZoneInfo(TIME_ZONE)).replace(
        hour=23, minute=59, second=0, microsecond=0
    )


def make_letter(
    campaign: Campaign,
    texts: dict[str, DemoText],
    recipients: list[dict[str, Any]],
    **fields: Any,
) -> Letter:
    letter = Letter.objects.create(campaign=campaign, time_zone=TIME_ZONE, **fields)
    revision = Revision.objects.create(
        letter=letter, number=1, published_at=fields.get("opened_at")
    )
    for language, text in texts.items():
        Translation.objects.create(
            revision=revision, language=language, **text._asdict()
        )
    for position, recipient in enumerate(recipients, 1):
        Recipient.objects.create(letter=letter, position=position, **recipient)
    return letter


def make_edition() -> None:
    """Freeze the closed letter, and render it here: the demo must not wait for a worker."""
    letter = Letter.objects.get(slug=CLOSED)
    organizer = User.objects.get(email=ORGANIZER)
    accepted = {each.check_name: each.mark for each in preflight(letter)}
    edition = freeze(letter, user=organizer, accepted=accepted)
    publish_copy(edition, organizer)
    for pk in edition.documents.values_list("pk", flat=True):
        render_document(pk)
