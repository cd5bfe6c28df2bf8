"""One last call to the unconfirmed, on a simulated clock."""

import io
import smtplib
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command

from signatures.addresses import email_key
from signatures.models import Mail, SuppressedAddress
from signatures.periodic import send_due_mail, send_last_calls
from signatures.suppression import suppress
from tests.factories import make_letter, make_signature
from tests.signatures.conftest import link_in, press

SIGNED = datetime(2027, 3, 1, 9, tzinfo=UTC)
DEADLINE = datetime(2027, 3, 10, 18, tzinfo=UTC)
MOMENT = DEADLINE - timedelta(hours=48)


@pytest.fixture
def clock(db):
    with time_machine.travel(SIGNED, tick=False) as clock:
        yield clock


@pytest.fixture
def letter(clock):
    return make_letter(
        soft_deadline_at=DEADLINE,
        closes_at=DEADLINE + timedelta(days=1),
        time_zone="America/Guatemala",
    )


@pytest.fixture
def calls_at(clock, read_mail):
    """The last calls that are sent when beat runs at this moment."""

    def go(at):
        clock.move_to(at)
        send_last_calls()
        return [each for each in read_mail() if "not confirmed yet" in each.subject]

    return go


@pytest.fixture
def pending(letter, sign, read_mail):
    sign(letter, name="Marker-Name", city="Marker-City", email="ana@example.org")
    read_mail()
    return letter.signatures.get()


def test_the_unconfirmed_are_called_once_at_their_moment(pending, calls_at):
    assert calls_at(MOMENT - timedelta(minutes=1)) == []
    (message,) = calls_at(MOMENT)
    assert calls_at(MOMENT + timedelta(minutes=10)) == []
    assert calls_at(DEADLINE - timedelta(minutes=1)) == []

    assert message.to == ["ana@example.org"]


def test_the_call_has_a_link_that_works_and_nothing_that_was_typed(pending, calls_at):
    (message,) = calls_at(MOMENT)

    html = message.alternatives[0].content
    for text in (message.subject, message.body, html):
        assert "Marker-" not in text
    assert "March 10, 2027" in message.body
    assert "noon" in message.body or "12" in message.body  # 18:00 UTC in Guatemala
    assert "List-Unsubscribe" not in message.extra_headers
    assert press(link_in(message), "confirm").status_code == 303
    pending.refresh_from_db()
    assert pending.status == "confirmed"


def test_the_call_carries_the_newest_link(
    letter, pending, sign, clock, read_mail, calls_at
):
    clock.move_to(SIGNED + timedelta(hours=1))
    sign(letter, name="Ana Paz", email="ana@example.org")
    read_mail()

    (message,) = calls_at(MOMENT)

    assert press(link_in(message), "confirm").status_code == 303


def test_it_is_in_the_language_of_signing(letter, sign, read_mail, clock):
    sign(letter, language="es")
    read_mail()

    clock.move_to(MOMENT)
    send_last_calls()
    (message,) = read_mail()

    assert "/es/confirm/" in message.body
    assert "Una carta sobre la frontera" in message.body


def test_who_has_just_signed_is_left_in_peace(letter, sign, read_mail, clock, calls_at):
    clock.move_to(MOMENT - timedelta(hours=11))
    sign(letter)
    read_mail()

    assert calls_at(MOMENT) == []
    assert len(calls_at(MOMENT + timedelta(hours=2))) == 1


def test_who_signs_after_the_moment_is_not_called(
    letter, sign, read_mail, clock, calls_at
):
    clock.move_to(MOMENT + timedelta(hours=1))
    sign(letter)
    read_mail()

    assert calls_at(MOMENT + timedelta(hours=20)) == []


@pytest.mark.parametrize(
    "status", ["confirmed", "approved", "held", "declined", "withdrawn"]
)
def test_others_are_not_called(letter, calls_at, status):
    signature = make_signature(letter, status=status, signed_at=SIGNED)
    Mail.objects.create(
        signature=signature,
        kind="confirm",
        language="en",
        status="sent",
        sent_at=SIGNED,
    )

    assert calls_at(MOMENT) == []


@pytest.mark.parametrize("reason", ["bounced", "complained"])
def test_bounced_and_complained_addresses_are_never_called(pending, calls_at, reason):
    suppress(pending.email_key, SuppressedAddress.Reason(reason))

    assert calls_at(MOMENT) == []
    assert not Mail.objects.filter(kind="last_call").exists()


def test_address_that_bounces_between_owing_and_sending_is_not_called(
    pending, clock, read_mail
):
    clock.move_to(MOMENT)
    send_last_calls()
    suppress(pending.email_key, SuppressedAddress.Reason.COMPLAINED)

    assert read_mail() == []
    assert Mail.objects.get(kind="last_call").status == "suppressed"


@pytest.mark.parametrize("status", ["failed", "queued"])
def test_who_never_got_the_first_mail_is_not_called(letter, clock, status):
    signature = make_signature(letter, status="pending", signed_at=SIGNED)
    far = DEADLINE + timedelta(days=1)
    signature.mails.create(kind="confirm", language="en", status=status, due_at=far)

    clock.move_to(MOMENT)
    send_last_calls()

    assert not Mail.objects.filter(kind="last_call").exists()


def test_who_confirms_meanwhile_gets_no_call(pending, clock, mailoutbox):
    clock.move_to(MOMENT)
    send_last_calls()
    pending.confirm()
    mailoutbox.clear()

    send_due_mail()

    assert mailoutbox == []
    assert Mail.objects.get(kind="last_call").status == "suppressed"


def test_extended_letter_calls_nobody_twice(letter, pending, calls_at):
    assert len(calls_at(MOMENT)) == 1
    letter.soft_deadline_at = None
    letter.save(update_fields=["soft_deadline_at"])
    later = DEADLINE + timedelta(days=7)
    letter.extend(later, reason={"en": "Two dioceses asked."}, author=None)

    for hours in (47, 24, 1):
        assert calls_at(later - timedelta(hours=hours)) == []


@pytest.mark.parametrize("change", [{"last_call_hours": 0}, {"status": "closed"}])
def test_letters_that_do_not_call(letter, pending, calls_at, change):
    closed = {"closed_at": SIGNED} if "status" in change else {}
    type(letter).objects.update(**change, **closed)

    assert calls_at(MOMENT) == []


def test_after_the_announced_deadline_nobody_is_called(pending, calls_at):
    assert calls_at(DEADLINE) == []


def test_call_that_waited_until_the_letter_closed_is_not_sent(
    letter, pending, clock, read_mail
):
    clock.move_to(MOMENT)
    send_last_calls()
    letter.close()

    assert read_mail() == []


@pytest.mark.parametrize(
    ("answer", "is_bounced"),
    [
        ((550, b"5.1.1 no such user"), True),
        ((550, b"no mailbox here"), True),
        ((450, b"4.2.2 mailbox full"), False),
        ((554, b"5.7.1 relay access denied"), False),
    ],
)
def test_permanent_refusal_of_the_mailbox_is_remembered(
    pending, monkeypatch, answer, is_bounced
):
    def refuse(self, messages):
        raise smtplib.SMTPRecipientsRefused({pending.email: answer})

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    pending.mails.create(kind="confirm", sequence=2, language="en")

    send_due_mail()

    assert SuppressedAddress.objects.exists() == is_bounced


def test_what_people_ask_for_is_still_sent_to_them(pending, sign, read_mail, clock):
    suppress(pending.email_key, SuppressedAddress.Reason.COMPLAINED)

    clock.move_to(SIGNED + timedelta(hours=1))
    sign(pending.letter, email="ana@example.org", name="Ana Paz")

    assert len(read_mail()) == 1


def test_complaints_are_recorded_without_being_told(db, tmp_path, capsys):
    file = tmp_path / "complaints.txt"
    file.write_text("\ufeffAna@Example.org\n\n beto+x@gmail.com \nno address\n")
    suppress(email_key("ana@example.org"), SuppressedAddress.Reason.BOUNCED)

    call_command("record_complaints", str(file))

    output = capsys.readouterr().out
    assert "Noted 2 addresses." in output
    assert "1 lines are no addresses." in output
    assert "@" not in output
    rows = SuppressedAddress.objects.values_list("email_key", "reason")
    assert dict(rows) == {
        email_key("ana@example.org"): "complained",
        email_key("beto@gmail.com"): "complained",
    }


def test_complaints_come_through_a_pipe_too(db, monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", io.StringIO("ana@example.org\n"))

    call_command("record_complaints", "-")

    assert SuppressedAddress.objects.count() == 1


def test_missing_list_of_complaints_is_said(db, tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("record_complaints", str(tmp_path / "nothing"))
