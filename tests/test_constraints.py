"""The database refuses what would corrupt data, whatever the code above it does."""

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import F

from campaigns.models import AccessRecord, Membership
from deliveries.models import Announcement, DeliveryFile, Notice, Packet, Reminder
from exports.models import Document, Freezing
from press.models import ReleaseFile
from signatures.models import (
    Batch,
    ColumnMapping,
    Consent,
    Correction,
    LinkRequest,
    Merge,
    NotTwins,
    SuppressedAddress,
)
from signatures.registry import register_organization
from tests.deliveries.editions import make_delivery
from tests.deliveries.editions import make_edition as make_ready_edition
from tests.exports.editions import make_edition as make_frozen_edition
from tests.factories import (
    make_campaign,
    make_letter,
    make_partner,
    make_signature,
    make_user,
    numbers,
)
from tests.press.conftest import make_release

pytestmark = pytest.mark.django_db


def make_membership():
    return Membership.objects.create(
        campaign=make_campaign(), user=make_user(), role="editor"
    )


def make_partner_login():
    partner = make_partner(make_campaign())
    return Membership.objects.create(
        campaign=partner.campaign, user=make_user(), role="partner", partner=partner
    )


def make_campaign_partner():
    return make_partner(make_campaign())


def make_closed_letter():
    return make_letter(status="closed", closed_at=NOW)


def make_draft():
    return make_letter(status="draft", opened_at=None)


def make_registered():
    return register_organization(make_campaign(), "Parish")


def make_merge():
    source = make_registered()
    target = register_organization(source.campaign, "Cathedral")
    return Merge.objects.create(source=source, target=target, actor=make_user())


def make_not_twins():
    first = make_registered()
    second = register_organization(first.campaign, "Cathedral")
    return NotTwins.objects.create(first=first, second=second, actor=make_user())


def make_paper_sheet():
    return Batch.objects.create(
        letter=make_letter(), kind="paper", sheet_number="7", language="en"
    )


def make_column_mapping():
    return ColumnMapping.objects.create(campaign=make_campaign(), headings_key="0" * 64)


def make_translated_name():
    name = make_registered().names.get()
    name.language = "en"
    name.save()
    return name


def make_next_revision():
    return make_letter().revisions.create(number=next(numbers))


def make_substance():
    letter = make_letter()
    return letter.revisions.create(
        number=2,
        kind="substance",
        published_at=letter.opened_at,
        answer_by=letter.closes_at,
    )


def make_correction():
    return Correction.objects.create(signature=make_signature())


def make_registered_name():
    return make_registered().names.get()


def make_signing_organization():
    return make_signature(kind="organization", name="Parish")


def make_imported():
    letter = make_letter()
    batch = Batch.objects.create(
        letter=letter, filename="a.csv", sha256="0" * 64, language="en"
    )
    return make_signature(letter, source="batch", batch=batch)


def make_document():
    return Document.objects.create(
        letter=make_letter(),
        language="en",
        format="txt",
        status="ready",
        file="documents/a.txt",
        sha256="0" * 64,
    )


def make_erased():
    document = make_document()
    Document.objects.filter(pk=document.pk).update(status="erased", file="")
    return document


def make_edition():
    return make_frozen_edition(make_letter(), number=next(numbers))


def make_frozen_roll():
    return make_edition().rolls.create(
        language="en", file="editions/a", sha256="0" * 64
    )


def make_entrant():
    signature = make_signature()
    return make_frozen_edition(signature.letter).entrants.get()


def make_acceptance():
    return make_edition().acceptances.create(check_name="reviews", found=1)


def make_revision():
    return make_letter().current_revision


def make_translation():
    return make_revision().translations.get(language="en")


def make_mail():
    return make_signature().mails.create(kind="confirm", language="en")


def make_link_request():
    return LinkRequest.objects.create(letter=make_letter(), email_key="0" * 64)


def make_consent():
    return Consent.objects.create(
        signature=make_signature(), partner=make_campaign_partner()
    )


def make_suppressed():
    return SuppressedAddress.objects.create(email_key="0" * 64, reason="bounced")


def make_access_record():
    return AccessRecord.objects.create(
        campaign=make_campaign(), actor=make_user(), kind="counted"
    )


def make_release_text():
    return make_release().texts.get(language="en")


def make_release_partner():
    release = make_release()
    return release.partners.create(partner=make_partner(release.letter.campaign))


def make_release_file():
    return ReleaseFile.objects.create(
        release=make_release(),
        language="en",
        format="pdf",
        status="ready",
        file="press/a.pdf",
        made_at=NOW,
    )


def make_freezing():
    return Freezing.objects.create(letter=make_letter(), number=1, language="en")


def make_frozen(letter=None):
    return make_ready_edition(letter, is_ready=False)


def make_handed_over():
    return make_delivery(make_frozen(), recorded_by=None)


def make_planned():
    return make_delivery(make_frozen(), status="planned")


def make_answered():
    return make_delivery(make_frozen(), status="answered", answered_at=NOW)


def make_kept_file():
    return DeliveryFile.objects.create(
        delivery=make_handed_over(), kind="receipt", name="a", ending="pdf", size=1
    )


def make_packet():
    edition = make_frozen()
    return Packet.objects.create(
        edition=edition,
        recipient=edition.letter.recipients.first(),
        language="en",
        status="ready",
        file="packets/a.zip",
        sha256="0" * 64,
        stamp="0" * 64,
        ready_at=NOW,
    )


def make_dispatch():
    delivery = make_delivery(make_frozen(), method="mail")
    return delivery.dispatches.create(number=next(numbers))


def make_failed_dispatch():
    """Of which there may be many, but not of one number."""
    return make_delivery(make_frozen(), method="mail").dispatches.create(
        status="failed"
    )


def make_reminder():
    return Reminder.objects.create(
        delivery=make_handed_over(), user=make_user(), day="2026-01-01", language="en"
    )


def make_notice():
    signature = make_signature()
    edition = make_frozen(signature.letter)
    return Notice.objects.create(
        announcement=Announcement.objects.create(edition=edition),
        signature=signature,
        language="en",
    )


NOW = "2026-01-01T00:00Z"
APPROVED_ORGANIZATION = "signature_approved_organization_is_registered"
#  The constraint, what makes a valid row, and the change that breaks it. Where one value
#  breaks two constraints, each database names another of them.
CHECKS = [
    ("user_email_is_lower_case", make_user, {"email": "Ana@example.org"}),
    ("campaign_retention_is_positive", make_campaign, {"retention_days": 0}),
    ("membership_role_is_known", make_membership, {"role": "king"}),
    ("membership_role_is_known", make_membership, {"role": "partner"}),
    ("membership_role_is_known", make_partner_login, {"role": "viewer"}),
    ("membership_role_is_known", make_partner_login, {"partner": None}),
    ("letter_access_is_known", make_letter, {"access": "secret"}),
    ("letter_review_is_known", make_letter, {"review": "whim"}),
    ("letter_signers_are_known", make_letter, {"signers": "cats"}),
    ("letter_opens_before_it_closes", make_letter, {"opens_at": "2999-01-01T00:00Z"}),
    (
        "letter_soft_deadline_is_not_after_the_hard_one",
        make_letter,
        {"soft_deadline_at": "2999-01-01T00:00Z"},
    ),
    ("revision_kind_is_known", make_revision, {"kind": "mood"}),
    ("revision_of_substance_has_deadline", make_substance, {"answer_by": None}),
    ("organization_is_not_merged_into_itself", make_registered, {"merged_into": F("pk")}),
    ("not_twins_are_in_order", make_not_twins, {"second": F("first")}),
    ("batch_paper_has_number", make_paper_sheet, {"sheet_number": ""}),
    ("batch_paper_has_number", make_paper_sheet, {"kind": "sheet"}),
    ("correction_decided_has_date", make_correction, {"status": "lost"}),
    ("correction_decided_has_date", make_correction, {"status": "accepted"}),
    ("correction_decided_has_date", make_correction, {"decided_at": NOW}),
    ("mail_kind_is_known", make_mail, {"kind": "gossip"}),
    ("mail_only_claimed_has_lease", make_mail, {"status": "lost"}),
    ("mail_only_claimed_has_lease", make_mail, {"status": "claimed"}),
    ("mail_only_claimed_has_lease", make_mail, {"claimed_until": NOW}),
    ("suppressed_address_reason_is_known", make_suppressed, {"reason": "whim"}),
    ("access_record_kind_is_known", make_access_record, {"kind": "gossip"}),
    ("letter_open_has_dates", make_letter, {"opened_at": None}),
    ("letter_open_has_dates", make_letter, {"closes_at": None}),
    ("letter_open_has_dates", make_closed_letter, {"opened_at": None}),
    ("letter_open_has_dates", make_closed_letter, {"closes_at": None}),
    ("letter_closed_has_date", make_closed_letter, {"closed_at": None}),
    ("letter_closed_has_date", make_closed_letter, {"status": "open"}),
    ("letter_closed_has_date", make_closed_letter, {"status": "draft"}),
    ("letter_open_has_dates|letter_closed_has_date", make_letter, {"status": "lost"}),
    ("organization_scope_is_known", make_registered, {"scope": "galactic"}),
    ("signature_kind_is_known|" + APPROVED_ORGANIZATION, make_signature, {"kind": "cat"}),
    ("signature_publicity_is_known", make_signature, {"publicity": "secret"}),
    ("signature_confirmed_has_date", make_signature, {"status": "lost"}),
    *(
        ("signature_confirmed_has_date", make_signature, {"status": status, "confirmed_at": None})
        for status in ("confirmed", "approved", "held", "declined")
    ),
    (APPROVED_ORGANIZATION, make_signing_organization, {"organization": None}),
    (APPROVED_ORGANIZATION, make_signing_organization, {"kind": "person"}),
    ("signature_batch_is_known", make_signature, {"source": "batch"}),
    ("signature_batch_is_known", make_signature, {"source": "fax"}),
    ("signature_batch_is_known", make_imported, {"batch": None}),
    ("signature_batch_is_known", make_imported, {"source": "web"}),
    ("signature_batch_is_known", make_imported, {"source": "partner"}),
    ("release_end_mark_is_known", make_release, {"end_mark": "fin"}),
    ("release_file_ready_has_file", make_release_file, {"file": ""}),
    ("release_file_ready_has_file", make_release_file, {"made_at": None}),
    ("document_ready_has_file", make_document, {"file": ""}),
    ("document_ready_has_file", make_document, {"sha256": ""}),
    ("document_erased_has_hash", make_document, {"status": "erased"}),
    ("document_erased_has_hash", make_erased, {"sha256": ""}),
    ("edition_number_from_one", make_edition, {"number": 0}),
    ("delivery_status_fits_method", make_handed_over, {"method": "dove"}),
    ("delivery_status_fits_method", make_planned, {"status": "sending"}),
    ("delivery_status_fits_method|delivery_done_has_date_and_hash", make_handed_over, {"status": "lost"}),
    ("delivery_done_has_date_and_hash", make_handed_over, {"delivered_at": None}),
    ("delivery_done_has_date_and_hash", make_handed_over, {"sha256": ""}),
    ("delivery_done_has_date_and_hash", make_handed_over, {"status": "planned"}),
    ("delivery_answered_has_date", make_answered, {"answered_at": None}),
    ("delivery_answered_has_date", make_handed_over, {"answered_at": NOW}),
    ("delivery_answered_has_date", make_handed_over, {"answer_published": True}),
    ("delivery_file_kind_is_known", make_kept_file, {"kind": "bribe"}),
    ("delivery_file_ending_is_known", make_kept_file, {"ending": "html"}),
    ("packet_ready_has_file", make_packet, {"file": ""}),
    ("packet_ready_has_file", make_packet, {"sha256": ""}),
    ("packet_ready_has_file", make_packet, {"stamp": ""}),
    ("packet_ready_has_file", make_packet, {"ready_at": None}),
    *(
        (f"{name}_only_claimed_has_lease", make, values)
        for name, make in (("dispatch", make_dispatch), ("reminder", make_reminder), ("notice", make_notice))
        for values in ({"status": "lost"}, {"status": "claimed"}, {"claimed_until": NOW})
    ),
]  # fmt: skip
ONE_LIVE = "signature_one_live_per_letter_address_and_kind"
#  The constraint, what makes a valid row, and what two rows must not share.
UNIQUES = [
    ("membership_one_per_campaign_and_user", make_membership, ["campaign", "user"]),
    ("partner_one_per_campaign_and_code", make_campaign_partner, ["campaign", "code"]),
    ("revision_one_per_letter_and_number", make_revision, ["letter", "number"]),
    ("translation_one_per_revision_and_language", make_translation, ["revision", "language"]),
    ("revision_one_draft_per_letter", make_next_revision, ["letter"]),
    ("organization_name_one_per_language", make_translated_name, ["organization"]),
    ("release_text_one_per_language", make_release_text, ["release", "language"]),
    ("release_partner_stands_once", make_release_partner, ["release", "partner"]),
    ("release_file_one_per_language_and_format", make_release_file, ["release", "language", "format"]),
    ("merge_one_in_force_per_organization", make_merge, ["source"]),
    ("not_twins_one_per_pair", make_not_twins, ["first", "second"]),
    ("batch_one_per_letter_and_paper_sheet", make_paper_sheet, ["letter"]),
    ("column_mapping_one_per_campaign_and_headings", make_column_mapping, ["campaign"]),
    ("correction_one_waiting_per_signature", make_correction, ["signature"]),
    ("link_request_one_per_letter_and_address", make_link_request, ["letter"]),
    ("organization_name_one_per_campaign", make_registered_name, ["campaign", "name_key"]),
    (ONE_LIVE, make_signature, ["letter", "email_key", "kind"]),
    ("signature_one_approved_per_letter_and_organization", make_signing_organization, ["letter", "organization"]),
    ("consent_one_per_signature_and_partner", make_consent, ["signature", "partner"]),
    ("edition_number_is_unique", make_edition, ["letter", "number"]),
    ("freezing_one_at_a_time", make_freezing, ["letter"]),
    ("roll_per_language", make_frozen_roll, ["edition", "language"]),
    ("entrant_once_per_edition", make_entrant, ["edition", "signature"]),
    ("acceptance_once_per_check", make_acceptance, ["edition", "check_name"]),
    ("mail_one_per_signature_kind_and_sequence", make_mail, ["signature", "kind", "sequence"]),
    ("delivery_once_per_edition_recipient_and_method", make_handed_over, ["edition", "recipient"]),
    ("dispatch_one_at_a_time", make_dispatch, ["delivery"]),
    ("packet_one_per_edition_recipient_and_language", make_packet, ["edition", "recipient"]),
    ("dispatch_number_is_unique", make_failed_dispatch, ["delivery", "number"]),
    ("reminder_once_per_delivery_user_and_day", make_reminder, ["delivery", "user"]),
]  # fmt: skip


def change(row, **values):
    """Write past the model's own methods and checks."""
    with transaction.atomic():
        type(row)._default_manager.filter(pk=row.pk).update(**values)


@pytest.mark.parametrize(("names", "make", "values"), CHECKS)
def test_impossible_values_are_refused(names, make, values):
    row = make()

    with pytest.raises(IntegrityError, match=names):
        change(row, **values)


@pytest.mark.parametrize(("name", "make", "fields"), UNIQUES)
def test_second_row_of_the_same_thing_is_refused(name, make, fields):
    first, second = make(), make()

    # SQLite names the columns instead.
    with pytest.raises(IntegrityError, match=f"{name}|UNIQUE"):
        change(second, **{field: getattr(first, field) for field in fields})


@pytest.mark.parametrize(
    "status", ["pending", "confirmed", "approved", "held", "declined"]
)
def test_one_address_has_one_live_signature_in_whatever_state(status):
    first = make_signature(status=status)
    second = make_signature(first.letter, status="pending")

    with pytest.raises(IntegrityError, match=f"{ONE_LIVE}|UNIQUE"):
        change(second, email_key=first.email_key)


@pytest.mark.parametrize("status", ["withdrawn", "lapsed"])
def test_ended_signature_makes_room_for_another(status):
    first = make_signature(status=status)
    second = make_signature(first.letter)

    change(second, email_key=first.email_key)

    assert first.letter.signatures.filter(email_key=first.email_key).count() == 2


def test_draft_needs_no_dates():
    change(make_draft(), closes_at=None)


def test_every_constraint_is_tested():
    models = [
        model
        for model in apps.get_models()
        if not model.__module__.startswith(("django.", "allauth."))
    ]
    names = {c.name for model in models for c in model._meta.constraints}

    tested = {name for names, *_rest in CHECKS for name in names.split("|")}
    assert names == tested | {name for name, *_rest in UNIQUES}
