import os

import pytest


def require(found: object, reason: str) -> None:
    """Skip with the reason where something is not installed; fail where all must be."""
    if found:
        return
    if os.environ.get("REQUIRE_ALL") == "1":
        pytest.fail(reason)
    pytest.skip(reason)
