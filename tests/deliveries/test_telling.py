"""Signers are told once, who may be; editors are reminded once, when there is a reason."""

from datetime import timedelta
from email.header import decode_header, make_header
from email.utils import parseaddr
from unittest.mock import patch

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from core.errors import Refusal
from deliveries import telling
from deliveries.models import Announcement, Notice, Reminder
from deliveries.periodic import owe_mail, send_due_mail
from deliveries.telling import announce, owe_notices, owe_reminders
from letters.models import Letter
from signatures import suppression
from signatures.models import SuppressedAddress
from signatures.own import withdraw
from tests.deliveries.editions import make_delivery, make_edition
from tests.exports.freezing import freeze_anyhow, rendered
from tests.factories import make_member, make_signature

pytestmark = pytest.mark.django_db


@pytest.fixture
def signer(letter):
    return make_signature(letter, wants_updates=True, email="ana@example.org")


def deliver_and_tell(letter, signatures, **fields):
    edition = make_edition(letter, is_ready=False, signatures=signatures, **fields)
    make_delivery(edition)
    announcement = announce(edition, None)
    owe_mail()
    owe_mail()
    send_due_mail()
    return announcement


def test_only_who_agreed_and_may_be_mailed_is_told(letter, signer):
    bounced = make_signature(letter, wants_updates=True)
    complained = make_signature(letter, wants_updates=True)
    suppression.suppress(bounced.email_key, SuppressedAddress.Reason.BOUNCED)
    suppression.suppress(complained.email_key, SuppressedAddress.Reason.COMPLAINED)
    others = [
        make_signature(letter),  # did not agree
        make_signature(letter, wants_updates=True, status="withdrawn"),
        make_signature(letter, wants_updates=True, status="declined"),
        bounced,
        complained,
    ]
    make_signature(letter, wants_updates=True)  # too late for the edition

    announcement = deliver_and_tell(letter, [signer, *others])

    [message] = mail.outbox
    assert message.to == ["ana@example.org"]
    assert "To Ana Ejemplo, in person" in message.body
    announcement.refresh_from_db()
    assert announcement.owed_at


@pytest.mark.parametrize(
    ("language", "sender"), [("en", "Border Coalition"), ("es", "Coalición Fronteriza")]
)
def test_news_comes_from_the_campaign_that_signers_know(letter, language, sender):
    signer = make_signature(letter, wants_updates=True, language=language)

    deliver_and_tell(letter, [signer])

    [message] = mail.outbox
    assert parseaddr(str(make_header(decode_header(message.from_email)))) == (
        sender,
        "letters@example.org",
    )


def test_the_mail_leads_to_the_own_name_and_away_from_news(letter, signer):
    deliver_and_tell(letter, [signer])

    [message] = mail.outbox
    own = message.body.split("/en/signature/")[1].split()[0]
    page = Client().get(f"/en/signature/{own}")
    assert signer.name in page.content.decode()
    header = message.extra_headers["List-Unsubscribe"]
    assert message.extra_headers["List-Unsubscribe-Post"]
    path = header.strip("<>").split("/", 3)[3]
    Client().post(f"/{path}", {"List-Unsubscribe": "One-Click"})
    signer.refresh_from_db()
    assert not signer.wants_updates


def test_nobody_else_s_name_is_in_the_mail(letter, signer):
    others = [
        make_signature(letter, name="Zqx Hidden", publicity=publicity)
        for publicity in ("public", "officials", "counted")
    ]
    deliver_and_tell(letter, [signer, *others])

    [message] = mail.outbox
    assert "Zqx" not in str(message.message())


def test_in_the_language_of_the_signature(letter):
    deliver_and_tell(
        letter, [make_signature(letter, wants_updates=True, language="es")]
    )

    assert "/es/signature/" in mail.outbox[0].body


def test_two_editions_tell_each_signer_once(letter, signer):
    late = make_signature(letter, wants_updates=True, email="late@example.org")
    deliver_and_tell(letter, [signer])
    deliver_and_tell(letter, [signer, late])

    assert [message.to for message in mail.outbox] == [
        ["ana@example.org"],
        ["late@example.org"],
    ]


def test_who_acts_before_the_mail_goes_out_gets_none(letter, signer):
    edition = make_edition(letter, is_ready=False, signatures=[signer])
    make_delivery(edition)
    announce(edition, None)
    owe_notices()
    withdraw(signer)

    send_due_mail()

    assert not mail.outbox
    assert Notice.objects.get().status == "suppressed"


def test_in_batches(letter):
    signers = [make_signature(letter, wants_updates=True) for _number in range(5)]
    edition = make_edition(letter, is_ready=False, signatures=signers)
    make_delivery(edition)
    announcement = announce(edition, None)
    counts = []

    with patch.object(telling, "BATCH", 2):
        for _time in range(4):
            owe_notices()
            counts.append(Notice.objects.count())

    assert counts == [2, 4, 5, 5]
    announcement.refresh_from_db()
    assert announcement.owed_at


def test_not_before_the_delivery_and_not_twice(letter, signer):
    edition = make_edition(letter, is_ready=False, signatures=[signer])
    make_delivery(edition, status="planned")
    nobody = make_edition(letter, is_ready=False)
    make_delivery(nobody)
    with pytest.raises(Refusal, match="Nobody"):
        announce(nobody, None)
    with pytest.raises(Refusal, match="not been delivered"):
        announce(edition, None)

    make_delivery(edition, method="post")
    announce(edition, None)
    with pytest.raises(Refusal, match="already"):
        announce(edition, None)
    assert Announcement.objects.count() == 1


def test_the_page_counts_and_the_button_tells(letter, signer, alice, as_user):
    edition = make_edition(letter, is_ready=False, signatures=[signer])
    make_delivery(edition)
    client = as_user(alice)
    path = f"/organize/letters/border/deliveries/tell/{edition.number}/"

    page = client.get(path)
    assert page.context["waiting"] == 1
    assert "/signature/" not in page.content.decode()
    assert client.post(path).status_code == 302
    assert client.post(path).status_code == 422
    assert "within two minutes" in client.get(path).content.decode()
    owe_mail()
    send_due_mail()
    owe_mail()
    page = client.get(path)
    tally = page.context["tally"]
    assert (tally.sent, tally.waiting, tally.failed) == (1, 0, 0)
    assert "within two minutes" not in page.content.decode()


@pytest.fixture
def editors(campaign, alice, bob):
    make_member(campaign, "viewer")
    make_member(campaign, "editor", email="gone@example.org", is_active=False)
    return {alice.email, make_member(campaign, "editor").email}


def remind(now):
    owe_reminders(now)
    send_due_mail()


def test_editors_are_reminded_once(letter, editors):
    now = timezone.now()
    delivery = make_delivery(make_edition(letter), remind_on=now.date())

    remind(now)
    remind(now + timedelta(days=1))

    assert {message.to[0] for message in mail.outbox} == editors
    assert len(mail.outbox) == len(editors)
    assert f"/deliveries/{delivery.pk}/" in mail.outbox[0].body


def test_who_becomes_an_editor_later_is_not_reminded(letter, editors):
    now = timezone.now()
    make_delivery(make_edition(letter), remind_on=now.date() - timedelta(days=200))
    remind(now)

    make_member(letter.campaign, "editor", email="late@example.org")
    remind(now + timedelta(days=1))

    assert {message.to[0] for message in mail.outbox} == editors


def test_another_day_reminds_again(letter, editors):
    now = timezone.now()
    delivery = make_delivery(make_edition(letter), remind_on=now.date())
    remind(now)
    delivery.remind_on = now.date() + timedelta(days=3)
    delivery.save()
    remind(now)
    assert len(mail.outbox) == len(editors)

    remind(now + timedelta(days=3))

    assert len(mail.outbox) == 2 * len(editors)


@pytest.mark.parametrize("status", ["planned", "answered"])
def test_no_reminder_without_a_reason(letter, editors, status):
    now = timezone.now()
    fields = {"answered_at": now} if status == "answered" else {}
    make_delivery(make_edition(letter), status=status, remind_on=now.date(), **fields)

    remind(now)

    assert not mail.outbox


def test_an_answer_stops_a_reminder_that_is_owed(letter, editors):
    now = timezone.now()
    delivery = make_delivery(make_edition(letter), remind_on=now.date())
    owe_reminders(now)
    delivery.status, delivery.answered_at = "answered", now
    delivery.save()

    send_due_mail()

    assert not mail.outbox
    assert set(Reminder.objects.values_list("status", flat=True)) == {"suppressed"}


def test_the_day_begins_by_the_letter_s_clock(letter, editors):
    letter.time_zone = "America/Guatemala"  # six hours behind
    letter.save()
    day = (timezone.now() + timedelta(days=2)).date()
    make_delivery(make_edition(letter), remind_on=day)
    midnight = timezone.now().replace(
        year=day.year, month=day.month, day=day.day, hour=0, minute=0
    )

    remind(midnight)
    assert not mail.outbox
    remind(midnight + timedelta(hours=7))
    assert mail.outbox


def test_the_mail_says_on_which_page_the_name_stands(
    letter, signer, settings, tmp_path, printer
):
    settings.MEDIA_ROOT = tmp_path
    edition = freeze_anyhow(Letter.objects.get(pk=letter.pk))
    document = rendered(edition, "pdf")
    make_delivery(edition)
    announce(edition, None)
    owe_mail()

    send_due_mail()

    [message] = mail.outbox
    words = f"Your name stands on page 1 of {document.pages}."
    assert words in message.body
    assert words in message.alternatives[0].content
