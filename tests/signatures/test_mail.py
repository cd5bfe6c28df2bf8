import smtplib
from datetime import timedelta

import pytest
import time_machine
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from signatures.models import Mail, Signature
from signatures.periodic import send_due_mail
from signatures.tasks import send_mail
from tests.factories import make_letter, make_signature


@pytest.fixture
def mail(db):
    signature = make_signature(status="pending")
    return Mail.objects.create(signature=signature, kind="confirm", language="en")


def refuse(monkeypatch, error):
    def send_messages(self, messages):
        raise error

    monkeypatch.setattr(EmailBackend, "send_messages", send_messages)


def test_confirmation_mail_has_nothing_that_the_signer_wrote(sign, read_mail):
    sign(
        make_letter(),
        name="Buy gold now",
        title="Marker-Title",
        affiliation="Marker-House",
        city="Marker-City",
    )

    message = read_mail()[0]

    html = message.alternatives[0].content
    for text in (message.subject, message.body, html):
        assert "Buy gold" not in text
        assert "Marker-" not in text


def test_mail_goes_to_the_domain_that_the_address_is_compared_by(sign, read_mail):
    sign(make_letter(), email="Ana@straße.example.org")

    message = read_mail()[0]

    assert message.to == ["Ana@xn--strae-oqa.example.org"]
    assert message.message()["To"] == "Ana@xn--strae-oqa.example.org"


def test_mail_is_in_the_language_of_signing_with_a_stable_id(sign, read_mail):
    sign(make_letter(), language="es")

    message = read_mail()[0]

    assert "Una carta sobre la frontera" in message.subject
    assert "/es/confirm/" in message.body
    assert message.extra_headers["Message-ID"] == Mail.objects.get().message_id
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"
    assert message.alternatives[0].mimetype == "text/html"


def test_links_start_with_the_configured_origin(sign, read_mail, settings):
    settings.SITE_URL = "https://letters.example.org"

    sign(make_letter())

    assert "https://letters.example.org/en/confirm/" in read_mail()[0].body


def test_a_mail_is_sent_once_however_often_its_task_runs(mail, mailoutbox):
    for _ in range(5):
        send_mail(mail.pk)

    mail.refresh_from_db()
    assert len(mailoutbox) == 1
    assert mail.status == "sent"
    assert mail.sent_at


def test_sweeper_sends_what_a_dead_worker_had_claimed(mail, mailoutbox):
    Mail.claim(mail.pk)

    send_due_mail()
    assert mailoutbox == []
    with time_machine.travel(timezone.now() + timedelta(minutes=3)):
        send_due_mail()

    assert len(mailoutbox) == 1


def test_temporary_refusal_is_tried_again_with_growing_pauses(
    mail, monkeypatch, mailoutbox
):
    refuse(monkeypatch, smtplib.SMTPResponseException(421, b"busy"))
    pauses = []
    now = timezone.now()
    for _ in range(5):
        with time_machine.travel(now, tick=False):
            send_due_mail()
        mail.refresh_from_db()
        pauses.append((mail.due_at - now).total_seconds())
        now = mail.due_at

    assert mail.status == "queued"
    assert "busy" in mail.error
    assert pauses == [30, 60, 120, 240, 480]


def test_temporary_refusal_ends_after_a_day(mail, monkeypatch):
    refuse(monkeypatch, TimeoutError())
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        send_due_mail()

    mail.refresh_from_db()
    assert mail.status == "failed"


def test_permanent_refusal_stops_and_keeps_no_address(mail, monkeypatch):
    address = mail.signature.email
    refuse(
        monkeypatch,
        smtplib.SMTPRecipientsRefused({address: (550, f"no {address} here".encode())}),
    )

    send_due_mail()

    mail.refresh_from_db()
    assert mail.status == "failed"
    assert address not in mail.error


def test_mail_that_is_not_wanted_any_more_is_not_sent(mail, mailoutbox):
    mail.signature.withdraw()

    send_due_mail()

    mail.refresh_from_db()
    assert mail.status == "suppressed"
    assert mailoutbox == []


def test_worker_whose_lease_ran_out_does_not_overwrite_the_next_one(mail):
    slow = Mail.claim(mail.pk)
    with time_machine.travel(timezone.now() + timedelta(minutes=3)):
        Mail.claim(mail.pk)

    slow.mark_failed("late")

    mail.refresh_from_db()
    assert mail.status == "claimed"


def test_confirmed_signer_who_signs_again_is_told_by_mail_only(sign, read_mail):
    letter = make_letter()
    make_signature(letter, email="maria@example.org", status="approved")

    sign(letter)

    message = read_mail()[0]
    assert "already" in message.subject
    assert "/signature/" in message.body
    assert Signature.objects.count() == 1


def test_above_the_limit_there_is_one_mail_a_day_and_never_none(sign, read_mail):
    letter = make_letter(closes_at=timezone.now() + timedelta(days=30))
    now = timezone.now()
    sent = 0
    for hour in range(10):
        with time_machine.travel(now + timedelta(hours=hour)):
            sign(letter)
            sent += len(read_mail())
    assert sent == 5

    with time_machine.travel(now + timedelta(hours=34)):
        assert len(read_mail()) == 1


def test_a_row_that_cannot_be_sent_does_not_stop_the_others(db, mailoutbox):
    letter = make_letter()
    broken, good = (make_signature(letter, status="pending") for _ in range(2))
    for signature in (broken, good):
        Mail.objects.create(signature=signature, kind="confirm", language="en")
    Signature.objects.filter(pk=broken.pk).update(email="a@b\nBcc: c@example.org")

    send_due_mail()

    assert [message.to for message in mailoutbox] == [[good.email]]
    assert broken.mails.get().status == "queued"


def test_subjects_are_not_written_for_html(sign, read_mail):
    letter = make_letter()
    letter.current_revision.translations.update(title='Let\'s act & "stand"')

    sign(letter)

    assert 'Let\'s act & "stand"' in read_mail()[0].subject


def test_bombed_mailbox_gets_no_more_than_ten_a_day(sign, read_mail):
    sent = 0
    for _ in range(14):
        sign(make_letter())
        sent += len(read_mail())

    assert sent == 10
    assert Mail.objects.filter(status="queued").count() == 4
