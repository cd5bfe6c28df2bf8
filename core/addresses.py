"""Mail addresses: which ones can be written to."""

import re
import unicodedata

import idna
from django.core.exceptions import ValidationError
from django.core.mail.message import sanitize_address
from django.utils.translation import gettext as _
from email_validator import EmailNotValidError, validate_email

INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u202a\u202c\u2060\ufeff"


def validate_address(text: str) -> None:
    usable_address(text)


def usable_address(text: str) -> str:
    """The address as typed, without white space around it; else a ValidationError."""
    address = text.strip().strip(INVISIBLE).strip()
    if sentence := _problem(address):
        raise ValidationError(sentence)
    try:
        validate_email(address, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError as error:
        raise ValidationError(_("This is not a complete mail address.")) from error
    if not _is_sent_unchanged(deliverable(address)):
        raise ValidationError(_("No mail can be sent to this address. Use another."))
    return address


def deliverable(address: str) -> str:
    """The address that mail is sent to: Django would encode the domain by older rules."""
    local, _at, domain = address.rpartition("@")
    return f"{local}@{ascii_domain(domain)}"


def _is_sent_unchanged(address: str) -> bool:
    try:
        return sanitize_address(address, "utf-8") == address
    except ValueError:
        return False


def _problem(address: str) -> str:
    local, _at, domain = address.rpartition("@")
    if not address:
        return _("The address is empty.")
    if address.startswith('"'):
        return _("Addresses with quotation marks cannot be used.")
    if address.count("@") > 1:
        return _("Write only one address.")
    if "@" not in address:
        return _("The address has no @ sign.")
    if any(unicodedata.category(char) in {"Cc", "Cs"} for char in address):
        return _("The address contains characters that cannot be used. Type it again.")
    if re.search(r"\s", address):
        return _("An address has no spaces. Take them out.")
    if not local or not domain:
        return _("Something is missing before or after the @ sign.")
    return _problem_of_parts(local, domain)


def _problem_of_parts(local: str, domain: str) -> str:
    if not local.isascii():
        return _(
            "Addresses with accents or other special letters before the @ sign do not"
            " work here yet. Use another address."
        )
    if '"' in local:
        return _("Addresses with quotation marks cannot be used.")
    if "=?" in local:  # mail programs decode it, so that one mailbox has many spellings
        return _("No mail can be sent to this address. Use another.")
    if len(local) > 64 or len(local) + 1 + len(ascii_domain(domain)) > 254:
        return _("The address is too long.")
    if domain.startswith("[") or "." not in domain.strip(".") or _is_private(domain):
        return _(
            "What follows the @ sign must be a public mail domain, like example.org."
        )
    return ""


def _is_private(domain: str) -> bool:
    ending = domain.lower().rpartition(".")[2]
    return ending.isdigit() or ending in {
        "local",
        "localhost",
        "localdomain",
        "internal",
        "invalid",
        "test",
        "lan",
        "onion",
        "arpa",
    }


def ascii_domain(domain: str) -> str:
    lowered = domain.strip().rstrip(".").lower()
    if lowered.isascii():
        return lowered
    try:
        return idna.encode(lowered, uts46=True).decode()
    except UnicodeError:
        return lowered
