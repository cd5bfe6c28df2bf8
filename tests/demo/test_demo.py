from collections import Counter

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import User
from campaigns.models import Campaign
from demo.build import (
    CLOSED,
    DRAFT,
    MODERATOR,
    OPEN,
    ORGANIZER,
    PARTNER,
    PASSWORD,
    make_demo,
)
from exports.models import Document, Edition
from letters.models import Letter
from press import readiness
from press.models import Release
from signatures import addresses, countries, names
from signatures.models import Consent, Organization, Review, Signature
from tests.factories import make_campaign


@pytest.fixture
def demo(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return make_demo()


def letter(slug):
    return Letter.objects.get(slug=slug)


def test_the_command_says_what_it_made_and_how_to_log_in(
    db, settings, tmp_path, capsys
):
    settings.MEDIA_ROOT = tmp_path

    call_command("demo")

    printed = capsys.readouterr().out
    assert f"{settings.SITE_URL}/es/letters/{OPEN}/" in printed
    assert f"{ORGANIZER} / {PASSWORD}" in printed


def test_a_second_run_changes_nothing(db, settings, tmp_path, capsys):
    settings.MEDIA_ROOT = tmp_path
    call_command("demo")
    before = [
        list(model.objects.order_by("pk").values())
        for model in (Campaign, Letter, Signature, Review, Edition, Document, User)
    ]
    capsys.readouterr()

    call_command("demo")

    assert "nothing was changed" in capsys.readouterr().out
    assert before == [
        list(model.objects.order_by("pk").values())
        for model in (Campaign, Letter, Signature, Review, Edition, Document, User)
    ]


@pytest.mark.usefixtures("printer")
def test_the_closed_letter_has_an_edition_in_both_languages(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

    call_command("demo")

    documents = Edition.objects.get(letter__slug=CLOSED).documents.filter(
        status="ready", format="pdf"
    )
    for audience in ("officials", "public"):
        files = documents.filter(audience=audience)
        assert sorted(files.values_list("language", flat=True)) == ["en", "es"]
    for document in documents:
        with document.file.open() as file:
            assert file.read(5) == b"%PDF-"
        assert document.warning == ""
        assert document.names == letter(CLOSED).signatures.listed().count()


@pytest.mark.usefixtures("printer")
def test_one_release_is_out_and_one_waits_for_its_hour(db, settings, tmp_path, client):
    settings.MEDIA_ROOT = tmp_path

    call_command("demo")

    out, waiting = (Release.objects.get(letter__slug=slug) for slug in (CLOSED, OPEN))
    for release in (out, waiting):
        assert readiness.missing(release) == []
        assert set(release.files.values_list("status", flat=True)) == {"ready"}
    page = client.get(f"/es/letters/{CLOSED}/press/").content.decode()
    assert "165 personas y 15 organizaciones piden intérprete" in page
    assert client.get(f"/en/letters/{OPEN}/press/").status_code == 404
    assert client.get(f"/en/press/{waiting.key}/").status_code == 200


def test_it_refuses_a_database_that_holds_other_campaigns(db):
    make_campaign()

    with pytest.raises(CommandError, match="--force"):
        call_command("demo")

    assert Campaign.objects.count() == 1
    assert not User.objects.exists()


def test_forced_it_leaves_other_campaigns_and_passwords_alone(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    other = make_campaign()
    User.objects.create_user(ORGANIZER, "a password of their own", name="Organizer")

    call_command("demo", force=True)

    assert Campaign.objects.filter(pk=other.pk).exists()
    assert User.objects.get(email=ORGANIZER).check_password("a password of their own")


def test_the_demo_has_the_promised_size(demo):
    opened, closed = letter(OPEN), letter(CLOSED)

    assert (
        opened.signatures.counts().people,
        opened.signatures.counts().organizations,
    ) == (1110, 90)
    assert closed.signatures.counts().total == 180
    assert opened.signatures.waiting().count() == 40
    assert opened.signatures.filter(is_organizer=True).count() == 4
    assert opened.accepts_signatures()
    assert letter(DRAFT).missing_for_opening() == []
    assert demo.partners.filter(asks_consent=True).count() == 4
    assert Consent.objects.exists()


def test_the_open_letter_shows_a_history(demo):
    opened = letter(OPEN)
    first, second = opened.revisions.order_by("number")

    assert second.kind == "wording"
    for language, text in second.texts().items():
        assert text.fingerprint != first.texts()[language].fingerprint
    assert second.out_of_step() == []
    assert first.published_at < second.published_at < timezone.now()
    assert opened.signatures.filter(revision=first).exists()
    assert opened.signatures.filter(revision=second).exists()
    assert not opened.signatures.exclude(asked=None).exists()


def test_every_status_scope_and_publicity_is_shown(demo):
    signatures = letter(OPEN).signatures

    assert set(signatures.values_list("status", flat=True)) == set(Signature.Status)
    assert set(signatures.values_list("publicity", flat=True)) == set(
        Signature.Publicity
    )
    scopes = signatures.listed().filter(kind="organization")
    assert set(scopes.values_list("organization__scope", flat=True)) == {
        "international", "national", "regional", "local",
    }  # fmt: skip


def test_every_flag_has_an_example(demo):
    flags = Counter(
        flag for signature in Signature.objects.all() for flag in signature.flag_set
    )

    assert set(flags) == set(Signature.Flag)
    assert not letter(OPEN).signatures.listed().exclude(flags="").exists()


def test_flags_of_names_are_those_that_the_form_would_find(demo):
    found_in_names = set(Signature.Flag) - {
        "direction", "twin", "second", "disposable", "lookalike", "honeypot", "returned",
    }  # fmt: skip

    for signature in Signature.objects.exclude(status="declined"):
        found = names.flags(signature.name, signature.kind)
        assert found == signature.flag_set & found_in_names, signature.name


def test_every_tidy_name_can_be_used_and_every_place_exists(demo):
    for signature in letter(OPEN).signatures.listed():
        assert names.tidy(signature.name) == signature.name
        assert names.form_problem(signature.name) == ""
        assert not signature.country or signature.country in dict(
            countries.choices("en")
        )


def test_addresses_are_reserved_ones_and_each_belongs_to_one_signer(demo):
    for one in (letter(OPEN), letter(CLOSED)):
        emails = [signature.email for signature in one.signatures.all()]
        keys = {addresses.email_key(email) for email in emails}
        domains = {email.rpartition("@")[2] for email in emails}
        assert len(keys) == len(emails)
        assert domains == {"example.org", "example.com", "example.net"}


def test_nothing_has_happened_in_the_future_and_decisions_follow_confirmations(demo):
    confirmed = Signature.objects.exclude(confirmed_at=None)
    newest = confirmed.order_by("-confirmed_at").first()

    assert newest.confirmed_at < timezone.now()
    for review in Review.objects.select_related("signature"):
        assert review.signature.confirmed_at < review.created_at < timezone.now()
        assert review.new_status == review.signature.status


def test_the_same_people_sign_every_time(demo):
    first = list(
        Signature.objects.order_by("pk").values_list("name", "city", "publicity")
    )
    for model in (Signature, Letter, Organization, Campaign):
        model.objects.all().delete()

    make_demo()

    assert first == list(
        Signature.objects.order_by("pk").values_list("name", "city", "publicity")
    )


def test_the_team_can_log_in_and_rules_over_nothing_else(demo, client):
    organizer = User.objects.get(email=ORGANIZER)

    roles = dict(demo.memberships.values_list("user__email", "role"))

    assert roles == {ORGANIZER: "owner", MODERATOR: "moderator", PARTNER: "partner"}
    assert organizer.check_password(PASSWORD)
    assert not organizer.is_superuser
