"""Hands the closed letter over: to one official in person, to another by mail."""

from django.conf import settings
from django.utils import timezone

from accounts.models import User
from deliveries.models import Delivery
from deliveries.services import draft_mail, record_answer, save_delivery, send_by_mail
from deliveries.tasks import send_dispatch
from demo.build import CLOSED, ORGANIZER
from exports.models import Edition

ANSWER = {
    "en": (
        "Thank you for your letter and for the names that stand under it. My office "
        "will ask for the money for forty more interpreters in next year's budget."
    ),
    "es": (
        "Agradezco su carta y los nombres que la acompañan. Mi despacho pedirá en el "
        "presupuesto del próximo año los fondos para cuarenta intérpretes más."
    ),
}


def deliver_edition() -> None:
    organizer = User.objects.get(email=ORGANIZER)
    edition = Edition.objects.get(letter__slug=CLOSED, number=1)
    first, second = edition.letter.recipients.all()
    now = timezone.now()
    by_hand = Delivery(
        edition=edition,
        recipient=first,
        method=Delivery.Method.HAND,
        language="en",
        delivered_at=now,
        delivered_by="Sister Marisol and Rev. Whitaker, to the chief of staff",
    )
    save_delivery(by_hand, organizer)
    record_answer(by_hand, answered_at=now, answer=ANSWER, answer_published=True)
    by_mail = Delivery(
        edition=edition,
        recipient=second,
        method=Delivery.Method.MAIL,
        language="en",
        address="office@example.org",
        reply_to=organizer.email,
    )
    save_delivery(by_mail, organizer)
    if settings.HAS_MAILBOX:  # a mail server would carry it to somebody
        seen = draft_mail(by_mail).stamp
        send_dispatch(send_by_mail(by_mail, organizer, seen=seen).pk)
