"""One message to each office: claimed, counted, attached or linked, never half done."""

import re
import smtplib
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.utils import timezone

from core.errors import Refusal
from deliveries.models import Dispatch, DownloadLink
from deliveries.periodic import send_due_mail
from deliveries.services import draft_mail, send_by_mail
from tests.deliveries.editions import add_document, make_delivery, make_edition
from tests.factories import make_signature, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def delivery(letter):
    return make_delivery(make_edition(letter), method="mail")


def press(delivery):
    return send_by_mail(delivery, make_user(), seen=draft_mail(delivery).stamp)


def test_small_documents_are_attached(delivery):
    press(delivery)
    send_due_mail()

    [message] = mail.outbox
    assert "is attached" in message.body
    assert message.from_email == "Border Coalition <letters@example.org>"
    assert message.extra_headers["Reply-To"] == "answers@example.org"
    assert not DownloadLink.objects.exists()


def test_large_ones_are_linked(delivery, settings):
    settings.DELIVERY_ATTACHMENT_MAXIMUM = 10
    dispatch = press(delivery)
    send_due_mail()

    [message] = mail.outbox
    assert not message.attachments
    token = re.search(r"/en/delivered/([\w-]{40,})/", message.body)[1]
    assert not Dispatch.objects.filter(text__contains=token).exists()
    assert DownloadLink.objects.get().token_hash != token
    client = Client()
    page = client.get(f"/en/delivered/{token}/")
    assert page.status_code == 200
    assert not page.cookies
    assert page["Referrer-Policy"] == "no-referrer"
    assert "no-store" in page["Cache-Control"]
    file = client.get(f"/en/delivered/{token}/letter.pdf")
    with dispatch.document.file.open("rb") as stored:
        assert b"".join(file.streaming_content) == stored.read()
    assert file["Content-Disposition"].startswith("attachment")


def test_links_expire_and_others_lead_nowhere(delivery, settings):
    settings.DELIVERY_ATTACHMENT_MAXIMUM = 10
    press(delivery)
    send_due_mail()
    token = re.search(r"/delivered/([\w-]+)/", mail.outbox[0].body)[1]
    DownloadLink.objects.update(expires_at=timezone.now())

    for path in (f"/en/delivered/{token}/", f"/es/delivered/{token}/letter.pdf"):
        assert Client().get(path).status_code == 410
    for wrong in (token[:-1], f"{token}x", "a" * 43):
        assert Client().get(f"/en/delivered/{wrong}/").status_code == 404


def test_a_file_that_was_changed_is_not_given_by_its_link(delivery, settings):
    settings.DELIVERY_ATTACHMENT_MAXIMUM = 10
    dispatch = press(delivery)
    send_due_mail()
    token = re.search(r"/delivered/([\w-]+)/", mail.outbox[0].body)[1]
    with Path(dispatch.document.file.path).open("ab") as file:
        file.write(b"one more name")

    response = Client().get(f"/en/delivered/{token}/letter.pdf")

    assert response.status_code == 503
    assert "Write to answers@example.org" in response.content.decode()


def test_a_dead_worker_s_message_goes_out_once_more_under_the_same_id(delivery):
    dispatch = press(delivery)
    claimed = Dispatch.claim(dispatch.pk)
    assert Dispatch.claim(dispatch.pk) is None
    send_due_mail()
    assert not mail.outbox  # in the hands of the other worker, who is silent

    Dispatch.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    send_due_mail()

    [message] = mail.outbox
    assert message.extra_headers["Message-ID"] == claimed.message_id
    assert not claimed.mark_sent()
    delivery.refresh_from_db()
    assert delivery.status == "delivered"


def test_refused_address_fails_and_can_be_sent_again_when_it_is_corrected(delivery):
    first = press(delivery)
    refusal = smtplib.SMTPRecipientsRefused({"office@example.gov": (550, b"no user")})
    with patch.object(EmailBackend, "send_messages", side_effect=refusal):
        send_due_mail()
    delivery.refresh_from_db()
    first.refresh_from_db()
    assert (delivery.status, first.status) == ("failed", "failed")
    assert "example.gov" not in first.error

    delivery.address = "right@example.gov"
    delivery.save()
    second = press(delivery)
    send_due_mail()

    assert second.number == 2
    assert second.message_id != first.message_id
    assert [message.to for message in mail.outbox] == [["right@example.gov"]]


def test_temporary_failures_wait_and_are_tried_again(delivery):
    press(delivery)
    away = smtplib.SMTPServerDisconnected("bye")
    with patch.object(EmailBackend, "send_messages", side_effect=away):
        send_due_mail()
    delivery.refresh_from_db()
    dispatch = Dispatch.objects.get()
    assert (delivery.status, dispatch.status) == ("sending", "queued")

    Dispatch.objects.update(due_at=timezone.now())
    send_due_mail()

    assert len(mail.outbox) == 1


def test_given_up_after_a_day(delivery):
    press(delivery)
    Dispatch.objects.update(created_at=timezone.now() - timedelta(days=2))
    with patch.object(EmailBackend, "send_messages", side_effect=TimeoutError):
        send_due_mail()

    delivery.refresh_from_db()
    assert delivery.status == "failed"


def test_a_file_that_was_changed_is_not_sent(delivery):
    dispatch = press(delivery)
    with open(dispatch.document.file.path, "ab") as file:  # noqa: PTH123
        file.write(b"one more name")

    send_due_mail()

    assert not mail.outbox
    dispatch.refresh_from_db()
    assert "has changed since it was made" in dispatch.error
    delivery.refresh_from_db()
    assert delivery.status == "failed"


def test_the_addressed_letter_is_preferred(delivery):
    edition, recipient = delivery.edition, delivery.recipient
    other = delivery.letter.recipients.create(name="Somebody else")
    add_document(edition, recipient=other)
    own = add_document(edition, recipient=recipient)

    assert draft_mail(delivery).document == own


def test_where_each_gets_an_own_letter_no_other_one_is_sent(letter):
    edition = make_edition(letter, frozen_layout={"addressing": "each"})
    delivery = make_delivery(edition, method="mail")
    add_document(edition, recipient=delivery.recipient, status="failed")

    with pytest.raises(Refusal, match="not ready"):
        draft_mail(delivery)


def test_who_came_after_the_freezing_has_no_letter_to_wait_for(letter):
    edition = make_edition(letter, frozen_layout={"addressing": "each"})
    delivery = make_delivery(
        edition, recipient=letter.recipients.create(name="Late"), method="mail"
    )

    with pytest.raises(Refusal, match="not addressed to this recipient"):
        draft_mail(delivery)


def test_no_public_copy_and_no_unfinished_file_is_sent(letter):
    edition = make_edition(letter, is_ready=False)
    add_document(edition, audience="public")
    add_document(edition, status="rendering")
    add_document(edition, language="es")
    delivery = make_delivery(edition, method="mail")

    with pytest.raises(Refusal, match="not ready"):
        draft_mail(delivery)


def test_the_message_names_no_signer(letter):
    signers = [
        make_signature(letter, name=f"Zqx {publicity}", publicity=publicity)
        for publicity in ("public", "officials", "counted")
    ]
    delivery = make_delivery(make_edition(letter, signatures=signers), method="mail")
    press(delivery)
    send_due_mail()

    assert "Zqx" not in mail.outbox[0].subject + mail.outbox[0].body
