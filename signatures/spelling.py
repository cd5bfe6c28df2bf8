"""A shouted or lower-case name in the spelling that a person says it has."""

import re

from django.db import transaction

from accounts.models import User
from signatures import corrections, services, tidying
from signatures.models import Signature

WORD = r"[^\s,]+"


def suggested_spelling(signature: Signature) -> str:
    """How the name may be written, where a person may say so; else nothing."""
    if signature.is_counted or not signature.is_confirmed:
        return ""
    return tidying.suggestion(
        signature.name, kind=signature.kind, language=signature.language
    )


@transaction.atomic
def respell(signature: Signature, spelling: str, *, actor: User) -> None:
    """Proposed and accepted by one person, so that the old spelling is kept."""
    order = signature.sort_name
    correction = corrections.propose(signature, {"name": spelling}, by=actor)
    if correction:
        corrections.decide(correction, accept=True, actor=actor)
    # Which word is the surname may have been said by a person: only the letters change.
    words = {word.casefold(): word for word in re.findall(WORD, spelling)}
    signature.refresh_from_db()
    signature.sort_name = re.sub(
        WORD, lambda found: words.get(found[0].casefold(), found[0]), order
    )
    services.derive(signature)
    signature.save(update_fields=["sort_name", "sort_key"])
