"""Forgetting the files of letters whose campaign may keep the signers' data no longer."""

from django.db.models import Q

from exports.models import Document, Edition, FrozenRoll
from letters.models import Letter


def with_files() -> Q:
    """Of letters: that a file is left which holds names."""
    return Q(documents__file__gt="") | Q(editions__rolls__file__gt="")


def forget_editions(letter: Letter) -> None:
    """Delete the rolls and files of its editions; numbers, counts and hashes stay.

    Each file goes before its row says so: what is interrupted is done again.
    """
    for edition in Edition.objects.filter(letter=letter):
        for roll in edition.rolls.exclude(file=""):
            roll.file.delete(save=False)
            FrozenRoll.objects.filter(pk=roll.pk).update(file="")
        # What a killed worker left of a canceled one goes, too; a live one is waited for.
        finished = edition.documents.exclude(status=Document.Status.RENDERING)
        for document in finished.exclude(file=""):
            document.file.delete(save=False)
            row = edition.documents.filter(pk=document.pk)
            row.filter(status=Document.Status.READY).update(
                status=Document.Status.ERASED, file=""
            )
            row.update(file="", warning="")  # which names lines that lack characters
