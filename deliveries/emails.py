"""One function per message; addresses and links exist only while it is written."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from email.utils import formataddr, formatdate, parseaddr
from pathlib import Path
from tempfile import TemporaryDirectory

import css_inline
from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.template.defaultfilters import filesizeformat
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core import clocks
from core.addresses import deliverable
from core.errors import Refusal
from core.links import absolute_url
from deliveries.cover import proof
from deliveries.documents import checked_copy, document_for
from deliveries.models import Delivery, Dispatch, DownloadLink, Notice, Reminder
from exports.models import Document
from exports.whereabouts import Whereabouts, whereabouts
from letters.models import Letter
from signatures.emails import self_service_token, unsubscribe_token
from signatures.models import Signature
from signatures.visiting import signers_path


def is_attached(document: Document) -> bool:
    return (document.size or 0) <= settings.DELIVERY_ATTACHMENT_MAXIMUM


def hand_over(dispatch: Dispatch, document: Document) -> EmailMessage:
    """The message to a recipient's office, with the document or a link to it."""
    delivery = dispatch.delivery
    with translation.override(delivery.language):
        link = "" if is_attached(document) else _make_link(dispatch)
        email = EmailMessage(
            dispatch.subject,
            f"{dispatch.text}\n\n-- \n{how_it_comes(document, link)}\n",
            from_email=_sender(delivery.letter, delivery.language),
            to=[deliverable(delivery.address)],
            headers=_headers(dispatch.message_id, deliverable(delivery.reply_to)),
        )
    with TemporaryDirectory(prefix="undersigned-") as folder:
        # What is linked is checked, too: it would be refused when it is asked for.
        path = checked_copy(document, Path(folder) / "letter.pdf")
        if not link:
            name = f"{delivery.letter.slug}-{delivery.language}.pdf"
            email.attach(name, path.read_bytes(), "application/pdf")
    return email


def how_it_comes(document: Document, link: str) -> str:
    """The lines below the cover letter that say where the document is."""
    facts = f"PDF, {filesizeformat(document.size or 0)}"
    if link:
        until = timezone.now() + settings.DELIVERY_LINK_AGE
        zone = document.letter.time_zone
        first = _("The document (%(facts)s) waits here until %(until)s:\n%(link)s") % {
            "facts": facts,
            "until": clocks.in_words(until, zone),
            "link": link,
        }
    else:
        first = _("The document (%(facts)s) is attached.") % {"facts": facts}
    return "\n".join([first, *proof(document)])


def _make_link(dispatch: Dispatch) -> str:
    token = secrets.token_urlsafe(32)
    DownloadLink.objects.create(
        dispatch=dispatch,
        token_hash=token_hash(token),
        expires_at=timezone.now() + settings.DELIVERY_LINK_AGE,
    )
    language = dispatch.delivery.language
    return absolute_url("delivered:document", token, language=language)


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _sender(letter: Letter, language: str) -> str:
    """The installation's address, under the campaign's name."""
    name = letter.campaign.name.text(language)
    address = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    return formataddr((" ".join(name.split()), address))


def _headers(message_id: str, reply_to: str) -> dict[str, str]:
    return {
        "Message-ID": message_id,
        "Date": formatdate(localtime=False),
        "Reply-To": reply_to,
    }


AUTOMATIC = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}


def reminder(owed: Reminder) -> EmailMessage:
    """To an editor: no answer came by the day that was set."""
    delivery = owed.delivery
    letter = delivery.letter
    with translation.override(owed.language):
        context = {
            "delivery": delivery,
            "letter": letter,
            "campaign": letter.campaign,
            "link": absolute_url(
                "deliveries:delivery", letter.slug, delivery.pk, language=owed.language
            ),
        }
        subject = render_to_string("deliveries/emails/reminder.subject.txt", context)
        return EmailMessage(
            " ".join(subject.split()),
            render_to_string("deliveries/emails/reminder.txt", context),
            to=[owed.user.email],
            headers=_headers(owed.message_id, letter.campaign.privacy_contact)
            | AUTOMATIC,
        )


@dataclass(frozen=True)
class News:
    """What a signer is told: subject, plain text, HTML."""

    subject: str
    text: str
    html: str


def notice(owed: Notice) -> EmailMultiAlternatives:
    """To a signer who agreed to news: the letter was delivered."""
    signature, edition = owed.signature, owed.announcement.edition
    language = owed.language
    link, unsubscribe = (
        absolute_url(f"signatures:{name}", make(signature), language=language)
        for name, make in (
            ("signature", self_service_token),
            ("unsubscribe", unsubscribe_token),
        )
    )
    deliveries = list(edition.deliveries.filter(status__in=Delivery.DONE))
    news = write_news(
        deliveries,
        signature,
        language,
        link=link,
        unsubscribe=unsubscribe,
        place=_place(deliveries, signature, language),
    )
    email = EmailMultiAlternatives(
        news.subject,
        news.text,
        from_email=_sender(signature.letter, language),
        to=[deliverable(signature.email)],
        headers={
            **_headers(owed.message_id, signature.letter.campaign.privacy_contact),
            **AUTOMATIC,
            "List-Unsubscribe": f"<{unsubscribe}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )
    email.attach_alternative(news.html, "text/html")
    return email


def _place(
    deliveries: Sequence[Delivery], signature: Signature, language: str
) -> Whereabouts | None:
    """The page in what was handed over, in the signer's language where there was that."""
    for delivery in sorted(deliveries, key=lambda each: each.language != language):
        try:
            document = document_for(
                delivery.edition, delivery.recipient, delivery.language
            )
        except Refusal:
            continue  # its file is gone; the news is the delivery
        return whereabouts(document, signature)
    return None


def write_news(
    deliveries: Sequence[Delivery],
    signature: Signature,
    language: str,
    *,
    link: str,
    unsubscribe: str,
    place: Whereabouts | None = None,
) -> News:
    letter = signature.letter
    with translation.override(language):
        context = {
            "signature": signature,
            "deliveries": deliveries,
            "letter": letter,
            "title": letter.title(language),
            "campaign": letter.campaign,
            "letter_url": settings.SITE_URL + signers_path(signature),
            "link": link,
            "unsubscribe_url": unsubscribe,
            "place": place,
        }
        name = "deliveries/emails/notice"
        subject = render_to_string(f"{name}.subject.txt", context)
        return News(
            " ".join(subject.split()),
            render_to_string(f"{name}.txt", context),
            css_inline.inline(render_to_string(f"{name}.html", context)),
        )
