"""What to look at before an edition is frozen, because nothing of it changes afterwards."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from subprocess import SubprocessError

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from campaigns.models import Campaign
from exports import boxes
from letters.models import Letter, Revision
from letters.models.readiness import missing_recipients
from signatures import revising
from signatures.merging import likely_pairs
from signatures.models import Correction, Signature, SignatureQuerySet

LINES_SHOWN = 20
# Nobody can accept that there is nothing to freeze.
FATAL = {"text", "nobody"}
# Their lines are numbers, too.
NUMBERED = {"reviews"}
CHECKS = {
    "text": gettext_lazy("No text"),
    "nobody": gettext_lazy("No names"),
    "open": gettext_lazy("Still open"),
    "grace": gettext_lazy("Hours of grace"),
    "reviews": gettext_lazy("Waiting for review"),
    "corrections": gettext_lazy("Waiting corrections"),
    "asked": gettext_lazy("Silent about the changed text"),
    "twins": gettext_lazy("Likely twins"),
    "texts": gettext_lazy("Texts"),
    "recipients": gettext_lazy("Recipients"),
    "characters": gettext_lazy("Characters without a font"),
}


@dataclass(frozen=True)
class Finding:
    """One thing that a check found, with a sentence that may be shown as it is.

    The lines name nobody whom a reader of the document would not find in it.
    """

    check_name: str
    found: int
    sentence: str
    lines: list[str] = field(default_factory=list)

    @property
    def can_be_accepted(self) -> bool:
        return self.check_name not in FATAL

    @property
    def mark(self) -> str:
        """What whoever accepts it has seen: not only how many, but which."""
        if not self.lines or self.check_name in NUMBERED:
            return str(self.found)
        digest = hashlib.sha256("\n".join(self.lines).encode()).hexdigest()
        return f"{self.found}-{digest[:16]}"

    @property
    def label(self) -> str:
        return str(CHECKS[self.check_name])

    @property
    def shown(self) -> list[str]:
        if len(self.lines) <= LINES_SHOWN:
            return self.lines
        return [*self.lines[:LINES_SHOWN], "…"]


def find(letter: Letter, signatures: SignatureQuerySet) -> list[Finding]:
    """What speaks against freezing these signatures now, the gravest first.

    Reads no roll, so that it is quick for a page, too.
    """
    languages = whole_languages(letter.current_revision)
    findings = [*_nothing(signatures, languages)]
    if findings:
        return findings
    return [
        *_deadline(letter),
        *_waiting(letter),
        *_twins(letter),
        *_sentences(letter),
        *_characters(letter, signatures, languages),
    ]


def whole_languages(revision: Revision | None) -> list[str]:
    """Those with a whole text, the campaign's first one first."""
    texts = revision.texts() if revision else {}
    return [language for language, text in texts.items() if text.is_whole]


def _nothing(signatures: SignatureQuerySet, languages: list[str]) -> Iterator[Finding]:
    if not languages:
        yield Finding("text", 1, _("There is no published text that could be printed."))
    elif not signatures.listed().exists():
        yield Finding("nobody", 1, _("There is nobody who would be listed."))


def _deadline(letter: Letter) -> Iterator[Finding]:
    if letter.accepts_signatures():
        sentence = _(
            "The letter is still open: whoever signs later is not in this edition."
        )
        yield Finding("open", 1, sentence)
    elif letter.accepts_confirmations():
        count = letter.signatures.filter(status=Signature.Status.PENDING).count()
        sentence = ngettext(
            "%(count)s person signed in time and may still confirm, in the hours of grace.",
            "%(count)s people signed in time and may still confirm, in the hours of grace.",
            count,
        )
        yield from _counted("grace", count, sentence)


def _counted(
    check_name: str, count: int, sentence: str, lines: Iterable[str] = ()
) -> Iterator[Finding]:
    if count:
        yield Finding(check_name, count, sentence % {"count": count}, list(lines))


def _waiting(letter: Letter) -> Iterator[Finding]:
    waiting = letter.signatures.all().waiting()
    kinds = dict(waiting.order_by("kind").values_list("kind").annotate(Count("pk")))
    count = sum(kinds.values())
    sentence = ngettext(
        "%(count)s signature waits for review; it is not listed.",
        "%(count)s signatures wait for review; those who are not approved are not listed.",
        count,
    )
    lines = [
        f"{Signature.Kind(kind).label}: {number}" for kind, number in kinds.items()
    ]
    yield from _counted("reviews", count, sentence, lines)
    listed = letter.signatures.all().listed()
    corrections = Correction.objects.filter(
        signature__in=listed.values("pk"), status=Correction.Status.WAITING
    )
    count = corrections.count()
    sentence = ngettext(
        "%(count)s correction waits for a decision; the old line would be printed.",
        "%(count)s corrections wait for a decision; the old lines would be printed.",
        count,
    )
    names = (
        corrections.exclude(signature__publicity=Signature.Publicity.COUNTED)
        .order_by("signature__sort_key", "pk")
        .values_list("signature__name", flat=True)
    )
    yield from _counted("corrections", count, sentence, names[: LINES_SHOWN + 1])
    count = revising.being_asked(letter)
    sentence = ngettext(
        "%(count)s signer has not said yet whether the changed text is theirs, too, and is"
        " left out.",
        "%(count)s signers have not said yet whether the changed text is theirs, too, and"
        " are left out.",
        count,
    )
    yield from _counted("asked", count, sentence)


def _twins(letter: Letter) -> Iterator[Finding]:
    """Organizations that would both be printed, and may be one."""
    pairs = likely_pairs(Campaign.objects.filter(pk=letter.campaign_id))
    names = dict(
        letter.signatures.all()
        .named()
        .filter(organization__isnull=False)
        .values_list("organization", "name")
    )
    lines = [
        f"{names[one]} = {names[other]}?"
        for one, other in pairs
        if one in names and other in names
    ]
    sentence = ngettext(
        "%(count)s pair of organizations may be one, listed twice.",
        "%(count)s pairs of organizations may be one each, listed twice.",
        len(lines),
    )
    yield from _counted("twins", len(lines), sentence, lines)


def _sentences(letter: Letter) -> Iterator[Finding]:
    revision = letter.current_revision
    assert revision is not None
    lines = [*revision.missing_texts(), *revision.out_of_step()]
    sentence = _("The text is not whole in each language, or they do not say the same:")
    yield from _counted("texts", len(lines), sentence, lines)
    lines = missing_recipients(letter)
    sentence = _("Something is missing about the recipients:")
    yield from _counted("recipients", len(lines), sentence, lines)


def _characters(
    letter: Letter, signatures: SignatureQuerySet, languages: list[str]
) -> Iterator[Finding]:
    try:
        count, lines = boxes.foreseen(letter, signatures, languages)
    except (OSError, SubprocessError):
        sentence = _(
            "Nobody could check that the fonts have every character, because fc-list"
            " (package fontconfig) does not run."
        )
        yield Finding("characters", 1, sentence)
        return
    sentence = ngettext(
        "No installed font has every character of %(count)s line; it would be printed"
        " with empty boxes.",
        "No installed font has every character of %(count)s lines; they would be printed"
        " with empty boxes.",
        count,
    )
    yield from _counted("characters", count, sentence, lines)
