"""The verbs of the ordered list of officials to whom a letter is addressed."""

from difflib import SequenceMatcher

from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import Refusal
from letters.models import Letter, Recipient

# Below it, two names are taken for those of two people: "Ana Pérez", "Luis Gómez".
SAME_NAME = 0.6
WRITTEN = ["name", "honorific", "office", "address", "salutation", "language"]


@transaction.atomic
def add_recipient(letter: Letter, recipient: Recipient) -> None:
    """Put somebody at the end of the list."""
    _hold_draft(letter)
    recipient.letter = letter
    recipient.position = letter.recipients.count() + 1
    recipient.save()
    _number(list(letter.recipients.all()))


@transaction.atomic
def change_recipient(recipient: Recipient) -> None:
    """Write what was changed; once the letter was opened, it stays the same person.

    People sign a letter to these officials. A misspelled office may still be corrected,
    or it would stand in the document that is delivered.
    """
    status = Letter.objects.select_for_update().get(pk=recipient.letter_id).status
    old = Recipient.objects.get(pk=recipient.pk)
    if status != Letter.Status.DRAFT and not _is_same_name(old.name, recipient.name):
        raise Refusal(
            _(
                "This is another person's name, and people have signed a letter to "
                "%(name)s. Only a misspelling can be corrected now."
            )
            % {"name": old.name}
        )
    recipient.save(update_fields=WRITTEN)


@transaction.atomic
def remove_recipient(recipient: Recipient) -> None:
    _hold_draft(recipient.letter)
    recipient.delete()


@transaction.atomic
def move_recipient(recipient: Recipient, steps: int) -> None:
    """Move somebody towards the beginning (below zero) or the end, as far as there is room."""
    letter = recipient.letter
    _hold_draft(letter)
    others = [each for each in letter.recipients.all() if each != recipient]
    before = letter.recipients.all()
    place = max(0, list(before).index(recipient) + steps)
    _number([*others[:place], recipient, *others[place:]])


def _number(recipients: list[Recipient]) -> None:
    for position, recipient in enumerate(recipients, 1):
        recipient.position = position
    Recipient.objects.bulk_update(recipients, ["position"])


def _hold_draft(letter: Letter) -> None:
    """Keep the letter a draft until this transaction ends, or refuse."""
    drafts = Letter.objects.filter(pk=letter.pk, status=Letter.Status.DRAFT)
    if not list(drafts.select_for_update()):
        raise Refusal(
            _(
                "The letter has been opened: people sign a letter to these recipients, so "
                "nobody is added, removed or moved."
            )
        )


def _is_same_name(old: str, new: str) -> bool:
    return SequenceMatcher(None, old.casefold(), new.casefold()).ratio() >= SAME_NAME
