import re

# OWASP ASVS 1.2.10 and CVE-2021-41270: a cell that begins so, also after spaces or what
# cannot be seen, is run as a formula by spreadsheet programs; East Asian ones know the
# signs in full width as well.
FORMULA = re.compile(
    r"^[\s\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]*[=+\-@\t\r\x00＝＋－＠]"
)


def safe_cell(value: str) -> str:
    """Neutralize a cell that a spreadsheet program would run as a formula."""
    return f"'{value}" if FORMULA.match(value) else value
