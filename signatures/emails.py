"""One function per message; the address and the links exist only while it is written."""

from email.utils import formatdate
from typing import Any

import css_inline
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import Max
from django.template.loader import render_to_string
from django.utils import timezone, translation

from core import clocks
from core.addresses import deliverable
from core.links import absolute_url, make_token
from signatures.models import Mail, Signature
from signatures.visiting import signers_path


def confirm_token(signature: Signature, sequence: int) -> str:
    return make_token("confirm", f"{signature.code.hex}-{sequence}")


def self_service_token(signature: Signature) -> str:
    return make_token("signature", signature.code.hex)


def unsubscribe_token(signature: Signature) -> str:
    return make_token("unsubscribe", signature.code.hex)


def message(mail: Mail) -> EmailMultiAlternatives:
    """The message that a mail row stands for, in its language."""
    compose = {
        Mail.Kind.CONFIRM: confirmation,
        Mail.Kind.SIGNED: already_signed,
        Mail.Kind.RECEIPT: receipt,
        Mail.Kind.LAST_CALL: last_call,
        Mail.Kind.ASK: question,
        Mail.Kind.LINK: lost_link,
    }[Mail.Kind(mail.kind)]
    with translation.override(mail.language):
        return compose(mail)


def confirmation(mail: Mail) -> EmailMultiAlternatives:
    """The link; nothing that the signer wrote is in it, or the form would send spam."""
    return _compose(mail, "confirm", _confirmation_link(mail, mail.sequence))


def last_call(mail: Mail) -> EmailMultiAlternatives:
    """The link once more, with the deadline; nothing that the signer wrote is in it."""
    confirmations = mail.signature.mails.filter(kind=Mail.Kind.CONFIRM)
    newest = confirmations.aggregate(newest=Max("sequence", default=1))["newest"]
    letter = mail.signature.letter
    at = letter.announced_deadline
    deadline = at and clocks.in_words(at, letter.time_zone)
    link = _confirmation_link(mail, newest)
    return _compose(mail, "last_call", {**link, "deadline": deadline})


def _confirmation_link(mail: Mail, sequence: int) -> dict[str, Any]:
    token = confirm_token(mail.signature, sequence)
    hours = int(settings.CONFIRMATION_LINK_AGE.total_seconds() // 3600)
    link = absolute_url("signatures:confirm", token, language=mail.language)
    return {"link": link, "hours": hours}


def already_signed(mail: Mail) -> EmailMultiAlternatives:
    if mail.signature.asked is not None:
        return question(mail)  # something has changed since, and this is the way to it
    return _compose(mail, "signed", {"link": _self_service_url(mail)})


def receipt(mail: Mail) -> EmailMultiAlternatives:
    signature = mail.signature
    accepted = signature.revision.in_language(signature.language)
    context = {
        "link": _self_service_url(mail),
        "accepted": accepted,
        "unsubscribe_url": _unsubscribe_url(mail) if signature.gets_news else "",
    }
    email = _compose(mail, "receipt", context)
    if signature.gets_news:
        email.extra_headers |= news_headers(mail)
    return email


def question(mail: Mail) -> EmailMultiAlternatives:
    """The text was changed: do they keep their signature?"""
    asked, letter = mail.signature.asked, mail.signature.letter
    assert asked is not None
    deadline = asked.answer_by and clocks.in_words(asked.answer_by, letter.time_zone)
    is_late = asked.answer_by is not None and asked.answer_by <= timezone.now()
    return _compose(
        mail,
        "ask",
        {
            "link": _self_service_url(mail),
            "note": asked.note.text(mail.language),
            "deadline": "" if is_late else deadline,
        },
    )


def lost_link(mail: Mail) -> EmailMultiAlternatives:
    is_organization = mail.signature.kind == Signature.Kind.ORGANIZATION
    context = {"link": _self_service_url(mail), "is_organization": is_organization}
    return _compose(mail, "link", context)


def news_headers(mail: Mail) -> dict[str, str]:
    """What lets a mail program offer to stop the news (RFC 8058); not for other mail."""
    return {
        "List-Unsubscribe": f"<{_unsubscribe_url(mail)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def _unsubscribe_url(mail: Mail) -> str:
    token = unsubscribe_token(mail.signature)
    return absolute_url("signatures:unsubscribe", token, language=mail.language)


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
        "letter_url": settings.SITE_URL + signers_path(signature),
        **extra,
    }
    template = f"signatures/emails/{name}"
    subject = render_to_string(f"{template}.subject.txt", context)
    html = css_inline.inline(render_to_string(f"{template}.html", context))
    email = EmailMultiAlternatives(
        " ".join(subject.split()),
        render_to_string(f"{template}.txt", context),
        to=[deliverable(signature.email)],
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
