"""The verbs of the letter itself: begin one, change its dates, change its rules."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import Refusal
from letters.models import Letter, Revision


@transaction.atomic
def begin_letter(letter: Letter, author: User) -> None:
    """Store a draft, with the first revision that its text will stand in."""
    try:
        with transaction.atomic():
            letter.save(force_insert=True)
    except IntegrityError:
        raise Refusal(_("Another letter has this short name already.")) from None
    Revision.objects.create(letter=letter, number=1, author=author)


def change_dates(letter: Letter, **columns: Any) -> None:
    """Write dates, unless those they were checked against have been changed meanwhile."""
    checked = ("status", "time_zone", "opens_at", "soft_deadline_at", "closes_at")
    rows = Letter.objects.filter(
        pk=letter.pk, **{name: getattr(letter, name) for name in checked}
    )
    if columns and not rows.update(**columns):
        raise Refusal(
            _("Somebody else has just changed the dates. Look at them once more.")
        )


def change_rules(letter: Letter, **columns: Any) -> None:
    """Write rules, unless the letter was opened while the form was being filled in."""
    rows = Letter.objects.filter(pk=letter.pk)
    if letter.status == Letter.Status.DRAFT:
        rows = rows.filter(status=Letter.Status.DRAFT)
    elif "printed" in columns:
        # Of two people who take something away, the second gives nothing back.
        rows = rows.filter(printed=letter.printed)
    try:
        with transaction.atomic():
            found = not columns or rows.update(**columns)
    except IntegrityError:
        raise Refusal(_("Another letter has this short name already.")) from None
    if not found:
        raise Refusal(
            _("Somebody else has just changed the letter. Look at it once more.")
        )
