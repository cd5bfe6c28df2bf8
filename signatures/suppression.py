"""Addresses that get no mail which their owners did not ask for."""

from signatures.models import SuppressedAddress


def suppress(email_key: str, reason: SuppressedAddress.Reason) -> None:
    """Note that an address bounced or its owner complained; a complaint outweighs."""
    known, _is_new = SuppressedAddress.objects.get_or_create(
        email_key=email_key, defaults={"reason": reason}
    )
    if reason == SuppressedAddress.Reason.COMPLAINED:
        SuppressedAddress.objects.filter(pk=known.pk).update(reason=reason)


def note_delivery(email_key: str) -> None:
    """Forget that an address bounced: somebody pressed a link that was mailed there."""
    SuppressedAddress.objects.filter(
        email_key=email_key, reason=SuppressedAddress.Reason.BOUNCED
    ).delete()


def is_suppressed(email_key: str) -> bool:
    return SuppressedAddress.objects.filter(email_key=email_key).exists()
