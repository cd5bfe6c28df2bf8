import logging
import re

ADDRESS = re.compile(r"[^\s<>\"'=:,;]+@[^\s<>\"',;]+")
TOKEN_PATH = re.compile(
    r"/(confirm|signature|delivered|mailbox|key|press(?=/[\w-]{22}(?![\w-])))/[^/\s\"]+"
)


def redact(text: str) -> str:
    """Replace mail addresses and the tokens of mailed links."""
    return ADDRESS.sub("[address]", TOKEN_PATH.sub(r"/\1/[token]", text))


class RedactingFormatter(logging.Formatter):
    """Formats records, tracebacks included, without addresses or tokens."""

    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record))
