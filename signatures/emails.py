"""One function per message; the address and the links exist only while it is written."""

from email.utils import formatdate
from typing import Any

import css_inline
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation

from core.links import absolute_url, make_token
from signatures import addresses
from signatures.models import Mail, Signature
from signatures.visiting import signers_path


def confirm_token(signature: Signature, sequence: int) -> str:
    return make_token("confirm", f"{signature.code.hex}-{sequence}")


def self_service_token(signature: Signature) -> str:
    return make_token("signature", signature.code.hex)


def message(mail: Mail) -> EmailMultiAlternatives:
    """The message that a mail row stands for, in its language."""
    compose = {
        Mail.Kind.CONFIRM: confirmation,
        Mail.Kind.SIGNED: already_signed,
        Mail.Kind.RECEIPT: receipt,
    }[Mail.Kind(mail.kind)]
    with translation.override(mail.language):
        return compose(mail)


def confirmation(mail: Mail) -> EmailMultiAlternatives:
    """The link; nothing that the signer wrote is in it, or the form would send spam."""
    link = absolute_url(
        "signatures:confirm",
        confirm_token(mail.signature, mail.sequence),
        language=mail.language,
    )
    hours = int(settings.CONFIRMATION_LINK_AGE.total_seconds() // 3600)
    return _compose(mail, "confirm", {"link": link, "hours": hours})


def already_signed(mail: Mail) -> EmailMultiAlternatives:
    return _compose(mail, "signed", {"link": _self_service_url(mail)})


def receipt(mail: Mail) -> EmailMultiAlternatives:
    signature = mail.signature
    accepted = signature.revision.in_language(signature.language)
    return _compose(
        mail, "receipt", {"link": _self_service_url(mail), "accepted": accepted}
    )


def _self_service_url(mail: Mail) -> str:
    token = self_service_token(mail.signature)
    return absolute_url("signatures:signature", token, language=mail.language)


def _compose(mail: Mail, name: str, extra: dict[str, Any]) -> EmailMultiAlternatives:
    signature, letter = mail.signature, mail.signature.letter
    context = {
        "signature": signature,
        "letter": letter,
        "title": letter.title(mail.language),
        "campaign": letter.campaign,
        "letter_url": settings.SITE_URL + signers_path(letter),
        **extra,
    }
    template = f"signatures/emails/{name}"
    subject = render_to_string(f"{template}.subject.txt", context)
    html = css_inline.inline(render_to_string(f"{template}.html", context))
    email = EmailMultiAlternatives(
        " ".join(subject.split()),
        render_to_string(f"{template}.txt", context),
        to=[addresses.deliverable(signature.email)],
        headers={
            "Message-ID": mail.message_id,
            "Date": formatdate(localtime=False),
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
            "Reply-To": letter.campaign.privacy_contact,
        },
    )
    email.attach_alternative(html, "text/html")
    return email
