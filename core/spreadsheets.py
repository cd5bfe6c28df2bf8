import re

# OWASP ASVS 1.2.10 and CVE-2021-41270: a cell that begins so, also after spaces, is
# run as a formula by spreadsheet programs.
FORMULA = re.compile(r"^\s*[=+\-@\t\r\x00]")


def safe_cell(value: str) -> str:
    """Neutralize a cell that a spreadsheet program would run as a formula."""
    return f"'{value}" if FORMULA.match(value) else value
