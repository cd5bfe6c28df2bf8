"""Freezing is the work of a worker: an edition is whole, or it is not there."""

from collections.abc import Mapping
from functools import partial

from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from core import formats
from core.errors import Refusal
from core.wakeup import wake_on_commit
from exports.editions import (
    Unaccepted,
    check_number,
    freeze,
    next_number,
    preflight,
    refuse_unaccepted,
)
from exports.heartbeat import heartbeat
from exports.limits import limited_memory, room_on_disk
from exports.models import Edition, Freezing, LeaseLost
from letters.models import Letter


def ask(
    letter: Letter,
    *,
    user: User,
    accepted: Mapping[str, str],
    addendum_to: Edition | None = None,
    number: int | None = None,
) -> Freezing:
    """Owe an edition; one that is on its way already is returned instead of a second.

    Raises what `freeze` would raise, as far as it can be known before.
    """
    refuse_unaccepted(preflight(letter, addendum_to), accepted)
    number = number or next_number(letter)
    check_number(letter, number)
    on_its_way = letter.freezings.unfinished()
    row = on_its_way.first()
    if row is None:
        try:
            with transaction.atomic():
                row = Freezing.objects.create(
                    letter=letter,
                    number=number,
                    addendum_to=addendum_to,
                    language=formats.language(),
                    accepted=dict(accepted),
                    requested_by=user,
                )
                wake_on_commit(freeze_edition, row.pk)
        except IntegrityError:
            row = on_its_way.first()  # somebody else's, of this moment
    if row is None:
        raise Refusal(_("Somebody else froze an edition in this moment. Look again."))
    if row.addendum_to != addendum_to:
        raise Refusal(
            _("Edition %(number)s is being frozen. Wait until it is, and look again.")
            % {"number": row.number}
        )
    return row


@shared_task
def freeze_edition(pk: int) -> None:
    """Freeze an edition that is due, and say in its row what became of it."""
    row = Freezing.take(pk)
    if row is None:
        return  # frozen, failed, or in the hands of another worker
    with translation.override(row.language):
        try:
            with (
                heartbeat(row),
                limited_memory(settings.DOCUMENT_MEMORY),
                room_on_disk(),
            ):
                _freeze(row)
        except LeaseLost:
            return
        except Unaccepted:
            row.mark_failed(
                _("Something has changed since you looked, so nothing was frozen.")
            )
        except Refusal as refusal:
            row.mark_failed(str(refusal))
        except (SoftTimeLimitExceeded, MemoryError):
            row.mark_failed(
                _(
                    "Freezing took more time or memory than one may have here. Ask the"
                    " operator for more."
                )
            )
        except Exception:
            row.requeue()
            raise


def _freeze(row: Freezing) -> None:
    freeze(
        row.letter,
        user=row.requested_by,
        accepted=row.accepted,
        addendum_to=row.addendum_to,
        number=row.number,
        before_commit=partial(_settle, row),
    )


def _settle(row: Freezing) -> None:
    if not row.mark_frozen():
        raise LeaseLost
