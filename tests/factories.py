"""Valid rows with telling defaults; every argument is optional."""

import itertools
from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from campaigns.models import Campaign, Membership, Partner
from letters import parity
from letters.models import Letter, Recipient, Revision, Translation
from signatures.models import Signature
from signatures.registry import register_organization
from signatures.services import new_signature

numbers = itertools.count(1)


def make_user(**fields: Any) -> User:
    email = fields.pop("email", f"organizer{next(numbers)}@example.org")
    return User.objects.create_user(
        email, fields.pop("password", "a long password"), **fields
    )


# Addresses that Django lets pass, and to which no mail of ours goes.
UNUSABLE = [
    "user@localhost",
    "user@[127.0.0.1]",
    '"a b"@example.org',
    '"a\x01b"@example.org',
    "x" * 65 + "@example.org",
]


def make_campaign(**fields: Any) -> Campaign:
    defaults = {
        "slug": f"campaign-{next(numbers)}",
        "name": {"en": "Border Coalition", "es": "Coalición Fronteriza"},
        "privacy_contact": "privacy@example.org",
        "retention_days": 180,
    }
    return Campaign.objects.create(**{**defaults, **fields})


def make_member(campaign: Campaign, role: str, **fields: Any) -> User:
    partner = fields.pop("partner", None)
    user = make_user(**fields)
    Membership.objects.create(campaign=campaign, user=user, role=role, partner=partner)
    return user


def make_partner(campaign: Campaign, **fields: Any) -> Partner:
    defaults = {"code": f"partner-{next(numbers)}", "name": {"en": "Partner"}}
    return Partner.objects.create(campaign=campaign, **{**defaults, **fields})


def make_letter(**fields: Any) -> Letter:
    """An open letter in English and Spanish with one recipient, unless told otherwise."""
    body = fields.pop("body", "We, {total} neighbors, ask you to *act*.")
    now = timezone.now()
    defaults = {
        "slug": f"letter-{next(numbers)}",
        "status": "open",
        "opened_at": now - timedelta(days=1),
        "closes_at": now + timedelta(days=10),
    }
    if "campaign" not in fields:
        fields["campaign"] = make_campaign()
    letter = Letter.objects.create(**{**defaults, **fields})
    published_at = None if letter.status == "draft" else letter.opened_at
    revision = Revision.objects.create(
        letter=letter, number=1, published_at=published_at
    )
    for language, title, closing in [
        ("en", "A letter on the border", "Respectfully, the undersigned"),
        ("es", "Una carta sobre la frontera", "Con respeto, quienes firmamos"),
    ]:
        Translation.objects.create(
            revision=revision,
            language=language,
            title=title,
            body=body,
            closing=closing,
            # The same text in both languages, which is fine here.
            follows={parity.digest(body): parity.digest(body)},
        )
    Recipient.objects.create(
        letter=letter,
        name="Ana Ejemplo",
        honorific={"en": "The Honorable", "es": "Excelentísima señora"},
        office={"en": "President", "es": "Presidenta"},
        salutation={"en": "Dear Madam President:", "es": "Señora Presidenta:"},
    )
    return letter


def make_signature(letter: Letter | None = None, **fields: Any) -> Signature:
    """An approved person, public, unless told otherwise."""
    letter = letter or make_letter()
    defaults = {
        "kind": "person",
        "name": "María José Pérez",
        "email": f"signer{next(numbers)}@example.org",
        "language": "en",
        "publicity": "public",
        "status": "approved",
        "source": "web",
        "country": "GT",
        "revision": letter.current_revision or letter.draft_revision,
    }
    values = {**defaults, **fields}
    if values["status"] not in {"pending", "lapsed"}:
        values.setdefault("confirmed_at", timezone.now())
    if values["kind"] == "organization":
        values.setdefault(
            "organization", register_organization(letter.campaign, values["name"])
        )
    signature = new_signature(letter, **values)
    signature.save()
    return signature
