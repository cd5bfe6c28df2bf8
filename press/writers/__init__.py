"""Each format of a release, written into a file."""

from press.writers.docx import write_docx
from press.writers.page import write_html, write_pdf
from press.writers.txt import write_txt

WRITERS = {
    "pdf": write_pdf,
    "docx": write_docx,
    "html": write_html,
    "txt": write_txt,
}
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
}

__all__ = ["TYPES", "WRITERS"]
