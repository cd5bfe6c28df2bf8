"""What templates of any app may show about deliveries."""

from collections.abc import Iterable
from typing import Any

from django import template

from deliveries import timeline as story
from deliveries.models import Delivery
from letters.models import Extension
from signatures.models import Signature
from signatures.visiting import Visit, signers_path

register = template.Library()


@register.inclusion_tag("deliveries/_delivered.html")
def deliveries_with(signature: Signature) -> dict[str, Any]:
    """To whom the editions on which a signature stands were handed over."""
    rows = Delivery.objects.filter(
        status__in=Delivery.DONE, edition__entrants__signature=signature
    )
    done = rows.select_related("edition", "recipient").order_by("delivered_at")
    return {
        "letter": signature.letter,
        "deliveries": [
            (each, signers_path(signature, f"editions/{each.edition.number}/"))
            for each in done
        ],
    }


@register.inclusion_tag("deliveries/_timeline.html")
def timeline(visit: Visit, extensions: Iterable[Extension]) -> dict[str, Any]:
    """The letter's life, for its own page."""
    return {"letter": visit.letter, "events": story.events(visit, extensions)}
