"""Undoing an import takes back what it wrote, and nothing that signers did themselves."""

import pytest

from core.errors import Refusal
from signatures.models import Batch, Consent, Organization, Review, Signature
from signatures.services import confirm_signature
from signatures.undoing import foresee_undoing, undo_batch
from tests.factories import make_partner, make_signature
from tests.signatures.importing import csv_of, outcomes, row, run

pytestmark = pytest.mark.django_db

ROWS = [
    row("Ana Ruiz", "ana@example.org"),
    row("Casa del Migrante", "casa@example.org", "Organization"),
    row("Luz Tum", "luz@example.org", publicity="No"),
]


def test_it_takes_back_signatures_decisions_mail_and_organizations(letter, bob):
    run(letter, csv_of(ROWS))
    batch = Batch.objects.get()
    foreseen = foresee_undoing(batch)

    undone = undo_batch(batch, actor=bob)

    assert (undone.deleted, undone.kept, undone.organizations) == (3, 0, 1)
    assert foreseen.deleted == 3
    assert not Signature.objects.exists()
    assert not Review.objects.exists()
    assert not Organization.objects.exists()
    batch.refresh_from_db()
    assert batch.undone_by == bob
    assert len(batch.report["rows"]) == 3


def test_the_same_sheet_can_be_imported_again_with_the_same_result(letter, bob):
    first = run(letter, csv_of(ROWS))
    undo_batch(Batch.objects.get(), actor=bob)

    again = run(letter, csv_of(ROWS))

    assert outcomes(again) == outcomes(first)
    assert letter.signatures.listed().count() == 3


def test_a_second_undo_is_refused(letter, bob):
    run(letter, csv_of(ROWS))
    batch = Batch.objects.get()
    undo_batch(batch, actor=bob)

    with pytest.raises(Refusal, match="undone already"):
        undo_batch(Batch.objects.get(), actor=bob)


def test_who_confirmed_by_mail_stays(letter, bob):
    run(letter, csv_of(ROWS), confirmed=False)
    confirm_signature(Signature.objects.get(name="Ana Ruiz"))

    undone = undo_batch(Batch.objects.get(), actor=bob)

    assert (undone.deleted, undone.kept) == (2, 1)
    assert Signature.objects.get().name == "Ana Ruiz"


def test_who_withdrew_or_chose_stays(letter, bob):
    run(letter, csv_of(ROWS))
    Signature.objects.get(name="Ana Ruiz").withdraw()
    luz = Signature.objects.get(name="Luz Tum")
    luz.corrections.create(old={"city": ""}, new={"city": "Xela"})
    casa = Signature.objects.get(name="Casa del Migrante")
    Consent.objects.create(signature=casa, partner=make_partner(letter.campaign))

    undone = undo_batch(Batch.objects.get(), actor=bob)

    assert (undone.deleted, undone.kept, undone.organizations) == (0, 3, 0)


def test_who_asked_for_the_own_link_stays(letter, bob):
    run(letter, csv_of(ROWS))
    ana = Signature.objects.get(name="Ana Ruiz")
    ana.mails.create(kind="link", language="en", status="sent")

    assert undo_batch(Batch.objects.get(), actor=bob).kept == 1
    assert Signature.objects.get() == ana


def test_what_waited_for_its_signer_waits_again_as_it_was_written(letter, bob):
    waiting = make_signature(
        letter,
        status="pending",
        email="ana@example.org",
        name="Anita Ruiz",
        city="Xela",
        publicity="officials",
    )
    run(letter, csv_of([row("Ana Ruiz", "ana@example.org")]))
    waiting.refresh_from_db()
    assert (waiting.status, waiting.name) == ("approved", "Ana Ruiz")

    undone = undo_batch(Batch.objects.get(), actor=bob)

    assert (undone.deleted, undone.returned) == (0, 1)
    waiting.refresh_from_db()
    assert waiting.status == "pending"
    assert waiting.confirmed_at is None
    assert (waiting.name, waiting.city) == ("Anita Ruiz", "Xela")
    assert "anita" in waiting.search_text
    assert not waiting.reviews.exists()
    assert not waiting.corrections.exists()


def test_an_organization_that_signed_elsewhere_stays_in_the_registry(letter, bob):
    run(letter, csv_of(ROWS))
    other = make_signature(
        letter, kind="organization", name="Casa del Migrante", status="declined"
    )

    undone = undo_batch(Batch.objects.get(), actor=bob)

    assert undone.organizations == 0
    assert Organization.objects.get() == other.organization


def test_nothing_is_undone_after_the_data_were_forgotten(letter, bob):
    run(letter, csv_of(ROWS))
    letter.status = "closed"
    letter.closed_at = "2020-01-01T00:00Z"
    letter.save()

    with pytest.raises(Refusal, match="have been deleted"):
        undo_batch(Batch.objects.get(), actor=bob)
