"""Where organizers moderate: every list, choice and action keeps to their campaigns."""

from signatures.admin import corrections, records, review

__all__ = ["corrections", "records", "review"]
