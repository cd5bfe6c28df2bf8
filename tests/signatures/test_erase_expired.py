from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone

from signatures.models import Consent, Correction, Mail, Signature
from tests.factories import make_campaign, make_letter, make_partner, make_signature


def closed_letter(days):
    campaign = make_campaign(retention_days=90)
    closed_at = timezone.now() - timedelta(days=days)
    return make_letter(campaign=campaign, status="closed", closed_at=closed_at)


def test_only_public_lines_remain_without_an_address(db, capsys):
    letter = closed_letter(days=91)
    public = make_signature(letter, name="Public Person")
    make_signature(letter, name="Hidden Person", publicity="officials")
    make_signature(letter, name="Counted Person", publicity="counted")
    for status in ("pending", "held", "declined", "withdrawn", "lapsed"):
        make_signature(letter, name=f"{status} Person", status=status)
    Consent.objects.create(signature=public, partner=make_partner(letter.campaign))
    Mail.objects.create(signature=public, kind="receipt", language="en")
    public.corrections.create(old={"name": "Former Name"}, new={"name": "New Name"})
    before = letter.signatures.all().counts()

    call_command("erase_expired")
    call_command("erase_expired")

    assert letter.signatures.all().counts() == before
    rows = Signature.objects.order_by("-name").values_list("name", "publicity")
    assert list(rows) == [("Public Person", "public"), ("", "counted"), ("", "counted")]
    assert not any(signature.email for signature in Signature.objects.all())
    assert not Consent.objects.exists()
    assert not Mail.objects.exists()
    assert not Correction.objects.exists()
    assert "Forgot the data of 8" in capsys.readouterr().out


def test_nothing_is_forgotten_before_its_time(db):
    letter = closed_letter(days=89)
    make_signature(letter, status="withdrawn", email="kept@example.org")
    open_letter = make_letter()
    make_signature(open_letter, email="open@example.org")

    call_command("erase_expired")

    emails = {signature.email for signature in Signature.objects.all()}
    assert emails == {"kept@example.org", "open@example.org"}


def test_of_a_listed_organization_nobody_who_signed_for_it_remains(db):
    letter = closed_letter(days=91)
    make_signature(
        letter,
        kind="organization",
        name="Cristo Rey Parish",
        representative="Luz Paz",
        title="Director",
        authority="I, Luz Paz, Director, may sign.",
    )

    call_command("erase_expired")

    row = Signature.objects.values("name", "representative", "title", "authority").get()
    assert list(row.values()) == ["Cristo Rey Parish", "", "", ""]
