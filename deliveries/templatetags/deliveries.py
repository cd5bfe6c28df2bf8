"""What templates of any app may show about deliveries."""

from collections.abc import Iterable
from typing import Any

from django import template

from deliveries import timeline as story
from letters.models import Extension
from signatures.visiting import Visit

register = template.Library()


@register.inclusion_tag("deliveries/_timeline.html")
def timeline(visit: Visit, extensions: Iterable[Extension]) -> dict[str, Any]:
    """The letter's life, for its own page."""
    return {"letter": visit.letter, "events": story.events(visit, extensions)}
