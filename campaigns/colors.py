import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

CONTRAST_MINIMUM = 4.5  # WCAG 2.2, 1.4.3


def contrast_on_white(color: str) -> float:
    """Contrast of #rrggbb against white, from 1 to 21 (WCAG 2.2, relative luminance)."""
    channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    ]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 1.05 / (luminance + 0.05)


def validate_accent_color(color: str) -> None:
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", color):
        raise ValidationError(_("Write a color like #1d4e89."))
    if contrast_on_white(color) < CONTRAST_MINIMUM:
        raise ValidationError(
            _("This color is too pale to be read on white. Choose a darker one.")
        )
