"""The verbs of editions: look before, freeze, publish."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q
from django.db.models.fields.files import FieldFile
from django.forms import model_to_dict
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from core import formats
from core.errors import Refusal
from core.stored import new_name, save_whole
from core.wakeup import wake_on_commit
from exports import frozen, tasks
from exports.models import (
    Acceptance,
    Document,
    Edition,
    Entrant,
    FrozenRoll,
    Layout,
)
from exports.preflight import Finding, find, whole_languages
from exports.reading import read_roll
from exports.roll import Original, Roll
from letters.models import Letter, Revision
from letters.text import fill
from signatures.models import Signature, SignatureQuerySet
from signatures.numbers import format_counts

ROWS_AT_ONCE = 1000


class Unaccepted(Refusal):
    """Something was found that nobody has accepted, or not as it is now."""

    def __init__(self, findings: list[Finding]):
        super().__init__(" ".join(finding.sentence for finding in findings))
        self.findings = findings


def preflight(letter: Letter, addendum_to: Edition | None = None) -> list[Finding]:
    """What speaks against freezing an edition of the letter as it is now."""
    check_original(letter, addendum_to)
    return find(letter, newcomers(letter, addendum_to))


def check_original(letter: Letter, original: Edition | None) -> None:
    """Refuse what an addendum cannot be added to."""
    if original is None:
        return
    if original.letter_id != letter.pk or original.addendum_to_id is not None:
        raise Refusal(_("An addendum belongs to a whole edition of the same letter."))
    changed = letter.revisions.filter(
        kind=Revision.Kind.SUBSTANCE,
        number__gt=original.revision.number,
        published_at__isnull=False,
    )
    if changed.exists():
        raise Refusal(
            _(
                "The text has changed in substance since edition %(number)s, so its later"
                " signers signed another text. Freeze a whole edition."
            )
            % {"number": original.number}
        )


def newcomers(letter: Letter, original: Edition | None) -> SignatureQuerySet:
    """The letter's signatures; for an addendum, those on no earlier part of the edition."""
    signatures = letter.signatures.all()
    if original is None:
        return signatures
    parts = Q(edition=original) | Q(edition__addendum_to=original)
    earlier = Entrant.objects.filter(parts, signature=OuterRef("pk"))
    return signatures.filter(~Exists(earlier))


def freeze(
    letter: Letter,
    *,
    user: User | None,
    accepted: Mapping[str, str],
    addendum_to: Edition | None = None,
    number: int | None = None,
    before_commit: Callable[[], None] = lambda: None,
) -> Edition:
    """Number and keep what is listed now, and owe its documents: all of it or nothing.

    The number is the one that the user expects, if they were told: a button that is
    pressed twice, or by two people, freezes once.

    `accepted` names the checks whose findings the user has seen and accepts, with their
    marks: what is another finding by now is asked again, by Unaccepted.
    """
    files: list[FieldFile] = []
    try:
        with transaction.atomic():
            edition = _freeze(letter, user, accepted, addendum_to, number, files)
            before_commit()
            return edition
    except BaseException:
        for file in files:
            file.delete(save=False)
        raise


def _freeze(
    letter: Letter,
    user: User | None,
    accepted: Mapping[str, str],
    original: Edition | None,
    number: int | None,
    files: list[FieldFile],
) -> Edition:
    # One at a time, so that each gets a number of its own; and nobody publishes another
    # text or confirms a signature meanwhile.
    letters = Letter.objects.select_for_update(of=("self",), no_key=True)
    letter = letters.select_related("campaign").get(pk=letter.pk)
    if letter.is_past_retention(now := timezone.now()):
        raise Refusal(_("The signers' data have been deleted; nothing can be frozen."))
    check_original(letter, original)
    if number is not None:
        check_number(letter, number)
    if (revision := letter.current_revision) is None:
        raise Unaccepted(find(letter, letter.signatures.none()))
    edition = _new_edition(revision, user, original, now)
    _enter(edition, newcomers(letter, original))
    findings = find(letter, entered(edition))
    refuse_unaccepted(findings, accepted)
    rolls = _rolls(edition, entered(edition))
    for name in ("people", "organizations", "countries"):
        setattr(edition, name, getattr(rolls[0].counts, name))
    edition.counted = len(rolls[0].counted)
    edition.save()
    Acceptance.objects.bulk_create(
        Acceptance(
            edition=edition,
            check_name=each.check_name,
            found=each.found,
            accepted_by=user,
            accepted_at=now,
        )
        for each in findings
    )
    for roll in rolls:
        _store(edition, roll, files)
    _owe_documents(edition, [roll.language for roll in rolls], user)
    return edition


def next_number(letter: Letter) -> int:
    """The number of the edition that would be frozen now."""
    last: int = letter.editions.aggregate(last=Max("number"))["last"] or 0
    return last + 1


def check_number(letter: Letter, number: int) -> None:
    """Refuse another number than the next one."""
    if number != (following := next_number(letter)):
        raise Refusal(
            _(
                "Edition %(number)s was frozen meanwhile. Look at it before you freeze"
                " another one."
            )
            % {"number": following - 1}
        )


def refuse_unaccepted(findings: list[Finding], accepted: Mapping[str, str]) -> None:
    if asked := [each for each in findings if not _is_accepted(each, accepted)]:
        raise Unaccepted(asked)


def _is_accepted(finding: Finding, accepted: Mapping[str, str]) -> bool:
    return finding.can_be_accepted and accepted.get(finding.check_name) == finding.mark


def _new_edition(
    revision: Revision, user: User | None, original: Edition | None, now: datetime
) -> Edition:
    letter = revision.letter
    layout = Layout.of(letter)
    return Edition.objects.create(
        letter=letter,
        number=next_number(letter),
        revision=revision,
        addendum_to=original,
        frozen_layout=model_to_dict(layout, exclude=["id", "letter"]),
        recipients=list(letter.recipients.values_list("pk", flat=True)),
        frozen_at=now,
        frozen_by=user,
        # The rolls say it, which are read of those who have been entered.
        people=0,
        organizations=0,
        countries=0,
        counted=0,
    )


def _enter(edition: Edition, signatures: SignatureQuerySet) -> None:
    # Locked, so that no line changes between the reading of one language and the next.
    keys = signatures.listed().locked().values_list("pk", flat=True)
    Entrant.objects.bulk_create(
        (Entrant(edition=edition, signature_id=pk) for pk in keys),
        batch_size=ROWS_AT_ONCE,
    )


def entered(edition: Edition) -> SignatureQuerySet:
    """The signatures on the edition that have not been erased."""
    return Signature.objects.filter(pk__in=edition.entrants.values("signature"))


def _rolls(edition: Edition, signatures: SignatureQuerySet) -> list[Roll]:
    """One for each language with a whole text, the campaign's first one first."""
    rolls = []
    for language in whole_languages(edition.revision):
        with translation.override(language):
            rolls.append(_roll(edition, language, signatures))
    return rolls


def _roll(edition: Edition, language: str, signatures: SignatureQuerySet) -> Roll:
    letter = edition.letter
    roll = read_roll(letter, language, signatures=signatures, edition=edition.number)
    moment = edition.frozen_at.astimezone(ZoneInfo(letter.time_zone))
    roll = replace(roll, read_at=moment)
    if edition.addendum_to is None:
        return roll
    # Its sentences speak for everybody, its tally and its list for those who came later.
    everybody = format_counts(letter.signatures.all().counts(), language)
    text = edition.revision.texts()[language]
    original = edition.addendum_to
    title = _("Addendum to edition %(number)s: %(title)s") % {
        "number": original.number,
        "title": roll.title,
    }
    return replace(
        roll,
        title=title,
        body=fill(text.body, everybody),
        original=_original(original, language, letter.time_zone),
    )


def _original(edition: Edition, language: str, time_zone: str) -> Original:
    moment = edition.frozen_at.astimezone(ZoneInfo(time_zone))
    frozen_roll = edition.rolls.filter(language=language).first()
    return Original(
        number=edition.number,
        date=formats.long_date(moment, language),
        total=formats.number(edition.counts.total, language),
        fingerprint=frozen_roll.sha256 if frozen_roll else "",
    )


def _store(edition: Edition, roll: Roll, files: list[FieldFile]) -> None:
    data = frozen.dump(roll)
    row = FrozenRoll(
        edition=edition,
        language=roll.language,
        sha256=hashlib.sha256(data).hexdigest(),
    )
    name = new_name(row.file, "jsonl.gz")
    row.file = save_whole(row.file, name, ContentFile(data))
    files.append(row.file)
    row.save()


def _owe_documents(edition: Edition, languages: list[str], user: User | None) -> None:
    """The PDF files; other formats are made when somebody asks."""
    layout = edition.layout
    if layout.is_bilingual:
        languages = languages[:1]
    recipients = [None]
    if layout.is_addressed:
        recipients += edition.recipients
    for language in languages:
        whom = [(Document.Audience.OFFICIALS, recipient) for recipient in recipients]
        for audience, recipient in [*whom, (Document.Audience.PUBLIC, None)]:
            document = Document.objects.create(
                letter=edition.letter,
                edition=edition,
                audience=audience,
                recipient_id=recipient,
                language=language,
                format=Document.Format.PDF,
                requested_by=user,
            )
            wake_on_commit(tasks.render_document, document.pk)
