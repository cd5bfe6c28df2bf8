"""Addenda: those who came after an edition, which they refer to."""

import pytest
from django.utils import timezone

from core.errors import Refusal
from exports.editions import Unaccepted, freeze
from exports.wording import fours
from letters.models import Letter
from tests.exports.freezing import (
    content_of,
    freeze_anyhow,
    make_closed_letter,
    rendered,
)
from tests.factories import make_letter, make_signature

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def letter(campaign):
    return make_closed_letter(campaign)


def test_an_addendum_lists_who_came_after(letter):
    edition = freeze_anyhow(letter)
    make_signature(letter, name="Eva Tardía")
    first = freeze_anyhow(letter, addendum_to=edition)
    make_signature(letter, name="Noé Postrero")
    second = freeze_anyhow(letter, addendum_to=edition)

    assert (first.number, first.people, first.addendum_to) == (2, 1, edition)
    assert (second.number, second.people) == (3, 1)
    text = content_of(rendered(second, "txt")).decode()
    assert "Addendum to edition 1: A letter on the border" in text
    assert "Noé Postrero" in text
    words = " ".join(text.split())
    assert "who have signed since edition 1 of" in words
    assert "That edition has 3 signatures and stays as it is" in words
    assert fours(edition.rolls.get(language="en").sha256) in words
    # The text speaks for everybody, the line above the names counts this one's own.
    assert f"We, {letter.signatures.listed().count()} neighbors" in text
    assert "Signatures: 1 " in text
    for name in ("Eva", "Ana", "Luz"):
        assert f"{name} " not in text.split("People\n")[1]
    spanish = content_of(rendered(second, "txt", language="es")).decode()
    assert "Una carta sobre la frontera" in spanish


def test_an_addendum_of_nobody_new_is_refused(letter):
    edition = freeze_anyhow(letter)

    with pytest.raises(Unaccepted, match="nobody"):
        freeze(letter, user=None, accepted={"nobody": "1"}, addendum_to=edition)


def test_an_addendum_belongs_to_a_whole_edition_of_its_letter(letter, campaign):
    edition = freeze_anyhow(letter)
    make_signature(letter, name="Eva Tardía")
    addendum = freeze_anyhow(letter, addendum_to=edition)
    other = make_letter(campaign=campaign)
    make_signature(other)

    for whose, original in [(letter, addendum), (other, edition)]:
        with pytest.raises(Refusal, match="whole edition"):
            freeze(whose, user=None, accepted={}, addendum_to=original)


def test_an_addendum_does_not_mix_two_texts(letter):
    edition = freeze_anyhow(letter)
    revision = letter.revisions.get()
    letter.revisions.create(
        number=2,
        kind="substance",
        published_at=timezone.now(),
        answer_by=timezone.now(),
    )
    make_signature(letter, name="Eva Tardía", revision=revision)

    with pytest.raises(Refusal, match="substance"):
        freeze(
            Letter.objects.get(pk=letter.pk),
            user=None,
            accepted={},
            addendum_to=edition,
        )
