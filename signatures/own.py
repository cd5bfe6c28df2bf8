"""What signers do to their own signatures, without an account."""

from collections.abc import Collection

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import Refusal
from letters.models import Letter
from signatures import addresses, corrections, partners, services
from signatures.models import Erasure, LinkRequest, Mail, Signature


def state_of(signature: Signature) -> str:
    """What its signer is told; what is held looks like what waits for the moderators."""
    Status = Signature.Status
    if not signature.is_confirmed:
        return "never" if signature.confirmed_at is None else "withdrawn"
    if signature.status == Status.DECLINED:
        return "declined"
    if Signature.objects.listed().filter(pk=signature.pk).exists():
        return "listed"
    if signature.asked_id is not None:
        return "asked"
    return "waiting"


@transaction.atomic
def correct_line(
    signature: Signature, fields: dict[str, str], *, flags: Collection[str]
) -> None:
    """Rewrite the line at once, or ask for it where a moderator has approved the old one.

    `flags` are those of the name as it was typed.
    """
    signature = corrections.locked(signature.pk)
    waiting = corrections.waiting_for(signature)
    shown = corrections.preview(signature, waiting) if waiting else signature
    if not corrections.difference(shown, fields):
        raise Refusal(_("Nothing in the line was changed."))
    new = corrections.difference(signature, fields)
    # What asks for readers, too, is looked at as a whole.
    if _is_reviewed(signature, new) or (waiting and "publicity" in waiting.new):
        corrections.propose(signature, fields, flags=flags)
        return
    corrections.supersede(signature)
    corrections.rewrite(signature, new, flags=flags)
    signature.quarantine()


def _is_reviewed(signature: Signature, new: dict[str, str]) -> bool:
    if signature.kind == Signature.Kind.ORGANIZATION and "name" in new:
        return True
    # A name that is only counted is read by nobody: it is looked at when it is to be.
    is_approved = signature.status == Signature.Status.APPROVED
    return is_approved and not signature.is_counted


@transaction.atomic
def change_publicity(signature: Signature, publicity: str) -> None:
    """Let other people read the name, at once.

    The moderators approve a signature that is only counted without seeing its name, so
    that they have to look at it before anybody may read it.
    """
    signature = corrections.locked(signature.pk)
    if publicity not in {*signature.letter.publicities, signature.publicity}:
        raise Refusal(_("Choose who may read the name."))
    is_approved = signature.status == Signature.Status.APPROVED
    if is_approved and signature.is_counted:
        corrections.propose(signature, {"publicity": publicity})
        return
    signature.publicity = publicity
    services.derive(signature)
    signature.save(
        update_fields=["publicity", "sort_key", "search_text", "hidden_text"]
    )


@transaction.atomic
def end_news(signature: Signature) -> None:
    """No news any more, from the organizers or from any partner; the signature stays."""
    signature.consents.filter(ended_at=None).update(ended_at=timezone.now())
    Signature.objects.filter(pk=signature.pk).update(wants_updates=False)


@transaction.atomic
def withdraw(signature: Signature) -> None:
    signature.withdraw()
    corrections.supersede(signature)


@transaction.atomic
def keep(signature: Signature, *, seen: str = "") -> None:
    """Sign the changed text as well; `seen` is the number of the revision that was shown."""
    if seen and signature.asked and seen != str(signature.asked.number):
        raise Refusal(
            _("The text was changed after you opened this page. Look at it again.")
        )
    signature.keep()


@transaction.atomic
def erase(signature: Signature) -> None:
    """Delete the signature and all that hangs on it; its random code alone is kept.

    A partner that has the address is told that somebody's is gone.
    """
    rows = Signature.objects.filter(pk=signature.pk)
    for found in rows.select_related("letter").locked():
        partners.note_erasing(found)
    Erasure.objects.get_or_create(code=signature.code)
    rows.delete()


def ask_for_link(letter: Letter, address: str) -> None:
    """Note that somebody has lost a link; answer_link_request() looks whether there is one."""
    row = LinkRequest(letter=letter, email_key=addresses.email_key(address))
    LinkRequest.objects.bulk_create([row], ignore_conflicts=True)


@transaction.atomic
def answer_link_request(request: LinkRequest) -> None:
    """Owe the address its links: to what it signed, or to confirm what it has not yet."""
    # Of two workers, whoever deletes the row answers it.
    if not LinkRequest.objects.filter(pk=request.pk).delete()[0]:
        return
    signatures = Signature.objects.live().filter(
        letter=request.letter, email_key=request.email_key
    )
    may_confirm = request.letter.accepts_confirmations()
    since = timezone.now() - settings.MAIL_COOLDOWN
    for signature in signatures.select_related("letter__campaign").locked():
        is_pending = signature.status == Signature.Status.PENDING
        kind = Mail.Kind.CONFIRM if is_pending else Mail.Kind.LINK
        recent = signature.mails.filter(kind=kind, created_at__gt=since)
        if (may_confirm or not is_pending) and not recent.exists():
            services.owe_mail(signature, kind, language=signature.language)
