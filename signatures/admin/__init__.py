"""Where organizers moderate: every list, choice and action keeps to their campaigns."""

from signatures.admin import records, review

__all__ = ["records", "review"]
