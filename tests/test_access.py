"""Every URL of the project appears here with what each kind of visitor gets."""

import hashlib

import pytest
from django.core.files.base import ContentFile
from django.core.mail import EmailMultiAlternatives
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from campaigns.models import AccessRecord
from core.links import make_token
from core.mailbox import MailboxBackend
from exports.models import Document, Freezing
from signatures.models import Batch, Merge
from signatures.registry import register_organization
from signatures.uploading import receive
from tests.addresses import admin_path, own_path
from tests.campaigns.test_campaign_admin import picture
from tests.deliveries.editions import make_deliveries
from tests.exports.editions import make_edition, make_edition_file
from tests.factories import make_letter, make_member, make_partner, make_signature
from tests.press.conftest import make_release

#  URL name: (anonymous, stranger, mallory, viewer, editor, moderator, owner) on GET.
# The stranger has an account without a campaign; mallory owns another campaign.
ACCESS = {
    "home": (302, 302, 302, 302, 302, 302, 302),
    "healthz": (200, 200, 200, 200, 200, 200, 200),
    "account_email": (404, 404, 404, 404, 404, 404, 404),
    "robots": (200, 200, 200, 200, 200, 200, 200),
    "mailbox": (200, 200, 200, 200, 200, 200, 200),
    "mail": (200, 200, 200, 200, 200, 200, 200),
    "mail_html": (200, 200, 200, 200, 200, 200, 200),
    "api_letter": (200, 200, 200, 200, 200, 200, 200),
    "api_signers": (200, 200, 200, 200, 200, 200, 200),
    "api_organizations": (200, 200, 200, 200, 200, 200, 200),
    "campaigns:logo": (200, 200, 200, 200, 200, 200, 200),
    "signatures:home": (200, 200, 200, 200, 200, 200, 200),
    "signatures:letter": (200, 200, 200, 200, 200, 200, 200),
    "signatures:check_your_mail": (200, 200, 200, 200, 200, 200, 200),
    "signatures:signers": (200, 200, 200, 200, 200, 200, 200),
    "signatures:partners": (200, 200, 200, 200, 200, 200, 200),
    "signatures:confirm": (200, 200, 200, 200, 200, 200, 200),
    "signatures:signature": (200, 200, 200, 200, 200, 200, 200),
    "letters:start": (302, 302, 302, 302, 302, 302, 302),
    "letters:new": (302, 404, 200, 404, 200, 404, 200),
    "letters:letter": (302, 404, 404, 200, 200, 200, 200),
    "letters:open": (302, 405, 405, 405, 405, 405, 405),
    "letters:close": (302, 405, 405, 405, 405, 405, 405),
    "letters:extend": (302, 404, 404, 404, 200, 404, 200),
    "letters:replace_link": (302, 405, 405, 405, 405, 405, 405),
    "letters:recipients": (302, 404, 404, 404, 200, 404, 200),
    "letters:new_recipient": (302, 404, 404, 404, 200, 404, 200),
    "letters:recipient": (302, 404, 404, 404, 200, 404, 200),
    "letters:arrange": (302, 405, 405, 405, 405, 405, 405),
    "letters:dates": (302, 404, 404, 404, 200, 404, 200),
    "letters:rules": (302, 404, 404, 404, 200, 404, 200),
    "letters:text": (302, 404, 404, 404, 200, 404, 200),
    "letters:begin_revision": (302, 405, 405, 405, 405, 405, 405),
    "letters:revisions": (302, 404, 404, 404, 200, 404, 200),
    "letters:discard_revision": (302, 405, 405, 405, 405, 405, 405),
    "organize:publish": (302, 405, 405, 405, 405, 405, 405),
    "exports:layout": (302, 404, 404, 404, 200, 404, 200),
    "exports:preview_pdf": (302, 404, 404, 404, 200, 404, 200),
    "exports:preview_png": (302, 404, 404, 404, 200, 404, 200),
    "signatures:history": (200, 200, 200, 200, 200, 200, 200),
    "signatures:revision": (200, 200, 200, 200, 200, 200, 200),
    "signatures:own_data": (200, 200, 200, 200, 200, 200, 200),
    "signatures:unsubscribe": (200, 200, 200, 200, 200, 200, 200),
    "signatures:lost_link": (200, 200, 200, 200, 200, 200, 200),
    "signatures:link_sent": (200, 200, 200, 200, 200, 200, 200),
    "organize:preview": (302, 404, 404, 200, 200, 200, 200),
    "organize:import": (302, 404, 404, 404, 404, 200, 200),
    "organize:import_columns": (302, 404, 404, 404, 404, 200, 404),
    "organize:import_trial": (302, 404, 404, 404, 404, 200, 404),
    "organize:paper": (302, 404, 404, 404, 404, 200, 200),
    "organize:batches": (302, 404, 404, 404, 404, 200, 200),
    "organize:batch": (302, 404, 404, 404, 404, 200, 200),
    "organize:batch_undo": (302, 404, 404, 404, 404, 200, 200),
    "exports:sign_up_sheet": (302, 404, 404, 200, 200, 200, 200),
    "press:releases": (302, 404, 404, 200, 200, 200, 200),
    "press:prepare": (302, 405, 405, 405, 405, 405, 405),
    "press:release": (302, 404, 404, 200, 200, 200, 200),
    "press:step": (302, 405, 405, 405, 405, 405, 405),
    "press:discard": (302, 405, 405, 405, 405, 405, 405),
    "press:text": (302, 404, 404, 404, 200, 404, 200),
    "press:settings": (302, 404, 404, 404, 200, 404, 200),
    "press:new_contact": (302, 404, 404, 404, 200, 404, 200),
    "press:contact": (302, 404, 404, 404, 200, 404, 200),
    "press:new_quote": (302, 404, 404, 404, 200, 404, 200),
    "press:quote": (302, 404, 404, 404, 200, 404, 200),
    "press:arrange": (302, 405, 405, 405, 405, 405, 405),
    "press:preview": (302, 404, 404, 200, 200, 200, 200),
    "press:file": (302, 404, 404, 200, 200, 200, 200),
    "presskit:kit": (200, 200, 200, 200, 200, 200, 200),
    "presskit:file": (200, 200, 200, 200, 200, 200, 200),
    "presskit:by_key": (200, 200, 200, 200, 200, 200, 200),
    "presskit:file_by_key": (200, 200, 200, 200, 200, 200, 200),
    "partner:home": (302, 404, 404, 404, 404, 404, 404),
    "partner:partner": (302, 404, 404, 404, 404, 404, 200),
    "partner:contacts": (302, 405, 405, 405, 405, 405, 405),
    "partner:ended": (302, 405, 405, 405, 405, 405, 405),
    "exports:editions": (302, 404, 404, 404, 200, 200, 200),
    "exports:prepare_edition": (302, 404, 404, 404, 200, 404, 200),
    "exports:edition": (302, 404, 404, 404, 200, 200, 200),
    "exports:freezing": (302, 404, 404, 404, 200, 404, 200),
    "exports:prepare_addendum": (302, 404, 404, 404, 200, 404, 200),
    "exports:publish_edition": (302, 405, 405, 405, 405, 405, 405),
    "proof:editions": (200, 200, 200, 200, 200, 200, 200),
    "proof:edition": (200, 200, 200, 200, 200, 200, 200),
    "proof:copy": (200, 200, 200, 200, 200, 200, 200),
    "exports:documents": (302, 404, 404, 404, 200, 200, 200),
    "exports:document": (302, 404, 404, 404, 200, 200, 200),
    "exports:file": (302, 404, 404, 404, 200, 200, 200),
    "exports:cancel_document": (302, 405, 405, 405, 405, 405, 405),
    "deliveries:deliveries": (302, 404, 404, 200, 200, 200, 200),
    "deliveries:cover_letter": (302, 404, 404, 404, 200, 404, 200),
    "deliveries:new": (302, 404, 404, 404, 200, 404, 200),
    "deliveries:packet": (302, 404, 404, 404, 200, 200, 200),
    "deliveries:packet_file": (302, 404, 404, 404, 200, 200, 200),
    "deliveries:tell": (302, 404, 404, 404, 200, 404, 200),
    "deliveries:delivery": (302, 404, 404, 200, 200, 200, 200),
    "deliveries:change": (302, 404, 404, 404, 200, 404, 200),
    "deliveries:send": (302, 404, 404, 404, 200, 404, 200),
    "deliveries:answer": (302, 404, 404, 404, 200, 404, 200),
    "deliveries:remind": (302, 405, 405, 405, 405, 405, 405),
    "deliveries:remove": (302, 405, 405, 405, 405, 405, 405),
    "deliveries:files": (302, 405, 405, 405, 405, 405, 405),
    "deliveries:file": (302, 404, 404, 404, 200, 200, 200),
    "deliveries:drop_file": (302, 405, 405, 405, 405, 405, 405),
    "delivered:document": (200, 200, 200, 200, 200, 200, 200),
    "delivered:file": (200, 200, 200, 200, 200, 200, 200),
}  # fmt: skip

# Pages that are a PDF file which is made when it is asked for.
PRINTED = {"exports:sign_up_sheet"}

# Where a partner's login gets further than a stranger's.
PARTNER = {"partner:home": 200, "partner:partner": 200}

# What the admin's pages answer: 302 to the login for those without any campaign.
ADMIN = {
    "index": (302, 302, 200, 200, 200, 200, 200),
    "campaigns_campaign_changelist": (302, 302, 200, 200, 200, 200, 200),
    "campaigns_campaign_add": (302, 302, 403, 403, 403, 403, 403),
    "campaigns_campaign_change": (302, 302, 302, 200, 200, 200, 200),
    "campaigns_campaign_history": (302, 302, 302, 200, 200, 200, 200),
    "campaigns_campaign_delete": (302, 302, 403, 403, 403, 403, 403),
    "campaigns_accessrecord_changelist": (302, 302, 200, 403, 403, 403, 200),
    "campaigns_accessrecord_add": (302, 302, 403, 403, 403, 403, 403),
    "campaigns_accessrecord_change": (302, 302, 302, 403, 403, 403, 200),
    "campaigns_accessrecord_history": (302, 302, 302, 302, 302, 302, 200),
    "campaigns_accessrecord_delete": (302, 302, 403, 403, 403, 403, 403),
    "letters_letter_changelist": (302, 302, 200, 200, 200, 200, 200),
    "letters_letter_add": (302, 302, 302, 302, 302, 302, 302),
    "letters_letter_change": (302, 302, 302, 302, 302, 302, 302),
    "letters_letter_history": (302, 302, 302, 200, 200, 200, 200),
    "letters_letter_delete": (302, 302, 403, 403, 403, 403, 403),
    "signatures_signature_changelist": (302, 302, 200, 403, 403, 200, 200),
    "signatures_signature_add": (302, 302, 403, 403, 403, 403, 403),
    "signatures_signature_change": (302, 302, 302, 403, 403, 200, 200),
    "signatures_signature_history": (302, 302, 302, 302, 302, 200, 200),
    "signatures_signature_delete": (302, 302, 403, 403, 403, 403, 403),
    "signatures_correction_changelist": (302, 302, 200, 403, 403, 200, 200),
    "signatures_correction_add": (302, 302, 403, 403, 403, 403, 403),
    "signatures_correction_change": (302, 302, 302, 403, 403, 200, 200),
    "signatures_correction_history": (302, 302, 302, 302, 302, 200, 200),
    "signatures_correction_delete": (302, 302, 403, 403, 403, 403, 403),
    "signatures_signature_reveal": (302, 302, 405, 405, 405, 405, 405),
    "signatures_signature_spelling": (302, 302, 405, 405, 405, 405, 405),
    "signatures_signature_decide": (302, 302, 405, 405, 405, 405, 405),
    "signatures_organization_twins": (302, 302, 200, 403, 403, 200, 200),
    "signatures_organization_decide": (302, 302, 405, 405, 405, 405, 405),
    "signatures_merge_changelist": (302, 302, 200, 403, 403, 200, 200),
    "signatures_merge_add": (302, 302, 403, 403, 403, 403, 403),
    "signatures_merge_change": (302, 302, 302, 403, 403, 200, 200),
    "signatures_merge_history": (302, 302, 302, 302, 302, 200, 200),
    "signatures_merge_delete": (302, 302, 403, 403, 403, 403, 403),
    "signatures_merge_undo": (302, 302, 405, 405, 405, 405, 405),
    "signatures_organization_changelist": (302, 302, 200, 200, 200, 200, 200),
    "signatures_organization_add": (302, 302, 200, 403, 403, 200, 200),
    "signatures_organization_change": (302, 302, 302, 302, 302, 200, 200),
    "signatures_organization_history": (302, 302, 302, 302, 302, 200, 200),
    "signatures_organization_delete": (302, 302, 403, 403, 403, 403, 403),
    "signatures_batch_changelist": (302, 302, 200, 403, 403, 200, 200),
    "signatures_batch_add": (302, 302, 403, 403, 403, 403, 403),
    "signatures_batch_change": (302, 302, 302, 403, 403, 200, 200),
    "signatures_batch_history": (302, 302, 302, 302, 302, 200, 200),
    "signatures_batch_delete": (302, 302, 403, 403, 403, 403, 403),
    "signatures_mail_changelist": (302, 302, 200, 403, 403, 200, 200),
    "signatures_mail_add": (302, 302, 403, 403, 403, 403, 403),
    "signatures_mail_change": (302, 302, 302, 403, 403, 200, 200),
    "signatures_mail_history": (302, 302, 302, 302, 302, 200, 200),
    "signatures_mail_delete": (302, 302, 403, 403, 403, 403, 403),
    "accounts_user_changelist": (302, 302, 403, 403, 403, 403, 403),
    "accounts_user_add": (302, 302, 403, 403, 403, 403, 403),
    "accounts_user_change": (302, 302, 403, 403, 403, 403, 403),
    "accounts_user_history": (302, 302, 403, 403, 403, 403, 403),
    "accounts_user_delete": (302, 302, 403, 403, 403, 403, 403),
}  # fmt: skip

# Django's own pages of the admin, which show nothing of a campaign.
DJANGO_ADMIN = {
    "login", "logout", "password_change", "password_change_done", "autocomplete",
    "jsi18n", "view_on_site", "app_list", "None",
}  # fmt: skip


def url_names(resolver=None, prefix=""):
    for item in (resolver or get_resolver()).url_patterns:
        if isinstance(item, URLResolver):
            if str(item.pattern) == "accounts/":
                continue  # allauth has tests of its own
            namespace = f"{item.namespace}:" if item.namespace else prefix
            yield from url_names(item, namespace)
        elif isinstance(item, URLPattern):
            yield prefix + str(item.name)


def test_every_url_states_its_access():
    names = set(url_names())
    own = {name for name in names if not name.startswith("admin:")}
    admin = {name.removeprefix("admin:") for name in names - own}

    assert own == set(ACCESS)
    # allauth's tables need Django's own permissions, which only operators have.
    admin = {
        name for name in admin if not name.startswith(("account_", "auth_", "mfa_"))
    }
    assert admin - DJANGO_ADMIN == set(ADMIN)


@pytest.fixture
def visitors(campaign, stranger, mallory, bob, alice):
    viewer = make_member(campaign, "viewer", email="victor@example.org")
    editor = make_member(campaign, "editor", email="edith@example.org")
    return [None, stranger, mallory, viewer, editor, bob, alice]


@pytest.fixture
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.MAILBOX_DIR = tmp_path / "mail"
    settings.HAS_MAILBOX = True


@pytest.fixture
def things(campaign, alice, bob, files, settings):
    letter = make_letter(campaign=campaign)
    partner = make_partner(campaign)
    upload = receive(
        letter,
        author=bob,
        filename="a.csv",
        data=b"Full name,Email address\nAna,ana@example.org\n",
        language="en",
        is_confirmed=True,
    )
    batch = Batch.objects.create(
        letter=letter, filename="a.csv", sha256="0" * 64, language="en"
    )
    signature = make_signature(letter, status="confirmed")
    hidden = make_signature(
        letter, kind="organization", name="Parish", status="confirmed"
    )
    merge = Merge.objects.create(
        source=register_organization(campaign, "Old Parish"),
        target=hidden.organization,
        actor=alice,
        moved={},
    )
    record = AccessRecord.objects.create(
        campaign=campaign, actor=alice, kind="counted", subject="#1"
    )
    pending = make_signature(letter, status="pending")
    correction = signature.corrections.create(new={"name": "María José Paz"})
    mail = pending.mails.create(kind="confirm", language="en")
    campaign.logo.save("logo.png", ContentFile(picture()))
    sha256 = hashlib.sha256(b"all names").hexdigest()
    document = Document(letter=letter, language="en", format="txt", sha256=sha256)
    document.status, document.ready_at = Document.Status.READY, letter.opened_at
    document.file.save("a.txt", ContentFile(b"all names"))
    edition = make_edition(letter, published_at=letter.opened_at)
    make_edition_file(edition, b"public names", audience="public")
    make_edition_file(edition)
    Freezing.objects.create(letter=letter, number=2, status="failed")
    message = EmailMultiAlternatives("Hello", "text", to=["ana@example.org"])
    message.attach_alternative("<p>html</p>", "text/html")
    MailboxBackend().send_messages([message])
    return {
        "letter": letter,
        "partner": partner,
        "upload": upload,
        "logo": campaign.logo.url,
        "message": next(settings.MAILBOX_DIR.glob("*.eml")).name,
        "document": document,
        "edition": edition,
        "release": make_release(letter),
        "signature": signature,
        **make_deliveries(edition, bob),
        "pending": pending,
        "admin": {
            "campaigns_campaign": campaign.pk,
            "letters_letter": letter.pk,
            "signatures_signature": signature.pk,
            "signatures_correction": correction.pk,
            "signatures_organization": hidden.organization_id,
            "signatures_merge": merge.pk,
            "campaigns_accessrecord": record.pk,
            "signatures_batch": batch.pk,
            "signatures_mail": mail.pk,
            "accounts_user": alice.pk,
        },
    }


def answers(path, visitors, as_user):
    clients = [as_user(user) if user else Client() for user in visitors]
    responses = [client.get(path) for client in clients]
    for response in responses:
        response.close()  # a file that is sent stays open until then
    return tuple(response.status_code for response in responses)


@pytest.mark.parametrize("name", ACCESS)
def test_own_pages(name, things, visitors, as_user, request):
    if name in PRINTED or name.startswith("exports:preview_"):
        request.getfixturevalue("drawing")
    assert answers(own_path(name, things), visitors, as_user) == ACCESS[name]


@pytest.mark.parametrize("name", ADMIN)
def test_admin_pages(name, things, visitors, as_user):
    assert answers(admin_path(name, things), visitors, as_user) == ADMIN[name]


@pytest.mark.parametrize("name", [*ACCESS, *ADMIN])
def test_a_partner_s_login_gets_no_further_than_a_stranger_s(
    name, things, campaign, as_user
):
    paula = make_member(campaign, "partner", partner=things["partner"])
    path = own_path(name, things) if name in ACCESS else admin_path(name, things)
    expected = PARTNER.get(name, {**ADMIN, **ACCESS}[name][1])

    assert answers(path, [paula], as_user) == (expected,)


def test_lists_choices_and_searches_keep_to_ones_own_campaign(things, mallory, as_user):
    client = as_user(mallory)
    letter, signature = things["letter"], things["signature"]
    for path in [
        "/admin/",
        "/admin/campaigns/campaign/",
        "/admin/letters/letter/",
        "/admin/letters/letter/add/",
        "/admin/letters/revision/",
        "/admin/signatures/signature/",
        f"/admin/signatures/signature/?letter__id__exact={letter.pk}",
        f"/admin/signatures/signature/?q={signature.email}",
        "/admin/signatures/correction/",
        "/admin/signatures/organization/",
        "/admin/signatures/organization/add/",
        "/admin/signatures/mail/",
        "/admin/signatures/batch/",
    ]:
        page = client.get(path, follow=True).content.decode()
        for secret in (letter.slug, "A letter on the border", "María José", "Parish"):
            assert secret not in page, path


def test_actions_do_nothing_to_another_campaigns_signatures(things, mallory, as_user):
    signature = things["signature"]

    as_user(mallory).post(
        "/admin/signatures/signature/",
        {"action": "approve", "_selected_action": [signature.pk]},
    )
    as_user(mallory).post(f"/organize/letters/{things['letter'].slug}/close/")

    signature.refresh_from_db()
    things["letter"].refresh_from_db()
    assert signature.status == "confirmed"
    assert things["letter"].status == "open"


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("owner", "closed"),
        ("editor", "closed"),
        ("moderator", "open"),
        ("viewer", "open"),
    ],
)
def test_letters_are_in_the_hands_of_owners_and_editors(
    role, status, things, campaign, as_user
):
    letter = things["letter"]
    member = make_member(campaign, role)

    as_user(member).post(f"/organize/letters/{letter.slug}/close/")

    letter.refresh_from_db()
    assert letter.status == status


def test_token_for_one_purpose_serves_no_other(things):
    value = f"{things['pending'].code.hex}-1"
    for purpose in ("signature", "reset", ""):
        path = f"/en/confirm/{make_token(purpose, value)}/"
        assert Client().post(path, {"action": "confirm"}).status_code == 404
