"""A spreadsheet through the pages: sent, understood, tried out, imported."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone
from openpyxl import Workbook

from signatures.models import Batch, ColumnMapping, Mail, Signature, Upload
from signatures.periodic import forget_uploads
from tests.factories import make_letter, make_member, make_signature
from tests.signatures.importing import csv_of, row

pytestmark = pytest.mark.django_db

DATA = Path(__file__).parent.parent / "data"
ODD = ["Quién", "Dónde escribirle", "De", "Notas"]
# What the headings above mean, which nobody could guess.
MEANT = {"column-0": "name", "column-1": "email", "column-2": "city", "column-3": ""}


@pytest.fixture
def letter(campaign):
    return make_letter(campaign=campaign)


@pytest.fixture
def client(bob, as_user):
    return as_user(bob)


@pytest.fixture
def send(client, letter):
    """Sends a file and returns the answer."""

    def post(data, name="signers.csv", **fields):
        fields = {"language": "en", "is_confirmed": "on", **fields}
        file = SimpleUploadedFile(name, data)
        return client.post(
            f"/organize/letters/{letter.slug}/import/", {"file": file, **fields}
        )

    return post


def guessed(client, path):
    """The choices that the page of columns proposes."""
    return client.get(path).context["form"].initial


@pytest.mark.parametrize(
    ("file", "language"),
    [("google-forms-en.csv", "en"), ("google-forms-es.csv", "es")],
)
def test_a_messy_sheet_is_imported_as_the_dry_run_said(
    file, language, send, client, letter
):
    answer = send((DATA / file).read_bytes(), language=language)
    columns = answer["Location"]

    answer = client.post(columns, guessed(client, columns))
    trial = answer["Location"]
    foreseen = client.get(trial).context["filters"]
    assert not Signature.objects.exists()
    assert not Batch.objects.exists()
    answer = client.post(trial, {"action": "import"})

    page = client.get(answer["Location"])
    assert page.status_code == 200
    assert page.context["filters"] == foreseen
    assert Signature.objects.exists()
    assert Batch.objects.get().author.email == "bob@example.org"
    assert not Upload.objects.exists()


def test_columns_that_nobody_could_guess_are_explained_once(send, client, letter):
    first = csv_of([["Ana Ruiz", "ana@example.org", "Xela", "x"]], ODD)
    columns = send(first)["Location"]
    assert client.post(columns, guessed(client, columns)).status_code == 422

    answer = client.post(columns, MEANT)

    assert answer.status_code == 302
    client.post(answer["Location"], {"action": "import"})
    ana = Signature.objects.get()
    assert (ana.name, ana.city, ana.publicity) == ("Ana Ruiz", "Xela", "counted")
    second = csv_of([["Luz Tum", "luz@example.org", "Salcajá", ""]], ODD)
    assert guessed(client, send(second)["Location"]) == MEANT
    assert ColumnMapping.objects.get().mapping == {
        "city": [2],
        "email": [1],
        "name": [0],
    }


def test_the_first_rows_are_shown_as_they_would_be_printed(send, client):
    columns = send(csv_of([row("Ana Ruiz", "ana@example.org"), row("", "")]))[
        "Location"
    ]

    page = client.get(columns).content.decode()

    assert "<bdi>Ana Ruiz</bdi>" in page
    assert "The name is missing." in page


@pytest.mark.parametrize(
    ("meant", "sentence"),
    [
        ({"column-0": "name"}, "Say which column holds the email addresses."),
        ({"column-1": "email"}, "Say which column holds the names."),
        ({}, "Say which column holds the names and which the addresses."),
    ],
)
def test_a_mapping_without_names_or_addresses_is_refused(meant, sentence, send, client):
    columns = send(csv_of([["Ana", "ana@example.org", "", ""]], ODD))["Location"]

    answer = client.post(columns, meant)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not ColumnMapping.objects.exists()


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"", "a.csv", "The file is empty."),
        (b"\xd0\xcf\x11\xe0" + b"x" * 99, "a.xls", "old Excel file"),
        (b"PK\x03\x04broken", "a.xlsx", "cannot be read as a workbook"),
        (b"x" * (20 * 2**20 + 1), "a.csv", "larger than 20 MB"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(data, name, sentence, send):
    answer = send(data, name)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Upload.objects.exists()


def test_a_sheet_too_long_for_a_page_is_left_to_the_command(send, monkeypatch):
    monkeypatch.setattr("signatures.uploading.ROWS_MAXIMUM", 1)

    answer = send(csv_of([row("A B", "a@example.org"), row("C D", "c@example.org")]))

    assert answer.status_code == 422
    assert "import_signatures" in answer.content.decode()


def test_mail_cannot_be_owed_while_nobody_can_confirm(send, letter):
    letter.status = "closed"
    letter.closed_at = timezone.now() - timedelta(days=9)
    letter.save()

    answer = send(csv_of([row("Ana Ruiz", "ana@example.org")]), is_confirmed="")

    assert answer.status_code == 422
    assert "Nobody can confirm a signature now" in answer.content.decode()


def test_without_confirmation_each_signer_is_asked_by_mail(send, client):
    data = csv_of([row("Ana Ruiz", "ana@example.org")])
    columns = send(data, is_confirmed="")["Location"]
    trial = client.post(columns, guessed(client, columns))["Location"]

    client.post(trial, {"action": "import"})

    assert Signature.objects.get().status == "pending"
    assert Mail.objects.get().kind == "confirm"


def test_a_workbook_is_read_as_well(send, client):
    book, file = Workbook(), BytesIO()
    book.active.append(["Full name", "Email address"])
    book.active.append(["Ana Ruiz", "ana@example.org"])
    book.save(file)
    columns = send(file.getvalue(), "signers.xlsx")["Location"]

    assert guessed(client, columns) == {"column-0": "name", "column-1": "email"}


def test_the_file_is_kept_encrypted_and_for_a_day(send):
    send(csv_of([row("Ana Ruiz", "ana@example.org")]))
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM signatures_upload")
        (stored,) = cursor.fetchone()
    assert stored.startswith("gAAAA")

    forget_uploads()
    assert Upload.objects.exists()
    Upload.objects.update(created_at=timezone.now() - timedelta(hours=25))
    forget_uploads()

    assert not Upload.objects.exists()


def test_the_same_file_again_is_pointed_out(send, client, letter):
    data = csv_of([row("Ana Ruiz", "ana@example.org")])
    for _time in range(2):
        columns = send(data)["Location"]
        trial = client.post(columns, guessed(client, columns))["Location"]
        page = client.get(trial).content.decode()
        client.post(trial, {"action": "import"})

    assert "was imported into this letter already" in page
    assert letter.batches.count() == 2


def test_pressing_import_twice_imports_once(send, client):
    columns = send(csv_of([row("Ana Ruiz", "ana@example.org")]))["Location"]
    trial = client.post(columns, guessed(client, columns))["Location"]

    answers = [client.post(trial, {"action": "import"}) for _time in range(2)]

    assert [answer.status_code for answer in answers] == [302, 404]
    assert Batch.objects.count() == 1


def test_a_file_can_be_thrown_away(send, client):
    columns = send(csv_of([row("Ana Ruiz", "ana@example.org")]))["Location"]
    trial = client.post(columns, guessed(client, columns))["Location"]

    client.post(trial, {"action": "discard"})

    assert not Upload.objects.exists()
    assert not Signature.objects.exists()


def test_a_file_is_shown_to_nobody_else(send, campaign, as_user):
    columns = send(csv_of([row("Ana Ruiz", "ana@example.org")]))["Location"]

    other = as_user(make_member(campaign, "owner"))

    assert other.get(columns).status_code == 404


def test_the_report_is_filtered_and_paged(send, client):
    rows = [row(f"Ana {n} Ruiz", f"a{n}@example.org") for n in range(101)]
    columns = send(csv_of([*rows, row("", "")]))["Location"]
    trial = client.post(columns, guessed(client, columns))["Location"]

    assert len(client.get(trial).context["rows"]) == 100
    assert len(client.get(f"{trial}?page=2").context["rows"]) == 2
    rejected = client.get(f"{trial}?outcome=rejected").context["rows"]
    assert [entry["row"] for entry in rejected] == [103]


def test_undoing_asks_first_and_says_how_many(send, client, letter):
    make_signature(letter)
    columns = send(csv_of([row("Ana Ruiz", "ana@example.org")]))["Location"]
    trial = client.post(columns, guessed(client, columns))["Location"]
    batch = client.post(trial, {"action": "import"})["Location"]

    page = client.get(f"{batch}undo/").content.decode()
    assert "1 signature is deleted" in page
    assert letter.signatures.count() == 2
    answer = client.post(f"{batch}undo/")

    assert "Undone: 1 signature was deleted." in client.get(answer["Location"]).text
    assert letter.signatures.count() == 1
    assert client.post(f"{batch}undo/").status_code == 422


def test_what_needs_a_look_comes_first_below_the_numbers(send, client, letter):
    rows = [
        row("Ana Ruiz", "ana@example.org"),
        row("Ana Ruiz", "ana@example.org"),
        row("ASDF", "asdf@example.org"),
        row("", ""),
        row("Luz Paz", "luz@example.org"),
    ]
    columns = send(csv_of(rows))["Location"]
    trial = client.post(columns, guessed(client, columns))["Location"]

    answer = client.get(trial)

    found = [(entry["row"], entry["outcome"]) for entry in answer.context["rows"]]
    assert found == [
        (5, "rejected"),
        (4, "held"),
        (3, "merged"),
        (2, "accepted"),
        (6, "accepted"),
    ]
    numbers = "1 rejected</strong>, <strong>1 held</strong>, <strong>1 merged</strong>"
    assert f"<strong>{numbers}, <strong>2 accepted</strong>." in answer.text
    assert answer.text.index(numbers) < answer.text.index(">Import</button>")
