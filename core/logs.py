import logging
import re

# After words by which servers introduce a client: versions and times look alike.
NETWORK = re.compile(r"(?<=ip=)[0-9a-fA-F.:]+")
ADDRESS = re.compile(r"[^\s<>\"'=:,;]+@[^\s<>\"',;]+")
TOKEN_PATH = re.compile(
    r"/(confirm|signature|delivered|mailbox|key|press(?=/[\w-]{22}(?![\w-])))/[^/\s\"]+"
)


def redact(text: str) -> str:
    """Replace mail and network addresses, and the tokens of mailed links."""
    text = NETWORK.sub("[network]", text)
    return ADDRESS.sub("[address]", TOKEN_PATH.sub(r"/\1/[token]", text))


class RedactingFormatter(logging.Formatter):
    """Formats records, tracebacks included, without addresses or tokens."""

    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record))
