"""Of a letter's signatures, a sheet loads those that stand in it."""

from collections import Counter

import pytest
from django.db.models.signals import post_init

from signatures import registry
from signatures.models import OrganizationName, Signature
from signatures.paper_forms import LINES
from tests.factories import make_signature
from tests.signatures.importing import csv_of, outcomes, row, run
from tests.signatures.test_paper import path

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded():
    """How many rows of each model were read or made."""
    rows: Counter[type] = Counter()

    def count(sender, **kwargs):
        rows[sender] += 1

    post_init.connect(count)
    yield rows
    post_init.disconnect(count)


def add_signers(letter, numbers):
    for number in numbers:
        make_signature(letter, name=f"Ana {number}")
        make_signature(letter, kind="organization", name=f"Casa {number}")


def test_a_sheet_of_paper_loads_no_other_signers(
    campaign, letter, bob, as_user, loaded
):
    letter.campaign = campaign
    letter.save()
    client = as_user(bob)
    data = {
        "sheet_number": "7",
        "collector": "Lucía",
        "language": "es",
        "publicity": "public",
        "line-TOTAL_FORMS": str(LINES),
        "line-INITIAL_FORMS": "0",
        "then": "next",
        **{f"line-{position}-kind": "person" for position in range(LINES)},
    }
    counts = []

    for number, name in enumerate(["Luz Tum", "Eva Tum"]):
        add_signers(letter, range(20 * number, 20 * number + 20))
        loaded.clear()
        values = data | {"sheet_number": str(number), "line-0-name": name}
        assert client.post(path(letter), values).status_code == 302
        counts.append((loaded[Signature], loaded[OrganizationName]))

    assert counts[0] == counts[1]


@pytest.mark.parametrize("is_confirmed", [True, False])
def test_an_import_loads_no_other_signers(letter, loaded, is_confirmed):
    counts = []

    for number in range(2):
        add_signers(letter, range(20 * number, 20 * number + 20))
        loaded.clear()
        rows = [
            row(f"Luz {number}", f"luz{number}@example.com"),
            row(f"Hogar {number}", f"hogar{number}@example.com", "Organization"),
        ]
        run(letter, csv_of(rows), confirmed=is_confirmed)
        counts.append((loaded[Signature], loaded[OrganizationName]))

    assert counts[0] == counts[1]


def test_an_organization_that_has_signed_by_another_name_counts_once(letter):
    casa = make_signature(letter, kind="organization", name="Casa del Alba")
    registry.add_name(casa.organization, "Dawn House")
    rows = [row("Dawn House", "dawn@example.org", "Organization")]

    report = run(letter, csv_of(rows))

    assert outcomes(report) == ["held"]
    assert f"See signature {casa.pk}" in report["rows"][0]["reason"]


def test_an_organization_twice_in_a_sheet_counts_once_under_whatever_names(letter):
    casa = registry.register_organization(letter.campaign, "Casa del Alba")
    registry.add_name(casa, "Dawn House")
    rows = [
        row("Casa del Alba", "casa@example.org", "Organization"),
        row("Dawn House", "dawn@example.org", "Organization"),
    ]

    report = run(letter, csv_of(rows))

    assert outcomes(report) == ["accepted", "held"]
    assert "See row 2" in report["rows"][1]["reason"]
