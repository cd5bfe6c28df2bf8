"""The verbs of releases: prepare, write, arrange, publish."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from functools import partial
from typing import cast

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import Refusal
from core.wakeup import wake_on_commit
from letters.models import Letter
from press import readiness
from press.content import compose, stamp
from press.models import (
    Contact,
    Quote,
    Release,
    ReleaseFile,
    ReleasePartner,
    ReleaseText,
)
from press.tasks import make_release_file

Part = Contact | Quote | ReleasePartner
Written = Release | ReleaseText | Contact | Quote


class Outrun(Exception):
    """Somebody else saved a row first; nothing was written."""


@transaction.atomic
def prepare_release(letter: Letter, author: User) -> Release:
    """An empty release: the numbers of the latest edition, what the campaign says of itself."""
    releases = Release.objects.filter(letter__campaign=letter.campaign_id)
    latest = releases.order_by("-pk").first()
    release = Release.objects.create(
        letter=letter,
        created_by=author,
        edition=letter.editions.filter(addendum_to=None).order_by("number").last(),
    )
    about = {text.language: text.about for text in latest.texts.all()} if latest else {}
    for language in letter.campaign.languages:
        ReleaseText.objects.create(
            release=release, language=language, about=about.get(language, "")
        )
    for position, partner in enumerate(letter.campaign.partners.all(), 1):
        release.partners.create(partner=partner, position=position)
    return release


@transaction.atomic
def save_rows(
    release: Release, rows: Iterable[tuple[Written, int, Sequence[str]]]
) -> None:
    """Write the columns of rows that still have the version their editor saw, or nothing.

    Version 0 is a row that is not there yet.
    """
    _hold(release)
    for row, version, columns in rows:
        if not version:
            _create(row)
            continue
        values = {column: getattr(row, column) for column in columns}
        same = type(row)._default_manager.filter(pk=row.pk, version=version)
        if not same.update(version=version + 1, **values):
            raise Outrun
    _changed(release)


def _create(row: Written) -> None:
    if isinstance(row, Contact | Quote):
        row.position = len(siblings(row)) + 1
    row.version = 1
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise Outrun from None


def siblings(part: Part) -> list[Part]:
    """The rows among which a part can be moved: a contact among those of its language."""
    release = part.release
    if isinstance(part, Contact):
        return list(release.contacts.filter(language=part.language))
    return list(
        release.quotes.all() if isinstance(part, Quote) else release.partners.all()
    )


@transaction.atomic
def move_part(part: Part, steps: int) -> None:
    """Move a part towards the beginning (below zero) or the end, as far as there is room."""
    _hold(part.release)
    rows = siblings(part)
    if part not in rows:
        raise Refusal(_("Somebody else has removed this meanwhile."))
    place = max(0, rows.index(part) + steps)
    rows.remove(part)
    rows.insert(place, part)
    for position, row in enumerate(rows, 1):
        type(row)._default_manager.filter(pk=row.pk).update(position=position)
    _changed(part.release)


@transaction.atomic
def remove_part(part: Part) -> None:
    _hold(part.release)
    part.delete()
    _changed(part.release)


@transaction.atomic
def add_partner(release: Release, code: str) -> None:
    """Let the paragraph of one more partner stand at the end."""
    _hold(release)
    partner = release.letter.campaign.partners.filter(code=code).first()
    if partner is None:
        raise Refusal(_("Choose a partner of the campaign."))
    release.partners.get_or_create(
        partner=partner, defaults={"position": release.partners.count() + 1}
    )
    _changed(release)


@transaction.atomic
def publish(release: Release) -> None:
    """Let journalists read it by their link, and everybody from its hour on."""
    _hold(release)
    if missing := readiness.missing(release):
        raise Refusal(" ".join(missing))
    release.is_published = True
    release.save(update_fields=["is_published"])
    owe_files(release)


@transaction.atomic
def take_back(release: Release) -> None:
    _hold(release)
    release.is_published = False
    release.save(update_fields=["is_published"])


@transaction.atomic
def discard(release: Release) -> None:
    """Throw away a draft; what journalists may have read is taken back first."""
    _hold(release)
    if release.is_published:
        raise Refusal(_("The release is published. Take it back first."))
    for row in release.files.select_for_update():
        _forget(row)
    release.delete()


@transaction.atomic
def replace_key(release: Release) -> None:
    _hold(release)
    release.replace_key()


@transaction.atomic
def owe_files(release: Release) -> None:
    """Have every file made anew; what was made of another text is not given out again."""
    for language in release.letter.campaign.languages:
        for format in ReleaseFile.Format:
            # Locked: a worker who finishes meanwhile would leave a file behind.
            rows = ReleaseFile.objects.select_for_update()
            row, _created = rows.get_or_create(
                release=release, language=language, format=format
            )
            _forget(row)
            ReleaseFile.objects.filter(pk=row.pk).update(
                status=ReleaseFile.Status.QUEUED,
                file="",
                error="",
                attempts=0,
                claim=None,
                claimed_until=None,
            )
            wake_on_commit(make_release_file, row.pk)


def owe_changed_files() -> None:
    """Have made anew what would say something else by now.

    Nobody tells a release that a partner or the campaign was changed; after a year
    nobody reads it.
    """
    stamps: dict[tuple[int, str], str] = {}
    rows = ReleaseFile.objects.filter(
        status=ReleaseFile.Status.READY,
        release__is_published=True,
        made_at__gt=timezone.now() - timedelta(days=365),
    ).select_related("release__letter__campaign", "release__edition")
    for row in rows:
        key = (row.release_id, row.language)
        if key not in stamps:
            stamps[key] = stamp(compose(row.release, row.language))
        if row.stamp != stamps[key]:
            same = rows.filter(pk=row.pk, stamp=row.stamp)
            same.update(status=ReleaseFile.Status.QUEUED, attempts=0)


def _forget(row: ReleaseFile) -> None:
    if row.file:
        name = cast(str, row.file.name)
        transaction.on_commit(partial(row.file.storage.delete, name))


def _hold(release: Release) -> None:
    """Let nobody else change the release until this transaction ends."""
    held = Release.objects.select_for_update().filter(pk=release.pk).first()
    if held is None:
        raise Refusal(_("Somebody else has thrown this release away meanwhile."))
    release.is_published = held.is_published


def _changed(release: Release) -> None:
    """A release that is out stays whole, and its files follow its text."""
    release = Release.objects.select_related("letter__campaign", "edition").get(
        pk=release.pk
    )
    if release.is_published and (missing := readiness.missing(release)):
        raise Refusal(
            _("The release is published, so nothing may be missing: %(sentences)s")
            % {"sentences": " ".join(missing)}
        )
    if release.files.exists():
        owe_files(release)
