"""The verbs of the text: save a draft, begin a revision, publish it."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import Refusal
from letters import parity, text
from letters.models import Letter, Revision, Translation, UnsavedText


class Conflict(Exception):
    """Another text was saved first; ours is kept aside."""

    def __init__(self, ours: UnsavedText):
        super().__init__(ours.pk)
        self.ours = ours


class Published(Refusal):
    """The draft was published first; ours is kept aside."""

    def __init__(self, sentence: str, ours: UnsavedText):
        super().__init__(sentence)
        self.ours = ours


def save_text(
    revision: Revision,
    language: str,
    *,
    version: int,
    title: str,
    body: str,
    closing: str,
    author: User,
    kept: int | None = None,
) -> Translation:
    """Save a draft's text if it still has the version that the editor began with.

    A text that is not written yet has version 0. Raises Conflict if another text has
    been saved meanwhile, and Published if the revision has been published; in both
    cases what was written is kept as an UnsavedText. `kept` is the one that the
    editor's page showed: what is written now takes its place.
    """
    written = {"title": title, "body": body, "closing": closing}
    whose: dict[str, Any] = {
        "revision": revision,
        "language": language,
        "author": author,
    }
    try:
        with transaction.atomic():
            saved = _save(revision, language, version=version, author=author, **written)
            drop_unsaved(revision, language, author, kept)
            return saved
    except (_Outrun, Refusal) as reason:
        texts = Translation.objects.filter(revision=revision, language=language)
        if theirs := texts.filter(**written).first():
            drop_unsaved(revision, language, author, kept)
            return theirs
        ours = _keep_aside(whose, written, kept)
        if isinstance(reason, Refusal):
            raise Published(str(reason), ours) from None
        raise Conflict(ours) from None


class _Outrun(Exception):
    pass


@transaction.atomic
def _keep_aside(
    whose: dict[str, Any], written: dict[str, str], kept: int | None
) -> UnsavedText:
    """With the draft, or with the published text where the draft has been thrown away."""
    revision: Revision = whose["revision"]
    rows = Revision.objects.select_for_update()
    if rows.filter(pk=revision.pk).first() is None:
        published = rows.filter(letter=revision.letter_id, number__lt=revision.number)
        whose = {**whose, "revision": published.latest("number")}
    # A page that got no answer sends the same once more.
    same = UnsavedText.objects.filter(**whose, **written).first()
    ours = same or UnsavedText.objects.create(**whose, **written)
    if ours.pk != kept:
        drop_unsaved(revision, whose["language"], whose["author"], kept)
    return ours


def _save(
    revision: Revision,
    language: str,
    *,
    version: int,
    author: User,
    **written: str,
) -> Translation:
    # The row is locked on PostgreSQL; on SQLite nobody else writes meanwhile. So it
    # cannot be published between this look and the writing.
    drafts = Revision.objects.filter(pk=revision.pk, published_at=None)
    if not drafts.select_for_update().exists() or not drafts.update(author=author):
        raise Refusal(_("This text has been published, so it stays as it is."))
    texts = {
        each.language: each for each in Translation.objects.filter(revision=revision)
    }
    old = texts.get(language)
    if (old.version if old else 0) != version:
        raise _Outrun
    new = Translation(revision=revision, language=language, **written)
    new.follows = _followed(revision, texts, old, new)
    new.edited_at, new.edited_by, new.version = timezone.now(), author, version + 1
    _write(new, old)
    return new


def _followed(
    revision: Revision,
    texts: dict[str, Translation],
    old: Translation | None,
    new: Translation,
) -> dict[str, str]:
    source = texts.get(revision.letter.authoritative)
    if source is None or source is not old:
        return parity.followed(source, old, new) if source else {}
    _pin(source, [each for each in texts.values() if each is not source])
    return {}


def _write(new: Translation, old: Translation | None) -> None:
    if old is None:
        try:
            with transaction.atomic():
                new.save(force_insert=True)
        except IntegrityError:
            raise _Outrun from None
        return
    new.pk = old.pk
    new.fingerprint = text.fingerprint(new.language, new.title, new.body, new.closing)
    columns = ("title", "body", "closing", "follows", "fingerprint", "edited_at")
    rows = Translation.objects.filter(pk=old.pk, version=old.version)
    if not rows.update(
        version=new.version,
        edited_by=new.edited_by,
        **{column: getattr(new, column) for column in columns},
    ):
        raise _Outrun


def _pin(source: Translation, translations: list[Translation]) -> None:
    """Write down what the translations follow before their source changes."""
    for each in translations:
        Translation.objects.filter(pk=each.pk).update(
            follows=parity.pinned(source, each)
        )


def accept_paragraph(translation: Translation, key: str) -> None:
    """A person says that a paragraph says what the authoritative one says."""
    revision = translation.revision
    source = Translation.objects.filter(
        revision=revision, language=revision.letter.authoritative
    ).first()
    rows = Translation.objects.filter(
        pk=translation.pk, version=translation.version, revision__published_at=None
    )
    if source is None or not rows.update(
        follows=parity.accepted(source, translation, key)
    ):
        raise Refusal(_("The text was changed meanwhile. Look at it again."))


def drop_unsaved(
    revision: Revision, language: str, author: User, kept: int | None
) -> None:
    """Let go of one text that an editor could not save; those of other pages stay."""
    if kept is None:
        return
    UnsavedText.objects.filter(
        pk=kept, author=author, language=language, revision__letter=revision.letter_id
    ).delete()


@transaction.atomic
def begin_revision(letter: Letter, author: User) -> Revision:
    """The draft of the next text, a copy of the published one if there is none yet."""
    current = letter.revisions.exclude(published_at=None).order_by("-number").first()
    if current is None:
        return letter.revisions.get(published_at=None)
    draft, created = Revision.objects.get_or_create(
        letter=letter,
        published_at=None,
        defaults={"number": current.number + 1, "author": author},
    )
    if created:
        for old in current.translations.all():
            Translation.objects.create(
                revision=draft,
                language=old.language,
                title=old.title,
                body=old.body,
                closing=old.closing,
                follows=old.follows,
                edited_by=author,
            )
    # What was still being written when the last one was published goes on here.
    current.unsaved_texts.filter(author=author).update(revision=draft)
    return draft


@transaction.atomic
def discard_revision(draft: Revision, *, seen: str = "") -> None:
    """Throw away the draft of a later text; a letter's first one stays.

    `seen` is the stamp of the draft that the editor looked at. What others wrote and
    could not save yet is kept for them beside the published text.
    """
    rows = Revision.objects.filter(pk=draft.pk, published_at=None, number__gt=1)
    # Nobody saves its texts between this look and the deletion, see _save().
    locked = rows.select_for_update().first()
    if locked is None:
        raise Refusal(_("This text has been published, so it stays as it is."))
    if seen and seen != locked.stamp:
        raise Refusal(
            _("The text was changed after you opened this page. Look at it again.")
        )
    published = Revision.objects.filter(
        letter=locked.letter_id, number__lt=locked.number
    ).latest("number")
    locked.unsaved_texts.update(revision=published)
    locked.delete()


@transaction.atomic
def publish_revision(
    draft: Revision,
    *,
    kind: str,
    note: dict[str, str],
    answer_by: datetime | None = None,
    seen: str = "",
    now: datetime | None = None,
) -> None:
    """Make a draft the letter's text; signatures.revising also asks the signers.

    `seen` is the stamp of the draft that the editor looked at.
    """
    now = now or timezone.now()
    # Nobody saves its texts between this look and the publication, see _save().
    rows = Revision.objects.select_related("letter__campaign").filter(published_at=None)
    locked = rows.select_for_update(of=("self",)).filter(pk=draft.pk).first()
    if locked is None:
        raise Refusal(_("This text has been published already, or thrown away."))
    if seen and seen != locked.stamp:
        raise Refusal(
            _("The text was changed after you opened this page. Look at it again.")
        )
    if problems := publication_problems(locked, kind=kind, note=note):
        raise Refusal(" ".join(problems))
    is_substance = kind == Revision.Kind.SUBSTANCE
    if is_substance and (answer_by is None or answer_by <= now):
        raise Refusal(_("Choose until when earlier signers are asked to answer."))
    if not Revision.objects.filter(pk=draft.pk, published_at=None).update(
        kind=kind,
        note=note,
        answer_by=answer_by if is_substance else None,
        published_at=now,
    ):
        raise Refusal(_("This text has been published already, or thrown away."))
    draft.refresh_from_db()


def publication_problems(
    draft: Revision, *, kind: str, note: dict[str, str]
) -> list[str]:
    """Sentences that say why a draft cannot be published as a change of this kind."""
    letter = draft.letter
    current = letter.revisions.exclude(published_at=None).order_by("-number").first()
    if letter.status == Letter.Status.DRAFT or current is None:
        return [_("Open the letter first; that publishes its text.")]
    problems = list(draft.missing_texts()) + draft.out_of_step()
    if kind not in Revision.Kind.values:
        return [*problems, _("Choose what kind of change this is.")]
    missing = [code for code in letter.campaign.languages if not note.get(code)]
    if missing:
        problems.append(
            _("Say in every language what was changed: signers read it on the page.")
        )
    before = {code: each.fingerprint for code, each in current.texts().items()}
    after = {code: each.fingerprint for code, each in draft.texts().items()}
    source = letter.authoritative
    if before == after:
        problems.append(_("Nothing has been changed in this text."))
    elif kind == Revision.Kind.TRANSLATION and before.get(source) != after.get(source):
        problems.append(
            _(
                "The authoritative text is changed, too, so this is more than a translation."
            )
        )
    return problems
