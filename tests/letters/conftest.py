import pytest

from tests.factories import make_letter, make_member


@pytest.fixture
def editor(campaign, as_user):
    return as_user(make_member(campaign, "editor", email="edith@example.org"))


@pytest.fixture
def letter(campaign):
    return make_letter(campaign=campaign, status="draft", opened_at=None)


@pytest.fixture
def ana(campaign, as_user):
    return as_user(make_member(campaign, "editor", name="Ana", email="ana@example.org"))


@pytest.fixture
def ben(campaign, as_user):
    return as_user(make_member(campaign, "editor", name="Ben", email="ben@example.org"))
