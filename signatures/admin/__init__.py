"""Where organizers moderate: every list, choice and action keeps to their campaigns."""

from signatures.admin import corrections, organizations, records, review

__all__ = ["corrections", "organizations", "records", "review"]
