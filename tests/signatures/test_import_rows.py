import pytest

from letters.models import Letter
from signatures.models import Batch, Organization
from tests.factories import make_letter, make_signature
from tests.signatures.importing import HEADINGS, csv_of, outcomes, row, run


def test_aliases_of_an_address_merge_and_another_name_is_said(letter: Letter) -> None:
    rows = [
        row("Ana Pop", "ana.pop@gmail.com"),
        row("ANA  POP", "AnaPop+letter@googlemail.com"),
        row("Juan Pop", "anapop@gmail.com"),
        row("Casa Pop", "anapop@gmail.com", "Organization"),
    ]

    report = run(letter, csv_of(rows))

    assert outcomes(report) == ["accepted", "merged", "merged", "accepted"]
    reasons = [entry["reason"] for entry in report["rows"]]
    assert reasons[1] == "Repeats row 2: same address."
    assert "two people" in reasons[2]
    assert report["rows"][2]["into"] == report["rows"][0]["into"]


def test_of_two_wishes_the_more_private_one_holds(letter: Letter) -> None:
    rows = [
        row("Ana Pop", "ana@example.org", publicity="Yes"),
        row("Ana Pop", "ana@example.org", publicity="No, count me only"),
    ]

    report = run(letter, csv_of(rows))

    assert letter.signatures.get().publicity == "counted"
    assert "publicity" in report["rows"][1]["reason"]


def test_row_of_a_web_signer_merges_and_leaves_it_alone(letter: Letter) -> None:
    known = make_signature(
        letter, email="Ana@example.org", name="Ana Pop", status="confirmed"
    )

    report = run(letter, csv_of([row("Ana López", "ana@example.org")]))

    assert outcomes(report) == ["merged"]
    assert report["rows"][0]["into"] == known.pk
    known.refresh_from_db()
    assert (known.name, known.status) == ("Ana Pop", "confirmed")
    assert not Batch.objects.exists()


def test_confirmed_row_confirms_what_waited_as_the_sheet_has_it(letter: Letter) -> None:
    pending = make_signature(
        letter, email="ana@example.org", name="Somebody Else", status="pending"
    )

    report = run(letter, csv_of([row("Ana Pop", "ana@example.org")]))

    pending.refresh_from_db()
    assert outcomes(report) == ["merged"]
    assert "this import confirms" in report["rows"][0]["reason"]
    assert (pending.name, pending.sort_name, pending.status) == (
        "Ana Pop",
        "Pop, Ana",
        "approved",
    )
    assert pending.email == "ana@example.org"
    assert pending.reviews.get().old_status == "pending"


def test_nobody_who_withdrew_is_signed_again(letter: Letter) -> None:
    make_signature(letter, email="ana@example.org", status="withdrawn")

    report = run(letter, csv_of([row("Ana Pop", "ana+x@example.org")]))

    assert outcomes(report) == ["rejected"]
    assert "withdrew" in report["rows"][0]["reason"]
    assert letter.signatures.count() == 1


@pytest.mark.parametrize(
    ("name", "flag"),
    [
        ('=HYPERLINK("http://evil.example","click")', "link"),
        ("+1+1", "formula"),
        ("@SUM(A1:A9)", "formula"),
        ("<script>alert(1)</script>", "markup"),
        ("{{ 7*7 }} {% debug %}", "markup"),
        ("\u202egnidaelsim", "direction"),
        ("Visit cheap-pills.example now", "link"),
        ("😀😀😀", "symbols"),
        ("Z̴̧̛͙̗͓a̸̢̛͖͙l̷̰̈́g̸̝̀ơ̴̙", "marks"),
        ("Robert'); DROP TABLE signatures;--", "markup"),
        ("asdf asdf", "joke"),
        ("Mickey Mouse", "joke"),
    ],
)
def test_hostile_row_is_held(letter: Letter, name: str, flag: str) -> None:
    report = run(letter, csv_of([row(name, "x@example.org")]))

    signature = letter.signatures.get()
    assert outcomes(report) == ["held"]
    assert signature.status == "held"
    assert flag in signature.flag_set
    assert signature.reviews.get().new_status == "held"


def test_shouted_name_is_accepted_as_it_is_with_a_flag(letter: Letter) -> None:
    run(letter, csv_of([row("ANA POP", "ana@example.org")]))

    signature = letter.signatures.get()
    assert (signature.name, signature.status, signature.flags) == (
        "ANA POP",
        "approved",
        "shouted",
    )


def test_twins_and_second_signers_of_an_organization_are_held(letter: Letter) -> None:
    rows = [
        row("St. Mary's Parish", "a@example.org", "Organization"),
        row("Saint Mary's Parish, Inc.", "b@example.org", "Organization"),
        row("ST. MARY'S PARISH.", "c@example.org", "Organization"),
    ]

    report = run(letter, csv_of(rows))

    assert outcomes(report) == ["accepted", "held", "held"]
    assert "St. Mary's Parish" in report["rows"][1]["reason"]
    assert "row 2" in report["rows"][2]["reason"]
    flags = letter.signatures.order_by("pk").values_list("flags", flat=True)
    assert list(flags) == ["", "twin", "second shouted"]
    assert Organization.objects.count() == 2


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (["", "", "", "", ""], "row is empty"),
        (row("", "ana@example.org"), "name is missing"),
        (row("\u200b\u2060", "ana@example.org"), "name is missing"),
        (row("Ana Pop", ""), "address is missing"),
        (row("Ana Pop", "jlópez@example.mx"), "accents"),
        (row("x" * 201, "ana@example.org"), "too long"),
        (row("Ana\x00Pop", "ana@example.org"), "cannot be printed"),
    ],
)
def test_unusable_row_says_why(letter: Letter, cells: list[str], words: str) -> None:
    report = run(letter, csv_of([cells, row("Juan Pop", "juan@example.org")]))

    assert outcomes(report) == ["rejected", "accepted"]
    assert words in report["rows"][0]["reason"]


def test_text_that_does_not_fit_is_refused_and_never_cut(letter: Letter) -> None:
    data = csv_of(
        [[*row("Ana Pop", "ana@example.org"), "x" * 101]], [*HEADINGS, "City"]
    )

    report = run(letter, data)

    assert outcomes(report) == ["rejected"]
    assert "city" in report["rows"][0]["reason"]


def test_doubtful_answers_are_taken_cautiously_and_said(letter: Letter) -> None:
    cells = [*row("Ana Pop", "ana@example.org", "?", "Perhaps"), "Narnia"]

    report = run(letter, csv_of([cells], [*HEADINGS, "Country"]))

    signature = letter.signatures.get()
    assert (signature.kind, signature.publicity, signature.country) == (
        "person",
        "counted",
        "",
    )
    for words in ("person or an organization", "only counted", "country is not known"):
        assert words in report["rows"][0]["reason"]


def test_letter_of_people_takes_no_organization(db: None) -> None:
    letter = make_letter(signers="people")

    report = run(letter, csv_of([row("Casa Pop", "a@example.org", "Organization")]))

    assert outcomes(report) == ["rejected"]


def test_publicity_is_what_the_letter_offers_and_never_more(letter):
    letter.publicities = ["public", "counted"]
    letter.save()
    rows = [
        row("Ana Ruiz", "ana@example.org", publicity="Only to officials"),
        row("Luz Tum", "luz@example.org", publicity="Yes"),
    ]

    run(letter, csv_of(rows))

    shown = dict(letter.signatures.values_list("name", "publicity"))
    assert shown == {"Ana Ruiz": "counted", "Luz Tum": "public"}


def test_a_letter_that_shows_each_name_takes_no_row_that_forbids_it(letter):
    letter.publicities = ["public"]
    letter.save()

    report = run(letter, csv_of([row("Ana Ruiz", "ana@example.org", publicity="No")]))

    assert outcomes(report) == ["rejected"]
