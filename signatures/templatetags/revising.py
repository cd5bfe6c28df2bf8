"""What templates of any app may show about changed texts and those who signed earlier ones."""

from typing import Any

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _

from letters.difference import Block, difference
from letters.models import Letter, Revision, Translation
from signatures import revising
from signatures.models import Signature

register = template.Library()


@register.filter
def kind_in_words(revision: Revision) -> str:
    """What was done, for readers; the choices themselves speak to organizers."""
    words = {
        Revision.Kind.SUBSTANCE: _("substance changed"),
        Revision.Kind.WORDING: _("wording corrected"),
        Revision.Kind.TRANSLATION: _("translation corrected"),
    }
    return words[Revision.Kind(revision.kind)] if revision.kind else ""


@register.simple_tag
def question(signature: Signature) -> dict[str, Any]:
    """What the signer of an earlier text is asked: the note, the difference, the deadline."""
    asked = signature.asked
    assert asked is not None
    return {
        "revision": asked,
        "note": asked.note.text(signature.language),
        "is_late": asked.answer_by is not None and asked.answer_by <= timezone.now(),
        "blocks": text_difference(signature.revision, asked, signature.language),
    }


@register.simple_tag
def text_difference(old: Revision, new: Revision, language: str) -> tuple[Block, ...]:
    """Between two revisions, in the language or in the one that is shown instead."""
    texts = [revision.in_language(language) or Translation() for revision in (old, new)]
    return difference(*texts)


@register.simple_tag
def signers_to_ask(draft: Revision) -> dict[str, int]:
    """How many a publication as substance would ask, and how many of them by mail."""
    signers = revising.signers_before(draft)
    return {
        "signers": signers.count(),
        "mails": revising.with_address(signers).count(),
    }


@register.simple_tag
def answers(revision: Revision) -> revising.Answers:
    return revising.answers(revision)


@register.simple_tag
def being_asked(letter: Letter) -> int:
    return revising.being_asked(letter)
