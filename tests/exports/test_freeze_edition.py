import io

import pytest
from django.core.management import CommandError, call_command

from exports.models import Acceptance, Edition
from tests.exports.freezing import make_closed_letter
from tests.factories import make_signature

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter(campaign, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return make_closed_letter(campaign)


def run(*arguments):
    """What the command writes: to the standard output, and of errors."""
    output, errors = io.StringIO(), io.StringIO()
    refusal = ""
    try:
        call_command(
            "freeze_edition", "border", *arguments, stdout=output, stderr=errors
        )
    except CommandError as error:
        refusal = str(error)
    return output.getvalue(), errors.getvalue() + refusal


def test_it_prints_the_number(letter):
    assert run() == ("1\n", "")
    assert run() == ("2\n", "")


def test_what_was_found_goes_to_stderr_and_nothing_is_frozen(letter):
    make_signature(letter, status="held")

    output, errors = run()

    assert output == ""
    assert "1 signature waits for review" in errors
    assert "--accept reviews" in errors
    assert not Edition.objects.exists()


def test_a_check_is_accepted_by_its_name(letter):
    make_signature(letter, status="held")

    assert run("--accept", "reviews") == ("1\n", "")
    assert Acceptance.objects.get().check_name == "reviews"


def test_accepting_another_check_is_not_enough(letter):
    make_signature(letter, status="held")

    assert "waits for review" in run("--accept", "twins", "open")[1]


def test_an_addendum(letter):
    run()
    assert "nobody" in run("--addendum-to", "1")[1]
    make_signature(letter, name="Eva Tardía")

    assert run("--addendum-to", "1") == ("2\n", "")
    assert Edition.objects.get(number=2).addendum_to.number == 1
    assert "whole edition" in run("--addendum-to", "2")[1]
    assert "no edition 9" in run("--addendum-to", "9")[1]


@pytest.mark.parametrize("arguments", [["--accept", "nobody"], ["--accept", "whim"]])
def test_what_cannot_be_accepted(letter, arguments):
    with pytest.raises(CommandError, match="invalid choice"):
        call_command("freeze_edition", "border", *arguments)


def test_a_letter_that_is_not_there(db):
    with pytest.raises(CommandError, match="There is no letter"):
        call_command("freeze_edition", "nowhere")
