"""Pressing twice sends one mail; a corrected line is worth a second one, a minute later."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from signatures.models import Mail, Signature
from tests.factories import make_letter, make_signature

NOW = timezone.now()


@pytest.fixture
def sign_at(sign, read_mail):
    """Signs and sends what is due, so many seconds after the beginning."""

    def go(seconds, letter, **values):
        with time_machine.travel(NOW + timedelta(seconds=seconds), tick=False):
            sign(letter, **values)
            return read_mail()

    return go


@pytest.fixture
def mail_at(read_mail):
    def go(seconds):
        with time_machine.travel(NOW + timedelta(seconds=seconds), tick=False):
            return read_mail()

    return go


def test_corrected_line_is_mailed_when_the_minute_is_over(sign_at, mail_at):
    letter = make_letter()

    assert len(sign_at(0, letter, name="Maria Perz")) == 1
    assert sign_at(10, letter, name="María Pérez") == []

    assert Signature.objects.get().name == "María Pérez"
    assert Mail.objects.latest("sequence").due_at == NOW + timedelta(seconds=60)
    assert mail_at(59) == []
    assert len(mail_at(60)) == 1
    assert Mail.objects.count() == 2


def test_same_line_within_the_minute_is_not_mailed_again(sign_at, mail_at):
    letter = make_letter()

    assert len(sign_at(0, letter)) == 1
    assert sign_at(59, letter) == []

    assert mail_at(200) == []
    assert Mail.objects.count() == 1


def test_same_line_after_the_minute_is_mailed_again(sign_at):
    letter = make_letter()
    sign_at(0, letter)

    assert len(sign_at(60, letter)) == 1


def test_who_has_signed_is_told_once_a_minute(sign_at, mail_at):
    letter = make_letter()
    make_signature(letter, email="maria@example.org")

    assert len(sign_at(0, letter, name="One")) == 1
    assert sign_at(30, letter, name="Another") == []
    assert mail_at(200) == []
    assert len(sign_at(201, letter, name="Another")) == 1
