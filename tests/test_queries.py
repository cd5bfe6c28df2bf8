"""Lists need as many queries for a dozen rows as for two."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from campaigns.models import AccessRecord
from letters.models import Translation
from signatures.merging import merge
from signatures.models import Batch
from signatures.registry import register_organization
from tests.deliveries.editions import make_delivery
from tests.exports.editions import make_edition, make_edition_file
from tests.factories import make_letter, make_member, make_partner, make_signature
from tests.press.conftest import make_release

PAGES = [
    "/en/",
    "/en/letters/border/",
    "/en/letters/border/text/",
    "/en/letters/border/partners/",
    "/en/letters/border/editions/",
    "/en/letters/border/editions/1/",
    "/organize/letters/border/",
    "/organize/letters/border/deliveries/",
    "/organize/letters/border/editions/",
    "/organize/letters/border/editions/1/",
    "/organize/letters/border/editions/prepare/",
    "/organize/letters/border/text/",
    "/organize/letters/border/revisions/",
    "/organize/letters/border/batches/",
    "/organize/letters/border/recipients/",
    "/organize/letters/border/press/",
    "/admin/",
    "/admin/campaigns/accessrecord/",
    "/admin/letters/letter/",
    "/admin/signatures/batch/",
    "/admin/signatures/correction/",
    "/admin/signatures/mail/",
    "/admin/signatures/merge/",
    "/admin/signatures/organization/",
    "/admin/signatures/organization/twins/",
    "/admin/signatures/signature/",
]


@pytest.fixture
def letter(campaign):
    return make_letter(campaign=campaign, slug="border")


def add_rows(letter, actor, numbers):
    now = timezone.now()
    for number in numbers:
        revision = letter.revisions.create(number=number, published_at=now)
        for language in letter.campaign.languages:
            Translation.objects.create(
                revision=revision, language=language, title="T", body=f"{number}."
            )
        make_letter(campaign=letter.campaign)
        make_release(letter)
        letter.recipients.create(name=f"Official {number}")
        letter.extensions.create(old_closes_at=now, closes_at=now, reason={"en": "R"})
        make_partner(letter.campaign, code=f"partner-{number}")
        Batch.objects.create(
            letter=letter, filename="a.csv", author=actor, language="en"
        )
        AccessRecord.objects.create(
            campaign=letter.campaign, actor=actor, kind="contacts"
        )
        signature = make_signature(letter, name=f"Ana {number}")
        original = letter.editions.filter(number=1).first()
        count = letter.editions.count()
        edition = make_edition(letter, number=count + 1, addendum_to=original)
        make_edition_file(original or edition, sha256=f"{number:064}")
        signature.corrections.create(old={}, new={"name": "Luz"}, proposed_by=actor)
        signature.mails.create(kind="receipt", language="en")
        add_organizations(letter, actor, number)
        add_delivery(edition, actor)


def add_delivery(edition, actor):
    delivery = make_delivery(
        edition,
        recorded_by=actor,
        status="answered",
        answered_at=timezone.now(),
        answer={"en": "Yes."},
        answer_published=True,
    )
    for kind in ("receipt", "evidence"):
        delivery.files.create(kind=kind, name="a", ending="pdf", size=1, added_by=actor)


def add_organizations(letter, actor, number):
    for name in (f"St. Mary {number}", f"Santa María {number}"):
        make_signature(letter, kind="organization", name=name)
    source, target = (
        register_organization(letter.campaign, f"{name} {number}")
        for name in ("Law House", "House of Law")
    )
    merge(source, target, actor=actor)


def counts_of(client, page, letter, actor):
    counts = []
    for numbers in (range(2, 4), range(4, 14)):
        add_rows(letter, actor, numbers)
        client.get(page)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page).status_code == 200
        counts.append(len(queries))
    return counts


@pytest.mark.parametrize("page", PAGES)
def test_a_list_needs_no_queries_for_each_row(letter, alice, as_user, page):
    few, many = counts_of(as_user(alice), page, letter, alice)

    assert many <= few


def test_a_partner_s_page_needs_no_queries_for_each_letter(letter, alice, as_user):
    partner = make_partner(letter.campaign)
    paula = make_member(letter.campaign, "partner", partner=partner)

    few, many = counts_of(as_user(paula), "/organize/partner/", letter, alice)

    assert many <= few


def test_a_signature_s_page_needs_no_queries_for_each_of_its_rows(
    letter, alice, as_user
):
    signature = make_signature(letter)
    page = f"/admin/signatures/signature/{signature.pk}/change/"
    counts = []

    for number in (1, 10):
        for _time in range(number):
            signature.reviews.create(
                actor=alice, old_status="held", new_status="approved"
            )
            signature.mails.create(
                kind="receipt", language="en", sequence=signature.mails.count() + 1
            )
        as_user(alice).get(page)
        with CaptureQueriesContext(connection) as queries:
            assert as_user(alice).get(page).status_code == 200
        counts.append(len(queries))

    assert counts[1] <= counts[0]
