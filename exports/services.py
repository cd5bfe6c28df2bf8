"""The verbs of documents."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import Refusal
from core.wakeup import wake_on_commit
from exports import tasks
from exports.models import Document
from exports.reading import languages
from letters.models import Letter


@transaction.atomic
def request_document(
    letter: Letter,
    *,
    language: str,
    format: str,
    user: User,
) -> Document:
    """Owe a document; one that is still being made is returned instead of a second."""
    if language not in dict(languages(letter)):
        raise Refusal(_("The letter has no text in this language yet."))
    wanted = Document.objects.unfinished().filter(
        letter=letter, language=language, format=format
    )
    document = wanted.first()
    if document is None:
        document = Document.objects.create(
            letter=letter, language=language, format=format, requested_by=user
        )
    wake_on_commit(tasks.render_document, document.pk)
    return document
