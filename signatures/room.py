"""An organization counts once: who is only counted makes room for who is named."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from signatures.models import Review, Signature


def make_room(named: Iterable[Signature]) -> None:
    """Hold who is only counted where their organization is about to be listed by name.

    To refuse the name instead would tell that its signer is only counted.
    """
    places = {
        (signature.letter_id, signature.organization_id)
        for signature in named
        if signature.organization_id and not signature.is_counted
    }
    counted = Signature.objects.filter(
        letter__in={letter for letter, _organization in places},
        organization__in={organization for _letter, organization in places},
        status=Signature.Status.APPROVED,
        publicity=Signature.Publicity.COUNTED,
    )
    for signature in counted.locked():
        if (signature.letter_id, signature.organization_id) in places:
            Review.objects.create(
                signature=signature,
                old_status=signature.status,
                new_status=Signature.Status.HELD,
                reason=_("The organization is listed already."),
            )
            Signature.objects.filter(pk=signature.pk).update(
                status=Signature.Status.HELD
            )
