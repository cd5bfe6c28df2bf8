"""All that is kept of one signature, for its signer; docs/signers.md explains the names."""

from typing import Any

from signatures import own
from signatures.lines import LINE
from signatures.models import Signature


def data_of(signature: Signature) -> dict[str, Any]:
    letter, source = signature.letter, _source(signature)
    return {
        "letter": {
            "slug": letter.slug,
            "title": letter.title(signature.language),
            "campaign": letter.campaign.name.text(signature.language),
            "revision": signature.revision.number,
            "language": signature.language,
            "fingerprint": _fingerprint(signature),
        },
        "line": {field: getattr(signature, field) for field in ("kind", *LINE)},
        "sorted_as": signature.sort_name,
        "organization": str(signature.organization or ""),
        "authority": signature.authority,
        "address": signature.email,
        "publicity": signature.publicity,
        "wants_news": signature.wants_updates,
        "state": own.state_of(signature),
        "signed_at": signature.signed_at,
        "confirmed_at": signature.confirmed_at,
        "reviewed_at": signature.reviewed_at,
        "ended_at": signature.ended_at,
        "asked_about_revision": signature.asked.number if signature.asked else None,
        **_parts(signature),
        "source": source,
    }


def _fingerprint(signature: Signature) -> str:
    accepted = signature.revision.in_language(signature.language)
    return accepted.fingerprint if accepted else ""


def _parts(signature: Signature) -> dict[str, Any]:
    return {
        "consents": [
            {
                "partner": str(consent.partner),
                "given_at": consent.given_at,
                "ended_at": consent.ended_at,
            }
            for consent in signature.consents.select_related("partner").order_by("pk")
        ],
        "mails": list(
            signature.mails.order_by("pk").values(
                "kind", "language", "status", "created_at", "sent_at"
            )
        ),
        "decisions": list(
            signature.reviews.values("created_at", "new_status", "reason")
        ),
        "corrections": list(
            signature.corrections.values(
                "created_at", "status", "old", "new", "decided_at", "reason"
            )
        ),
    }


def _source(signature: Signature) -> dict[str, str]:
    """How the signature came: by the page, a partner's link, a file or a sheet of paper."""
    batch = signature.batch
    return {
        "way": signature.source,
        "partner": str(signature.partner or ""),
        "file": batch.filename if batch else "",
        "sheet": batch.sheet_number if batch else "",
    }
