"""Text for readers and searches where glyphs stand in another order than letters.

A PDF maps glyphs to characters one by one. In Devanagari and its relatives the shaper
moves vowel signs and the letter r, so that the name "शर्मा" would be read wrongly aloud
and not be found. The file may carry the text itself (ISO 32000-1, 14.9.4 ActualText);
WeasyPrint 70 does not write it, so its marking of text is extended here.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

# Indic scripts, Thai and Lao, Myanmar, Khmer.
REORDERED = re.compile("[\u0900-\u0eff\u1000-\u109f\u1780-\u17ff]")
ISOLATES = re.compile("[\u2066-\u2069]")


@cache
def extend_weasyprint() -> None:
    """Let WeasyPrint write ActualText from now on, in this process."""
    import pydyf
    from weasyprint.pdf.stream import Stream

    mark = Stream.marked

    @contextmanager
    def marked(self: Any, box: Any, tag: str) -> Iterator[None]:
        text = getattr(box, "text", "")
        with mark(self, box, tag):
            if self._tags is not None and REORDERED.search(text):
                # What was written last: the tag, its properties, the operator BDC.
                self.stream[-2]["ActualText"] = pydyf.String(ISOLATES.sub("", text))
            yield

    Stream.marked = marked
