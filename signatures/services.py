"""The verbs of signing: each writes what it owes in one transaction, then wakes a worker."""

from typing import Any

from campaigns.models import Campaign
from letters.models import Letter
from signatures import addresses, organizations, sorting
from signatures.models import Organization, Signature


def register_organization(campaign: Campaign, name: str) -> Organization:
    """The registry's entry of this name, made if there is none."""
    organization, _created = Organization.objects.get_or_create(
        campaign=campaign,
        name_key=organizations.name_key(name),
        defaults={"name": name, "twin_key": organizations.twin_key(name)},
    )
    return organization


def new_signature(
    letter: Letter, *, kind: str, name: str, email: str, language: str, **fields: Any
) -> Signature:
    """A signature that is not saved yet, with all that is derived from name and address.

    Name and address have been cleaned before. For an organization the caller gives
    `organization` too.
    """
    signature = Signature(
        letter=letter,
        kind=kind,
        name=name,
        email=email,
        language=language,
        email_key=addresses.email_key(email),
        **fields,
    )
    if not signature.sort_name:
        signature.sort_name = sorting.sort_name(name, kind=kind, language=language)
    signature.sort_key = sorting.sort_key(
        signature.sort_name, letter.campaign.default_language
    )
    return signature
