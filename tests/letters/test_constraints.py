"""The database refuses rules that no form offers."""

import pytest
from django.db import IntegrityError, transaction

from letters.models import Letter
from tests.factories import make_letter

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("field", "name"),
    [("review", "letter_review_is_known"), ("signers", "letter_signers_are_known")],
)
def test_a_rule_that_does_not_exist_is_refused(field, name):
    letter = make_letter()

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Letter.objects.filter(pk=letter.pk).update(**{field: "whim"})


@pytest.mark.parametrize(
    ("field", "choices"), [("review", Letter.Review), ("signers", Letter.Signers)]
)
def test_every_rule_that_is_offered_is_stored(field, choices):
    for choice in choices:
        letter = make_letter(**{field: choice})
        letter.refresh_from_db()
        assert getattr(letter, field) == choice
