import pytest


@pytest.mark.parametrize("path", ["/en/%00", "/en/?q=a%00b", "/en/letters/a%00b/"])
def test_nul_characters_are_refused(client, path):
    response = client.get(path)

    assert response.status_code == 400
    assert "cannot be used" in response.content.decode()
