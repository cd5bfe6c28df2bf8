"""Typing paper sheets: all lines of a sheet are saved, or none, and nothing typed is lost."""

from datetime import UTC, datetime

import pytest
from django.core.management import call_command

from core.errors import Refusal
from letters.models import Letter
from signatures.models import Batch, Mail, Organization, Signature
from signatures.paper_forms import LINES
from signatures.services import owe_mail
from signatures.undoing import undo_batch
from tests.factories import make_letter, make_signature

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter(campaign):
    return make_letter(campaign=campaign)


@pytest.fixture
def type_sheet(bob, as_user, letter):
    """Posts lines as Bob types them; each is a dictionary of its boxes."""

    def post(lines, then="next", **head):
        data = {
            "sheet_number": "7",
            "collector": "Lucía",
            "language": "es",
            "publicity": "public",
            "line-TOTAL_FORMS": str(LINES),
            "line-INITIAL_FORMS": "0",
            "then": then,
            **head,
        }
        for position in range(LINES):
            data[f"line-{position}-kind"] = "person"
            boxes = lines[position] if position < len(lines) else {}
            data |= {f"line-{position}-{name}": text for name, text in boxes.items()}
        return as_user(bob).post(path(letter), data)

    return post


def path(letter):
    return f"/organize/letters/{letter.slug}/paper/"


def test_lines_become_approved_signatures_with_the_sheet_as_evidence(
    letter, bob, type_sheet
):
    answer = type_sheet(
        [
            {"name": "Ana  Ruiz", "city": "Xela", "country": "Guatemala"},
            {},
            {"name": "Luz Tum", "email": "luz@example.org", "publicity": "counted"},
        ]
    )

    assert answer.status_code == 302
    ana, luz = Signature.objects.order_by("pk")
    batch = Batch.objects.get()
    assert (ana.name, ana.status, ana.source) == ("Ana Ruiz", "approved", "paper")
    assert (ana.country, ana.publicity, ana.language) == ("GT", "public", "es")
    assert (ana.email, ana.email_key) == ("", f"paper:{ana.code.hex}")
    assert ana.confirmed_at
    assert luz.publicity == "counted"
    assert ana.reviews.get().actor == bob
    assert "sheet 7, collected by Lucía" in ana.reviews.get().reason
    assert (batch.kind, batch.sheet_number, batch.collector) == ("paper", "7", "Lucía")
    assert [row["row"] for row in batch.report["rows"]] == [1, 3]
    assert not Mail.objects.exists()


def test_rows_saved_later_follow_those_of_the_same_sheet(letter, type_sheet):
    answer = type_sheet([{"name": "Ana Ruiz"}], then="continue")
    assert "sheet=" in answer["Location"]

    type_sheet([{"name": "Luz Tum"}])

    batch = Batch.objects.get()
    assert [row["row"] for row in batch.report["rows"]] == [1, 2]
    assert batch.report["counts"]["accepted"] == 2
    assert batch.signatures.count() == 2


def test_a_sheet_of_another_collector_is_refused(letter, type_sheet):
    type_sheet([{"name": "Ana Ruiz"}])

    answer = type_sheet([{"name": "Luz Tum"}], collector="Pedro")

    assert answer.status_code == 422
    assert "as collected by Lucía" in answer.content.decode()
    assert "Luz Tum" in answer.content.decode()
    assert letter.signatures.count() == 1


def test_an_invalid_line_saves_none_and_keeps_everything_typed(letter, type_sheet):
    answer = type_sheet(
        [
            {"name": "Ana Ruiz", "city": "Xela"},
            {"name": "", "city": "Salcajá"},
            {"name": "Luz Tum", "email": "luz@@example"},
            {"name": "Eva Tum", "country": "Atlantis"},
        ]
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert not Signature.objects.exists()
    for typed in ("Ana Ruiz", "Salcajá", "luz@@example", "Atlantis"):
        assert typed in page
    assert "Row 2, Name: The name is missing." in " ".join(page.split())


def test_the_same_address_can_only_be_left_out(letter, type_sheet):
    known = make_signature(letter, name="Ana Ruiz", email="ana@example.org")
    line = {"name": "Anita Ruiz", "email": "Ana@example.org"}

    answer = type_sheet([line, {"name": "Luz Tum"}])
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f"Repeats signature #{known.pk} (Approved): same address." in page
    assert "Enter it: this is somebody else" not in page
    assert type_sheet([{**line, "choice": "enter"}]).status_code == 422

    answer = type_sheet([{**line, "choice": "skip"}, {"name": "Luz Tum"}])

    assert answer.status_code == 302
    assert set(letter.signatures.values_list("name", flat=True)) == {
        "Ana Ruiz",
        "Luz Tum",
    }
    first = Batch.objects.get().report["rows"][0]
    assert (first["outcome"], first["into"]) == ("merged", known.pk)


def test_the_same_name_and_city_is_entered_only_when_somebody_says_so(
    letter, type_sheet
):
    make_signature(letter, name="Ana Ruiz", city="Xela")
    line = {"name": "ANA RUÍZ", "city": "xela"}

    assert type_sheet([line]).status_code == 422
    assert type_sheet([{**line, "city": "Salcajá"}]).status_code == 302
    assert type_sheet([{**line, "choice": "enter"}]).status_code == 302

    assert letter.signatures.count() == 3


def test_a_name_twice_on_one_sheet_is_asked_about(letter, type_sheet):
    answer = type_sheet([{"name": "Ana Ruiz"}, {"name": "Ana Ruiz"}])

    assert answer.status_code == 422
    assert "Repeats row 1: same name." in answer.content.decode()


def test_typing_a_name_does_not_tell_that_it_is_only_counted(letter, type_sheet):
    make_signature(letter, name="Ana Ruiz", publicity="counted")

    assert type_sheet([{"name": "Ana Ruiz"}]).status_code == 302
    assert letter.signatures.count() == 2


def test_who_is_only_counted_is_not_pointed_at(letter, type_sheet):
    fields = {"name": "Ana Ruiz", "email": "ana@example.org"}
    known = make_signature(letter, publicity="counted", **fields)

    page = type_sheet([fields]).content.decode()

    assert "Repeats a signature that is only counted: same address." in page
    assert f"#{known.pk}" not in page


def test_who_withdrew_is_not_brought_back_on_paper(letter, type_sheet):
    make_signature(letter, email="ana@example.org", status="withdrawn")

    answer = type_sheet([{"name": "Ana Ruiz", "email": "ana@example.org"}])

    assert answer.status_code == 422
    assert "withdrew from the letter" in answer.content.decode()


def test_what_waited_for_its_signer_is_confirmed_by_the_paper(letter, type_sheet):
    waiting = make_signature(
        letter, name="Ana Ruiz", email="ana@example.org", status="pending"
    )

    answer = type_sheet([{"name": "Ana Ruiz", "email": "ana@example.org"}])

    waiting.refresh_from_db()
    assert answer.status_code == 302
    assert waiting.status == "approved"
    assert letter.signatures.count() == 1


def test_abuse_is_held_for_a_moderator(letter, type_sheet):
    type_sheet([{"name": "Mickey Mouse"}])

    assert Signature.objects.get().status == "held"


def test_an_organization_needs_who_signs_for_it_and_is_registered(letter, type_sheet):
    line = {"name": "Casa del Migrante", "kind": "organization"}
    assert type_sheet([line]).status_code == 422

    type_sheet([{**line, "representative": "Ana Ruiz"}])

    assert Signature.objects.get().organization == Organization.objects.get()


def test_a_sheet_is_undone_and_entered_again(letter, bob, type_sheet):
    type_sheet([{"name": "Ana Ruiz"}])
    undo_batch(Batch.objects.get(), actor=bob)
    assert not Signature.objects.exists()

    assert type_sheet([{"name": "Ana Ruiz"}], collector="Pedro").status_code == 302

    assert Signature.objects.get().batch.collector == "Pedro"


def test_the_next_sheet_knows_its_number_and_collector(
    letter, bob, as_user, type_sheet
):
    answer = type_sheet([{"name": "Ana Ruiz"}])

    page = as_user(bob).get(answer["Location"]).content.decode()

    assert 'name="sheet_number" value="8"' in page
    assert 'value="Lucía"' in page


def test_the_safest_publicity_is_proposed(letter, bob, as_user):
    page = as_user(bob).get(path(letter)).content.decode()

    assert '<option value="counted" selected>' in page


def test_an_empty_page_is_not_a_sheet(letter, type_sheet):
    answer = type_sheet([])

    assert answer.status_code == 422
    assert "Enter at least one line." in answer.content.decode()


def test_undoing_twice_is_a_sentence(letter, bob, type_sheet):
    type_sheet([{"name": "Ana Ruiz"}])
    batch = Batch.objects.get()
    undo_batch(batch, actor=bob)

    with pytest.raises(Refusal):
        undo_batch(batch, actor=bob)


def test_nobody_without_an_address_is_mailed(letter, type_sheet, read_mail):
    type_sheet([{"name": "Ana Ruiz"}])
    ana = Signature.objects.get()

    assert owe_mail(ana, Mail.Kind.RECEIPT, language="en") is None
    mail = ana.mails.create(kind=Mail.Kind.RECEIPT, language="en")

    assert read_mail() == []
    mail.refresh_from_db()
    assert mail.status == "suppressed"


def test_paper_is_printed_and_counted_like_the_rest(letter, tmp_path, type_sheet):
    type_sheet([{"name": "Ana Ruiz"}, {"name": "Luz Tum", "publicity": "counted"}])
    call_command("reencrypt_addresses")
    path = tmp_path / "letter.csv"

    call_command(
        "export_letter", letter.slug, format="csv", language="en", output=str(path)
    )

    assert letter.signatures.counts().total == 2
    text = path.read_text(encoding="utf-8-sig")
    assert "Ana Ruiz" in text
    assert "Luz Tum" not in text
    assert len(text.splitlines()) == 3


def test_moments_are_told_by_the_clock_of_the_letter_s_zone(
    letter, bob, as_user, type_sheet
):
    Letter.objects.update(time_zone="Asia/Tokyo")
    type_sheet([{"name": "Ana Ruiz"}])
    batch = Batch.objects.get()
    Batch.objects.update(created_at=datetime(2027, 3, 1, 20, tzinfo=UTC))

    for page in (
        f"/organize/letters/{letter.slug}/batches/",
        f"/organize/batches/{batch.pk}/",
    ):
        content = as_user(bob).get(page).content.decode()
        assert "March 2, 2027, 5 a.m. (Japan" in content
