"""In which language a part of a document is read aloud.

A PDF may say so for each element of its structure tree (ISO 32000-1, 14.9.2 Lang);
WeasyPrint 70 says it for the whole document only, so its tagging is extended here.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any


@cache
def mark_languages() -> None:
    """Let WeasyPrint write Lang for elements that have one, from now on in this process."""
    import pydyf
    from weasyprint.pdf import tags

    build = tags._build_box_tree

    def build_with_language(box: Any, *args: Any) -> Iterator[Any]:
        language = None if box.element is None else box.element.get("lang")
        for element in build(box, *args):
            # What these hold is yielded in their place.
            if language and box.element_tag not in {"html", "body"}:
                element["Lang"] = pydyf.String(language)
            yield element

    tags._build_box_tree = build_with_language
