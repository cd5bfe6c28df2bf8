import pytest

from tests.factories import make_member


@pytest.fixture
def editor(campaign, as_user):
    return as_user(make_member(campaign, "editor", email="edith@example.org"))
