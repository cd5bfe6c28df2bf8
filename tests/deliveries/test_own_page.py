"""What the signer's own page tells of the editions on which the signature stands."""

from html import unescape

import pytest

from tests.deliveries.editions import make_delivery, make_edition
from tests.factories import make_signature
from tests.signatures.own_page import page_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("status", ["approved", "withdrawn"])
def test_signers_read_to_whom_their_signature_was_delivered(letter, status):
    signature = make_signature(letter, status=status)
    edition = make_edition(letter, signatures=[signature], is_ready=False)
    make_delivery(edition)

    english = unescape(page_of(signature))
    spanish = unescape(page_of(signature, "es"))

    assert "Delivered to Ana Ejemplo on " in english
    assert "with edition 1" in english
    assert "/en/letters/border/editions/1/" in english
    assert "Entregada a Ana Ejemplo el " in spanish


def test_nothing_is_told_of_editions_without_this_signature_or_only_planned(letter):
    signature = make_signature(letter)
    make_delivery(make_edition(letter, is_ready=False))
    planned = make_edition(letter, signatures=[signature], is_ready=False)
    make_delivery(planned, status="planned")

    assert "Delivered to" not in page_of(signature)
