"""The registry changes while somebody signs or imports: each signature has its entry."""

import pytest

from core.errors import Refusal
from signatures import merging, registry, undoing
from signatures.models import Batch, Organization, Signature
from signatures.services import confirm_signature
from tests.at_once import at_once
from tests.factories import make_signature
from tests.signatures.importing import csv_of, row, run

pytestmark = pytest.mark.django_db(transaction=True)

SHEET = csv_of([row("Casa del Alba", "casa@example.org", "Organization")])


@pytest.fixture
def casa(campaign):
    return registry.register_organization(campaign, "Casa del Alba")


@pytest.fixture
def hogar(campaign):
    return registry.register_organization(campaign, "Hogar Amanecer")


@pytest.fixture
def letter(letter, campaign):
    letter.campaign = campaign
    letter.save()
    return letter


def make_pending(letter):
    return make_signature(
        letter,
        kind="organization",
        name="Casa del Alba",
        status="pending",
        organization=None,
    )


def make_hidden(letter):
    """An entry that nobody may read of: its only signer is only counted."""
    return make_signature(
        letter, kind="organization", name="Casa del Alba", publicity="counted"
    ).organization


def test_who_is_imported_during_a_merge_belongs_to_what_is_kept(
    letter, casa, hogar, bob
):
    at_once(lambda: merging.merge(casa, hogar, actor=bob), lambda: run(letter, SHEET))

    assert Signature.objects.get().organization == hogar


def test_a_merge_during_an_import_moves_who_is_imported(letter, casa, hogar, bob):
    at_once(lambda: run(letter, SHEET), lambda: merging.merge(casa, hogar, actor=bob))

    assert Signature.objects.get().organization == hogar


def test_who_is_imported_while_a_hidden_entry_is_taken_over_goes_along(letter, hogar):
    make_hidden(letter)

    at_once(
        lambda: registry.add_name(hogar, "Casa del Alba"), lambda: run(letter, SHEET)
    )

    assert set(Signature.objects.values_list("organization", flat=True)) == {hogar.pk}


def test_who_confirms_while_a_hidden_entry_is_taken_over_goes_along(letter, hogar):
    make_hidden(letter)
    pending = make_pending(letter)

    at_once(
        lambda: registry.add_name(hogar, "Casa del Alba"),
        lambda: confirm_signature(pending),
    )

    pending.refresh_from_db()
    assert pending.organization == hogar


def test_nothing_is_taken_over_that_a_moderator_decides_on_unseen(letter, hogar):
    hidden = make_hidden(letter)
    pending = make_pending(letter)

    def add_name():
        with pytest.raises(Refusal):  # by now its name is public
            registry.add_name(hogar, "Casa del Alba")

    at_once(lambda: confirm_signature(pending), add_name)

    pending.refresh_from_db()
    assert pending.organization == hidden


def test_two_who_register_one_name_at_once_do_not_share_it(casa, hogar):
    with pytest.raises(Refusal):
        at_once(
            lambda: registry.add_name(casa, "Alba"),
            lambda: registry.add_name(hogar, "Alba"),
        )


def test_an_organization_that_signs_while_its_import_is_undone_stays(letter, bob):
    pending = make_pending(letter)
    run(letter, SHEET)
    batch = Batch.objects.get()

    at_once(
        lambda: confirm_signature(pending),
        lambda: undoing.undo_batch(batch, actor=bob),
    )

    assert Signature.objects.get().organization == Organization.objects.get()


def test_an_organization_is_registered_anew_once_its_import_is_undone(letter, bob):
    pending = make_pending(letter)
    run(letter, SHEET)
    batch = Batch.objects.get()

    at_once(
        lambda: undoing.undo_batch(batch, actor=bob),
        lambda: confirm_signature(pending),
    )

    assert Signature.objects.get().organization == Organization.objects.get()
