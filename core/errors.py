class Refusal(Exception):
    """A rule that says no, with a translated sentence that may be shown as it is."""
