"""What pip cannot bring: the libraries that make PDFs and fonts for the world's names."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from cffi import FFI

# As WeasyPrint looks for them: the names on Linux, macOS with Homebrew, and others.
LIBRARIES = {
    "Pango": ("libpango-1.0.so.0", "libpango-1.0.dylib", "pango-1.0"),
    "PangoFT2": ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib", "pangoft2-1.0"),
    "HarfBuzz": ("libharfbuzz.so.0", "libharfbuzz.0.dylib", "harfbuzz"),
    "HarfBuzz-Subset": (
        "libharfbuzz-subset.so.0",
        "libharfbuzz-subset.0.dylib",
        "harfbuzz-subset",
    ),
    "Fontconfig": ("libfontconfig.so.1", "libfontconfig.1.dylib", "fontconfig"),
}
SCRIPTS = {
    "Latin": "es",
    "Greek": "el",
    "Cyrillic": "uk",
    "Arabic": "ar",
    "Hebrew": "he",
    "Devanagari": "hi",
    "Thai": "th",
    "Chinese": "zh-cn",
    "Japanese": "ja",
    "Korean": "ko",
}
LIBRARY_PACKAGES = [
    "libpango-1.0-0",
    "libpangoft2-1.0-0",
    "libharfbuzz-subset0",
    "fontconfig",
]
FONT_PACKAGES = ["fonts-noto-core", "fonts-noto-cjk"]


def missing_libraries() -> list[str]:
    ffi = FFI()
    return [name for name, files in LIBRARIES.items() if not _loads(ffi, files)]


def _loads(ffi: FFI, files: tuple[str, ...]) -> bool:
    for file in files:
        try:
            ffi.dlopen(file)
        except OSError:
            continue
        return True
    return False


def missing_scripts() -> list[str]:
    """The scripts that no font covers; nothing where fontconfig cannot be asked."""
    if not shutil.which("fc-list"):
        return []
    return [name for name, code in SCRIPTS.items() if not _has_font(code)]


def _has_font(language: str) -> bool:
    listed = subprocess.run(  # noqa: S603  the language is one of SCRIPTS
        ["fc-list", f":lang={language}", "file"],  # noqa: S607
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return bool(listed.stdout.strip())


def bring_what_is_missing(say: Callable[[str], None]) -> None:
    """Install missing libraries and fonts where we may, else say what to type."""
    libraries, scripts = missing_libraries(), missing_scripts()
    packages = LIBRARY_PACKAGES if libraries else []
    packages = packages + (FONT_PACKAGES if libraries or scripts else [])
    if packages and can_install():
        say(f"Installing {', '.join(packages)} (fonts are large) …")
        install(packages)
        libraries, scripts = missing_libraries(), missing_scripts()
    if libraries:
        say(
            f"PDFs cannot be made, because {', '.join(libraries)} cannot be loaded. "
            f"Type: sudo apt-get install {' '.join(LIBRARY_PACKAGES)} "
            "(Debian, Ubuntu), or: brew install pango (macOS)."
        )
    if scripts:
        say(
            f"No font was found for {', '.join(scripts)}; such names would be printed "
            f"as boxes. Type: sudo apt-get install {' '.join(FONT_PACKAGES)} (Debian, "
            "Ubuntu), or: brew install --cask font-noto-sans-cjk (macOS)."
        )


def can_install() -> bool:
    return (
        os.geteuid() == 0
        and Path("/etc/debian_version").exists()
        and shutil.which("apt-get") is not None
    )


def install(packages: list[str]) -> None:
    """Install Debian packages; what fails shows in what is still missing afterwards."""
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages],
    ):
        subprocess.run(  # noqa: S603  the packages are named above
            command,
            env=quiet,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            check=False,
        )
