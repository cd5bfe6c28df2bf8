"""What templates of any app may show about the editions of a letter."""

from django import template

from exports.models import Edition
from letters.models import Letter
from signatures.visiting import Visit

register = template.Library()


@register.simple_tag
def newest_edition(letter: Letter) -> Edition | None:
    return letter.editions.order_by("-number").first()


@register.simple_tag
def visit_path(visit: Visit, page: str) -> str:
    """The path of one of the letter's pages by the link that the visitor came by."""
    return visit.path(page)
