import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

ASK = """
import json
from config import settings
print(json.dumps({name: str(getattr(settings, name)) for name in
      ("SECRET_KEY", "FIELD_KEYS", "SITE_URL", "ALLOWED_HOSTS", "EMBEDDED", "DEBUG")}))
"""


@pytest.fixture
def load(tmp_path: Path):
    """Loads the settings in a fresh process with nothing but these variables."""

    def run(**variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", ASK],
            cwd=settings.BASE_DIR,
            env={"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), **variables},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def test_secrets_are_made_once_and_only_their_owner_reads_them(load, tmp_path):
    data = tmp_path / "data"

    first = load(DATA_DIR=str(data))
    second = load(DATA_DIR=str(data))

    assert first.returncode == 0, first.stderr
    assert first.stdout == second.stdout
    made = sorted((data / "secrets").iterdir())
    assert stat.S_IMODE(data.stat().st_mode) == 0o700
    assert [path.name for path in made] == ["field-keys", "secret-key"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in made} == {0o600}


@pytest.mark.parametrize("missing", ["SECRET_KEY", "FIELD_KEYS"])
def test_with_a_database_a_missing_secret_stops_the_start(load, missing):
    secrets = {"SECRET_KEY": "x" * 60, "FIELD_KEYS": "y" * 44}
    del secrets[missing]

    loaded = load(DATABASE_URL="postgres://app@db.example.org/app", **secrets)

    assert loaded.returncode != 0
    assert f"DATABASE_URL is set but {missing} is not." in loaded.stderr


def test_each_variable_may_be_a_file(load, tmp_path):
    (tmp_path / "key").write_text("from a file\n")
    (tmp_path / "site").write_text("https://sign.example.net\n")

    loaded = load(
        SECRET_KEY_FILE=str(tmp_path / "key"), SITE_URL_FILE=str(tmp_path / "site")
    )

    assert '"SECRET_KEY": "from a file"' in loaded.stdout
    assert '"SITE_URL": "https://sign.example.net"' in loaded.stdout


@pytest.mark.parametrize(
    ("name", "value"), [("PORT", "http"), ("TRUSTED_PROXIES", "-1"), ("DEBUG", "on?")]
)
def test_a_value_that_makes_no_sense_is_named(load, name, value):
    loaded = load(**{name: value})

    assert loaded.returncode != 0
    assert f"{name} must be" in loaded.stderr


def test_an_empty_variable_counts_as_not_set(load):
    assert load(PORT="", DATABASE_URL="", SECRET_KEY="").stdout == load().stdout


def test_the_host_of_the_site_is_allowed_by_itself(load):
    loaded = load(SITE_URL="https://sign.example.net/")

    assert "['sign.example.net', " in loaded.stdout


def test_debug_is_off_unless_somebody_says_so(load):
    assert '"DEBUG": "False"' in load().stdout
    assert '"DEBUG": "True"' in load(DEBUG="True").stdout
