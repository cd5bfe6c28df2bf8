"""What shows a letter in the language in use: for its page, its preview, signers' pages."""

from typing import Any

from core.formats import language
from letters import text
from letters.models import Letter, Revision
from signatures.numbers import format_counts


def letter_context(letter: Letter, revision: Revision | None = None) -> dict[str, Any]:
    """Text, recipients and numbers; of the published revision unless another is given."""
    revision = revision or letter.current_revision or letter.draft_revision
    translation = revision and revision.in_language(language())
    counts = letter.signatures.all().counts()
    source = revision and revision.texts().get(letter.authoritative)
    is_translated = source and translation and source != translation
    numbers = format_counts(counts, translation.language if translation else language())
    return {
        "letter": letter,
        "campaign": letter.campaign,
        "revision": revision,
        "translation": translation,
        "body": text.render(text.fill(translation.body, numbers))
        if translation
        else "",
        # The language of the text that decides, where another one is shown.
        "authoritative": letter.authoritative if is_translated else "",
        "title": translation.title if translation else letter.slug,
        "recipients": letter.recipients.all(),
        "counts": counts,
    }
