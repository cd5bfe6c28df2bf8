"""The verbs of documents."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import Refusal
from core.wakeup import wake_on_commit
from exports import tasks
from exports.models import Document, Edition
from exports.reading import languages
from letters.models import Letter, Recipient


@transaction.atomic
def request_document(
    letter: Letter,
    *,
    language: str,
    format: str,
    user: User | None,
    edition: Edition | None = None,
    audience: str = Document.Audience.OFFICIALS,
    recipient: Recipient | None = None,
) -> Document:
    """Owe a document; one that is still being made is returned instead of a second.

    Of an edition also one that is ready, because the next would be the same to the byte.
    """
    wanted = {
        "letter": letter,
        "edition": edition,
        "audience": audience,
        "recipient": recipient,
        "language": language,
        "format": format,
    }
    if edition is None:
        written = [code for code, _name in languages(letter)]
        found = Document.objects.unfinished().filter(**wanted)
    else:
        # Whoever asks at the same time waits here, and finds what the first has asked for.
        Edition.objects.select_for_update(no_key=True).get(pk=edition.pk)
        written = edition.languages
        found = edition.documents.filter(**wanted).exclude(status="failed")
    if language not in written:
        raise Refusal(_("The letter has no text in this language yet."))
    document = found.first()
    if document is None:
        document = Document.objects.create(**wanted, requested_by=user)
    if not document.is_finished:
        wake_on_commit(tasks.render_document, document.pk)
    return document
