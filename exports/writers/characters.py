"""Characters that no file may hold, whoever wrote them into the database."""

import re

# What XML 1.0 cannot say, even escaped: controls, halves of surrogate pairs, and the
# two code points that never become characters. One of them spoils a whole DOCX or XLSX.
ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def legal(text: str) -> str:
    # Most text is ASCII that can be printed, which costs no search.
    if text.isascii() and text.isprintable():
        return text
    return ILLEGAL.sub("", text)
