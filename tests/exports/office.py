"""LibreOffice, which opens what offices open."""

import shutil
import subprocess
from pathlib import Path

from tests.requirements import require


def convert(path: Path, to: str) -> Path:
    """The file in another format, beside it."""
    require(shutil.which("soffice"), "soffice (libreoffice-writer-nogui) is missing.")
    profile = path.with_name("profile")
    command = ["soffice", "--headless", f"-env:UserInstallation={profile.as_uri()}"]
    subprocess.run(
        [*command, "--convert-to", to, "--outdir", str(path.parent), str(path)],
        capture_output=True,
        check=True,
        timeout=180,
    )
    converted = path.with_suffix(f".{to.partition(':')[0]}")
    assert converted.exists(), f"LibreOffice does not open {path.name}."
    return converted
