"""What templates of any app may show about the press kit of a letter."""

from django import template
from django.utils import timezone

from letters.models import Letter
from press import content
from press.access import public_releases
from press.models import Release

register = template.Library()


@register.simple_tag
def has_press_kit(letter: Letter) -> bool:
    """Whether everybody who sees the letter's page may read a release about it."""
    return public_releases(letter, timezone.now()).exists()


@register.filter
def embargo_end(release: Release) -> str:
    """Day, hour and zone, in the language in use."""
    return content.embargo_end(release)
