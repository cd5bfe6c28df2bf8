"""Deciding on one row of a sheet: somebody known, somebody who withdrew, or somebody new."""

from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from letters.models import Letter, Revision
from signatures import organizations
from signatures.addresses import ON_PAPER, email_key
from signatures.models import QUARANTINE, Organization, Signature
from signatures.names import fold
from signatures.rows import Clean
from signatures.services import REWRITABLE, new_signature

# Flags with which a row waits for a moderator even where the organizers vouch for it.
HOLDING = QUARANTINE | {Signature.Flag.TWIN, Signature.Flag.SECOND}
# What a confirmed row replaces in a signature that was still waiting for its signer.
RENEWED = sorted(
    {*REWRITABLE, "organization", "status", "confirmed_at", "reviewed_at"}
    - {"source", "partner"}
)
Key = tuple[str, str]


@dataclass
class Import:
    """What is known of the letter before a row is looked at, and what the rows add."""

    letter: Letter
    revision: Revision
    language: str
    is_confirmed: bool
    source: Signature.Source = Signature.Source.BATCH
    live: dict[Key, Signature] = field(default_factory=dict)
    withdrawn: set[Key] = field(default_factory=set)
    registry: dict[str, Organization] = field(default_factory=dict)
    twins: dict[str, dict[str, str]] = field(default_factory=dict)  # names by both keys
    # Where an organization signs: by its primary key, or by its name's if it is new.
    signed: dict[int | str, str] = field(default_factory=dict)
    rows: dict[Key, int] = field(default_factory=dict)  # where a key stands first
    new: dict[Key, Signature] = field(default_factory=dict)
    renewed: dict[Key, Signature] = field(default_factory=dict)
    entries: list[tuple[dict[str, Any], Signature | None]] = field(default_factory=list)


def enter(
    work: Import,
    number: int,
    outcome: str,
    sentences: list[str],
    signature: Signature | None = None,
) -> None:
    reason = " ".join(sentence for sentence in sentences if sentence)
    work.entries.append(
        ({"row": number, "outcome": outcome, "reason": reason}, signature)
    )


def key_of(clean: Clean) -> Key:
    """Whose the row is; without an address, nobody's but its own."""
    email = clean.fields["email"]
    address = email_key(email) if email else f"{ON_PAPER}{clean.number}"
    return address, clean.fields["kind"]


def place(work: Import, clean: Clean) -> None:
    """Decide whether a clean row is somebody known, somebody who withdrew, or new."""
    key = key_of(clean)
    known = work.live.get(key)
    if key in work.rows:
        _merge(work, clean, key)
    elif known and known.status == Signature.Status.PENDING and work.is_confirmed:
        _renew(work, clean, key)
    elif known:
        _merge(work, clean, key)
    elif key in work.withdrawn:
        sentence = _(
            "This signer withdrew from the letter. Only they can sign again, on its page."
        )
        enter(work, clean.number, "rejected", [sentence])
    else:
        _add(work, clean, key)


def _add(work: Import, clean: Clean, key: Key) -> None:
    signature, sentences = _draft(work, clean)
    work.rows[key] = clean.number
    work.new[key] = work.live[key] = signature
    outcome = "held" if _is_held(signature) else "accepted"
    enter(work, clean.number, outcome, sentences, signature)


def _renew(work: Import, clean: Clean, key: Key) -> None:
    """Confirm what waited for its signer, as the sheet has it: nobody vouched for the page."""
    draft, sentences = _draft(work, clean)
    known = work.live[key]
    replaces = _differs(known, clean)
    draft.publicity = _more_private(known.publicity, draft.publicity)
    for name in RENEWED:
        setattr(known, name, getattr(draft, name))
    work.rows[key] = clean.number
    work.renewed[key] = known
    first = _(
        "Signed already and not confirmed by the signer; this import confirms signature %d."
    )
    replaced = _("The name in the sheet replaces another one.") if replaces else ""
    enter(work, clean.number, "merged", [first % known.pk, replaced, *sentences], known)


def _merge(work: Import, clean: Clean, key: Key) -> None:
    known = work.live[key]
    if key in work.rows:
        sentences = [_("Repeats row %d: same address.") % work.rows[key]]
    else:
        sentences = [
            _("Signed already: signature %(id)d (%(status)s), same address.")
            % {"id": known.pk, "status": known.get_status_display()}
        ]
    if _differs(known, clean):
        sentences.append(
            _(
                "The name here is another one and was not used. If these are two people,"
                " each of them needs an own address."
            )
        )
    wish = clean.fields["publicity"]
    if _more_private(known.publicity, wish) != known.publicity:
        label = Signature.Publicity(wish).label
        if key in work.new or key in work.renewed:
            known.publicity = wish
            sentence = _("The publicity asked for here is less and was taken over: %s.")
        else:
            sentence = _(
                "The publicity asked for here is less (%s). Ask the signer, and correct it."
            )
        sentences.append(sentence % label)
    enter(work, clean.number, "merged", sentences, known)


def _differs(known: Signature, clean: Clean) -> bool:
    return fold(known.name) != fold(clean.fields["name"])


def _more_private(one: str, other: str) -> str:
    return max(one, other, key=Signature.Publicity.values.index)


def _draft(work: Import, clean: Clean) -> tuple[Signature, list[str]]:
    """A signature that is not saved, in the state that it is to have, and remarks."""
    sentences = []
    organization = None
    flags = set(clean.flags)
    if clean.fields["kind"] == Signature.Kind.ORGANIZATION:
        organization, flag, sentence = _organization(work, clean)
        flags |= flag
        sentences.append(sentence)
    signature = new_signature(
        work.letter,
        revision=work.revision,
        language=work.language,
        source=work.source,
        organization=organization,
        flags=" ".join(sorted(flags)),
        signed_at=clean.signed_at,
        **clean.fields,
    )
    if work.is_confirmed:
        signature.confirmed_at = timezone.now()
        if _is_held(signature):
            signature.status = Signature.Status.HELD
        else:
            signature.status = Signature.Status.APPROVED
            signature.reviewed_at = signature.confirmed_at
    return signature, [_flag_sentence(signature), *sentences, *clean.notes]


def _is_held(signature: Signature) -> bool:
    return bool(signature.flag_set & HOLDING)


def _flag_sentence(signature: Signature) -> str:
    if not signature.flags:
        return ""
    flags = signature.flag_set & HOLDING or signature.flag_set
    labels = dict(Signature.Flag.choices)
    texts = "; ".join(_in_sentence(str(labels[flag])) for flag in sorted(flags))
    if _is_held(signature):
        return _("A moderator decides: %s.") % texts
    return _("Taken as it is, but look at it: %s.") % texts


def _in_sentence(text: str) -> str:
    return text[:1].lower() + text[1:]


def _organization(
    work: Import, clean: Clean
) -> tuple[Organization | None, set[str], str]:
    """The registry's entry, made if the import is confirmed, and what is doubtful about it."""
    name = clean.fields["name"]
    name_key, twin_key = organizations.name_key(name), organizations.twin_key(name)
    twins = work.twins.setdefault(twin_key, {})
    others = [other for key, other in twins.items() if key != name_key]
    # The report names nobody who is only counted: more people read it than the sheet.
    is_counted = clean.fields["publicity"] == Signature.Publicity.COUNTED
    twins.setdefault(name_key, _("row %d") % clean.number if is_counted else name)
    organization = work.registry.get(name_key)
    if organization is None and work.is_confirmed:
        organization = Organization(campaign=work.letter.campaign, name=name)
        work.registry[name_key] = organization
    signer = organization.pk if organization and organization.pk else name_key
    if signer in work.signed:
        sentence = _("See %s, with another address: an organization counts once.")
        return organization, {Signature.Flag.SECOND}, sentence % work.signed[signer]
    work.signed[signer] = _("row %d") % clean.number
    if others:
        sentence = _("Compare it with “%s”: an organization counts once.") % others[0]
        if is_counted:
            sentence = _("A like name is known: an organization counts once.")
        return organization, {Signature.Flag.TWIN}, sentence
    return organization, set(), ""
