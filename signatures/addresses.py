"""Signers' mail addresses: which of them are the same mailbox, and which are odd."""

import idna
from disposable_email_domains import blocklist

from core.addresses import ascii_domain
from core.crypto import keyed_hash
from signatures.names import mixes_scripts

# Begins the key of a line on paper without an address: nobody's but its own.
ON_PAPER = "paper:"
DOTS_IGNORED = frozenset({"gmail.com", "googlemail.com"})


def canonical(address: str) -> str:
    """The same text for all spellings of one mailbox; only for comparing, never for mail."""
    text = address.encode(errors="replace").decode()  # a lone surrogate has no hash
    local, _at, domain = text.strip().lower().rpartition("@")
    domain = ascii_domain(domain)
    local = local.partition("+")[0] or local
    if domain in DOTS_IGNORED:
        local, domain = local.replace(".", "") or local, "gmail.com"
    return f"{local}@{domain}"


def email_key(address: str) -> str:
    return keyed_hash("email", canonical(address))


def flags(address: str) -> set[str]:
    """Reasons why a moderator should look at an address: values of Signature.Flag."""
    labels = canonical(address).rpartition("@")[2].split(".")
    parents = {".".join(labels[start:]) for start in range(len(labels) - 1)}
    found = {"disposable"} if parents & blocklist else set()
    if any(mixes_scripts(label) for label in _unicode_labels(labels)):
        found.add("lookalike")
    return found


def _unicode_labels(labels: list[str]) -> list[str]:
    try:
        return [
            idna.decode(label) if label.startswith("xn--") else label
            for label in labels
        ]
    except UnicodeError:
        return labels
