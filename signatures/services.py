"""The verbs of signing: each writes what it owes in one transaction, then wakes a worker."""

import hashlib
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.models import Partner
from core.errors import Refusal
from core.wakeup import wake_on_commit
from letters.models import Letter, Revision
from signatures import (
    addresses,
    countries,
    names,
    registry,
    sorting,
    suppression,
    tasks,
)
from signatures.authority import statement
from signatures.lines import LINE
from signatures.models import (
    Consent,
    Mail,
    Review,
    Signature,
)
from signatures.room import make_room
from signatures.searching import fold


def derive(signature: Signature) -> None:
    """Set the columns that follow from others: keys for sorting, searching, comparing."""
    if not signature.sort_name:
        signature.sort_name = sorting.sort_name(
            signature.name, kind=signature.kind, language=signature.language
        )
    signature.email_key = (
        addresses.email_key(signature.email)
        if signature.email
        else signature.email_key or f"{addresses.ON_PAPER}{signature.code.hex}"
    )
    signature.name_key = names.key(signature.name)
    if signature.is_counted:
        # Neither a search nor an order may tell who is only counted.
        signature.sort_key = b""
        signature.search_text = signature.hidden_text = ""
        return
    campaign = signature.letter.campaign
    signature.sort_key = sorting.sort_key(
        signature.sort_name, campaign.default_language
    )
    told = {
        "title": [signature.title],
        "affiliation": [signature.affiliation],
        "city": [signature.city],
        "region": [signature.region],
        "country": [
            countries.name(signature.country, language)
            for language in campaign.languages
        ],
    }
    shown = set(signature.letter.printed)
    if signature.kind == Signature.Kind.ORGANIZATION:
        shown.discard("title")  # it is the representative's
    public, hidden = [signature.name], [signature.representative]
    for part, words in told.items():
        (public if part in shown else hidden).extend(words)
    signature.search_text = fold(" ".join(public))
    signature.hidden_text = fold(" ".join(hidden))


def renew_search_texts(letter: Letter) -> None:
    """Search by what the letter prints now, and by nothing that it printed before."""
    rows = letter.signatures.exclude(search_text="").select_related("letter__campaign")
    for signature in rows.iterator(chunk_size=2000):
        old = signature.search_text
        derive(signature)
        if signature.search_text != old:
            letter.signatures.filter(pk=signature.pk, search_text=old).update(
                search_text=signature.search_text, hidden_text=signature.hidden_text
            )


def new_signature(letter: Letter, **fields: Any) -> Signature:
    """A signature that is not saved yet, with all that is derived from name and address.

    Name and address have been cleaned before. An approved organization needs its
    `organization` too.
    """
    signature = Signature(letter=letter, **fields)
    derive(signature)
    return signature


@transaction.atomic
def sign_letter(
    letter: Letter,
    *,
    language: str,
    consents: Iterable[Partner] = (),
    by_link: bool = False,
    **fields: Any,
) -> None:
    """Record a pending signature and owe its signer the confirmation link.

    Signing again looks exactly like signing for the first time, or the form would tell
    a stranger who has signed: a pending signer gets a new link with what was written
    last, a confirmed one a mail that says so. Who came by the secret link (`by_link`)
    may sign a text that is not public yet.
    """
    revision = letter.current_revision
    is_readable = by_link or letter.is_text_public()
    if revision is None or not (is_readable and letter.accepts_signatures()):
        raise Refusal(_("This letter is not open for signature."))
    if not letter.accepts_kind(fields["kind"]):
        raise Refusal(_("This letter is not signed by signers of this kind."))
    draft = new_signature(letter, revision=revision, language=language, **fields)
    if _was_set_aside(draft):
        draft.flags = " ".join(sorted({*draft.flag_set, Signature.Flag.RETURNED}))
    signature = _live_signature(draft) or _insert(draft)
    if signature.status == Signature.Status.PENDING:
        is_news = signature is draft or line_of(signature) != line_of(draft)
        owe_mail(signature, Mail.Kind.CONFIRM, language=language, is_news=is_news)
        if signature is draft or _rewrite(signature, draft):
            _replace_consents(signature, consents)
    else:
        owe_mail(signature, Mail.Kind.SIGNED, language=language, is_news=False)


def _was_set_aside(draft: Signature) -> bool:
    """Whether a moderator's last word on this address and letter was not an approval."""
    decisions = Review.objects.filter(
        signature__letter=draft.letter,
        signature__email_key=draft.email_key,
        signature__kind=draft.kind,
    )
    last = decisions.order_by("-created_at", "-pk").first()
    return last is not None and last.new_status != Signature.Status.APPROVED


def _live_signature(draft: Signature) -> Signature | None:
    return (
        Signature.objects.live()
        .filter(letter=draft.letter, email_key=draft.email_key, kind=draft.kind)
        .locked()
        .first()
    )


def _insert(draft: Signature) -> Signature:
    try:
        with transaction.atomic():
            draft.save(force_insert=True)
    except IntegrityError:
        # Somebody pressed twice: the other request was faster.
        draft.pk = None
        signature = _live_signature(draft)
        if signature is None:
            raise
        return signature
    return draft


REWRITABLE = (
    "revision", "language", "wants_updates", "name", "name_key", "sort_name", "sort_key", "search_text", "hidden_text", "title",
    "affiliation", "representative", "city", "region", "country", "email", "publicity",
    "flags", "source", "partner",
)  # fmt: skip


def _rewrite(signature: Signature, draft: Signature) -> bool:
    """Take over what a pending signer wrote last; the confirmation page shows it.

    False where the signer has confirmed at the same moment: then all stays as it is.
    """
    rows = Signature.objects.filter(pk=signature.pk, status=Signature.Status.PENDING)
    return bool(rows.update(**{name: getattr(draft, name) for name in REWRITABLE}))


def _replace_consents(signature: Signature, partners: Iterable[Partner]) -> None:
    signature.consents.all().delete()
    Consent.objects.bulk_create(
        [Consent(signature=signature, partner=partner) for partner in partners],
        ignore_conflicts=True,
    )


def line_of(signature: Signature) -> tuple[str, ...]:
    """What a signer sees and confirms."""
    return tuple(getattr(signature, field) for field in ("kind", *LINE, "publicity"))


@transaction.atomic
def owe_mail(
    signature: Signature, kind: Mail.Kind, *, language: str, is_news: bool = True
) -> Mail | None:
    """Owe a signature one more mail of a kind, and return it; None if it is not needed.

    A mail that is still waiting is returned as it is. One that would say what the last
    one said is owed only after a pause: people press twice. Above the limits there is
    one a day. They count by address, so that withdrawing makes no room for more.
    """
    if not Signature.objects.filter(pk=signature.pk).locked().values_list("pk").first():
        raise Refusal(_("This signature was deleted."))
    if not signature.email:
        return None  # signed on paper, without an address
    now = timezone.now()
    earlier = Mail.objects.filter(
        signature__letter=signature.letter,
        signature__email_key=signature.email_key,
        kind=kind,
    )
    waiting = earlier.filter(signature=signature, status=Mail.Status.QUEUED).first()
    if waiting:
        return waiting
    times = list(earlier.order_by("created_at").values_list("created_at", flat=True))
    if not is_news and times and now < times[-1] + settings.MAIL_COOLDOWN:
        return None
    due_at = max(now, times[-1] + settings.MAIL_COOLDOWN) if times else now
    is_unasked = kind != Mail.Kind.RECEIPT and _is_bombed(signature.email_key)
    if len(times) >= settings.LETTER_MAIL_MAXIMUM or is_unasked:
        # Later and not never: a stranger must not be able to use up somebody's mails.
        due_at = now + timedelta(days=1)
    last = signature.mails.filter(kind=kind).order_by("-sequence").first()
    mail, created = Mail.objects.get_or_create(
        signature=signature,
        kind=kind,
        sequence=last.sequence + 1 if last else 1,
        defaults={"language": language, "due_at": due_at},
    )
    if created and due_at == now:
        wake_on_commit(tasks.send_mail, mail.pk)
    return mail


def _is_bombed(email_key: str) -> bool:
    """Whether somebody uses our forms to fill this mailbox."""
    recent = Mail.objects.filter(
        signature__email_key=email_key,
        created_at__gte=timezone.now() - timedelta(days=1),
    ).exclude(kind=Mail.Kind.RECEIPT)
    return recent.count() >= settings.ADDRESS_MAIL_MAXIMUM


def send_again(mails: QuerySet[Mail]) -> int:
    """Queue failed mail once more, and return how many there were."""
    return Mail.objects.filter(
        pk__in=mails.values("pk"), status=Mail.Status.FAILED
    ).update(
        status=Mail.Status.QUEUED, created_at=timezone.now(), due_at=timezone.now()
    )


@transaction.atomic
def confirm_signature(signature: Signature, *, seen: str = "") -> None:
    """Confirm a pending signature and owe its signer the receipt.

    `seen` is the digest of the line and the text that the signer was shown: nobody
    confirms others.
    """
    # The letter first: while a changed text is published, nobody confirms the old one.
    Letter.objects.select_for_update(no_key=True).get(pk=signature.letter_id)
    rows = Signature.objects.select_related("letter__campaign", "revision")
    found = rows.filter(pk=signature.pk).locked().first()
    if found is None:  # erased, or its import undone, at the same moment
        raise Refusal(_("This signature is not waiting for confirmation."))
    signature = found
    if seen and seen != line_digest(signature):
        raise Refusal(
            _(
                "The line or the letter's text was changed after you opened this page. "
                "Look again."
            )
        )
    if not signature.letter.accepts_confirmations():
        raise Refusal(_("The time for confirming signatures to this letter is over."))
    if signature.kind == Signature.Kind.ORGANIZATION:
        register_signer(signature)
        signature.authority = statement(signature)
        signature.save(update_fields=["authority"])
    Signature.objects.filter(pk=signature.pk, status=Signature.Status.PENDING).update(
        revision=revision_to_sign(signature)
    )
    signature.confirm()
    suppression.note_delivery(signature.email_key)
    owe_mail(signature, Mail.Kind.RECEIPT, language=signature.language)


def revision_to_sign(signature: Signature) -> Revision:
    """The text that is signed by confirming now, maybe a later one than was read first."""
    return signature.letter.current_revision or signature.revision


def line_digest(signature: Signature) -> str:
    """Names all that a signer confirms and has seen, in 16 hexadecimal digits."""
    consents = signature.consents.order_by("partner").values_list("partner", flat=True)
    seen = (
        *line_of(signature),
        revision_to_sign(signature).number,
        signature.wants_updates,
        *consents,
    )
    return hashlib.sha256(repr(seen).encode()).hexdigest()[:16]


def register_signer(signature: Signature) -> None:
    organization = registry.held(signature.letter.campaign, signature.name)
    flags = signature.flag_set
    if registry.likely_twins(organization):
        flags.add(Signature.Flag.TWIN)
    others = Signature.objects.live().filter(
        letter=signature.letter, organization=organization, confirmed_at__isnull=False
    )
    # Who is only counted has told nobody that they signed.
    named = others.exclude(publicity=Signature.Publicity.COUNTED)
    if named.exclude(pk=signature.pk).exists():
        flags.add(Signature.Flag.SECOND)
    signature.organization = organization
    if signature.status == Signature.Status.APPROVED:
        make_room([signature])
    signature.flags = " ".join(sorted(flags))
    signature.save(update_fields=["organization", "flags"])
