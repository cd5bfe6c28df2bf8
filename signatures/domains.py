"""Web domains of organizations, and what a mail address says about who sent it."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.addresses import deliverable
from signatures.models import Signature

LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
DOMAIN = re.compile(rf"({LABEL}\.)+{LABEL}")
SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*://")
# Providers at which anybody opens a mailbox.
FREE = frozenset(
    "aol.com att.net comcast.net duck.com email.com fastmail.com free.fr gmail.com"
    " gmx.com gmx.de gmx.net googlemail.com hey.com hotmail.com hotmail.es hotmail.fr"
    " hotmail.com.mx icloud.com laposte.net libero.it live.com live.com.mx mac.com"
    " mail.com mail.ru me.com msn.com outlook.com outlook.es pm.me posteo.de"
    " prodigy.net.mx proton.me protonmail.com qq.com riseup.net rocketmail.com"
    " sbcglobal.net terra.com tutanota.com tuta.com verizon.net web.de yahoo.com"
    " yahoo.com.ar yahoo.com.br yahoo.com.mx yahoo.de yahoo.es yahoo.fr yandex.com"
    " yandex.ru ymail.com zoho.com".split()
)


def normalize(text: str) -> str:
    """The domain of an address as people copy it: https://www.Example.org/about."""
    host = SCHEME.sub("", text.strip().lower()).rpartition("@")[2]
    host = re.split(r"[/?#:]", host)[0].strip(".").removeprefix("www.")
    if not host:
        return ""
    host = deliverable(f"x@{host}").rpartition("@")[2]
    if not DOMAIN.fullmatch(host) or len(host) > 253:
        raise ValidationError(_("Write a domain like example.org."))
    if host in FREE:
        raise ValidationError(
            _("Anybody can have a mailbox there. Write the organization's own domain.")
        )
    return host


def evidence(signature: Signature) -> str:
    """How the mail domain of an organization's signature compares with the registry's."""
    organization = signature.organization
    if organization is None or not signature.email or signature.is_counted:
        return ""
    sent_from = deliverable(signature.email).rpartition("@")[2].lower()
    known = organization.domain
    words = {"domain": sent_from, "known": known}
    if sent_from in FREE:
        return _("A free mail provider (%(domain)s): no evidence.") % words
    if not known:
        return _("%(domain)s; no web domain is known to compare it with.") % words
    if sent_from == known or sent_from.endswith(f".{known}"):
        return _("Matches %(known)s: evidence, not proof.") % words
    return _("Another domain (%(domain)s) than %(known)s: evidence, not proof.") % words
