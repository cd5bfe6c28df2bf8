"""The list of names inside the PDF, for machines."""

import csv
import io
from pathlib import Path

import pikepdf
import pytest

from exports.models import Layout
from exports.rendering import render
from letters.models import Letter
from tests.exports.test_pdf_ua import verdict
from tests.factories import make_letter, make_signature

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("printer")]


@pytest.fixture
def letter():
    letter = make_letter()
    Layout.objects.create(letter=letter, attaches_list=True)
    make_signature(letter, name="=Ana Paz", city="Cobán")
    make_signature(letter, name="Eva Sol", publicity="officials")
    make_signature(letter, name="Sol Secreta", publicity="counted")
    return letter


def write(letter, path: Path, audience: str = "officials") -> Path:
    render(
        Letter.objects.select_related("campaign").get(pk=letter.pk),
        language="en",
        format="pdf",
        path=path,
        report=lambda percent: None,
        audience=audience,
    )
    return path


def attached_names(path: Path) -> list[str]:
    with pikepdf.open(path) as pdf:
        [(name, file)] = pdf.attachments.items()
        assert name == "names-en.csv"
        text = file.get_file().read_bytes().decode("utf-8-sig")
    return [row["name"] for row in csv.DictReader(io.StringIO(text))]


def test_the_list_holds_the_names_that_the_document_prints(letter, tmp_path):
    path = write(letter, tmp_path / "letter.pdf")

    assert attached_names(path) == ["'=Ana Paz", "Eva Sol", ""]
    assert [each.name for each in tmp_path.iterdir()] == ["letter.pdf"]


def test_a_public_copy_s_list_holds_public_names_only(letter, tmp_path):
    path = write(letter, tmp_path / "letter.pdf", "public")

    assert [name for name in attached_names(path) if name] == ["'=Ana Paz"]
    for secret in (b"Eva Sol", b"Sol Secreta"):
        assert secret not in path.read_bytes()


def test_it_says_what_it_is_to_the_document(letter, tmp_path):
    path = write(letter, tmp_path / "letter.pdf")

    with pikepdf.open(path) as pdf:
        [file] = pdf.Root.AF
        assert file.AFRelationship == "/Data"
        assert file.Desc == "The list of names as a table"
        assert file.EF.F.Subtype == "/text/csv"


@pytest.mark.parametrize("profile", ["PDFUA-1", "PDFA-3A"])
def test_the_file_keeps_to_both_standards(letter, tmp_path, profile):
    path = write(letter, tmp_path / "letter.pdf")

    assert verdict(path, profile)[-1] == "compliant: true"


def test_without_the_organizers_wish_nothing_is_attached(letter, tmp_path):
    Layout.objects.update(attaches_list=False)

    with pikepdf.open(write(letter, tmp_path / "letter.pdf")) as pdf:
        assert not pdf.attachments
