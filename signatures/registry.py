"""The campaign's registry of organizations: one entry each, under all of its names."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from campaigns.models import Campaign
from core.errors import Refusal
from signatures import organizations
from signatures.models import Organization, OrganizationName


def find_organization(campaign: Campaign, name: str) -> Organization | None:
    """The organization that is known by this name, or the one it was merged into."""
    known = (
        OrganizationName.objects.select_related("organization__merged_into")
        .filter(campaign=campaign, name_key=organizations.name_key(name))
        .first()
    )
    if known is None:
        return None
    return known.organization.merged_into or known.organization


def register_organization(campaign: Campaign, name: str) -> Organization:
    """The registry's entry of this name, made if there is none."""
    if organization := find_organization(campaign, name):
        return organization
    try:
        with transaction.atomic():
            organization = Organization.objects.create(campaign=campaign, name=name)
            name_of(organization, name).save(force_insert=True)
            return organization
    except IntegrityError:
        # Somebody else registered it at the same moment.
        organization = find_organization(campaign, name)
        if organization is None:
            raise
        return organization


def name_of(
    organization: Organization, name: str, language: str = ""
) -> OrganizationName:
    """A name that is not saved yet, with the keys that follow from it."""
    return OrganizationName(
        campaign=organization.campaign,
        organization=organization,
        name=name,
        language=language,
        name_key=organizations.name_key(name),
        twin_key=organizations.twin_key(name),
    )


def rename_organization(organization: Organization) -> None:
    """Keep an organization known by its present name; the earlier ones stay known, too."""
    known = find_organization(organization.campaign, organization.name)
    if known is None:
        name_of(organization, organization.name).save(force_insert=True)
    elif known != organization:
        raise Refusal(_("An organization of this name is registered already."))


def likely_twins(organization: Organization) -> "list[Organization]":
    """Organizations with a name like one of this one's, which a person has not parted yet."""
    keys = organization.names.values("twin_key")
    others = (
        Organization.objects.filter(
            campaign=organization.campaign_id,
            names__twin_key__in=keys,
            merged_into=None,
        )
        .exclude(pk=organization.pk)
        .distinct()
    )
    return list(others.order_by("name", "pk"))
