"""The document of a draft, drawn while its editor waits."""

from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock

from django.utils import translation
from django.utils.translation import gettext as _

from core.errors import Refusal
from exports.designs import Look
from exports.pdf import write_pdf
from exports.reading import read_roll, texts
from exports.roll import Roll
from letters.models import Letter

NAMES = 30  # enough to see how they will stand
SECONDS_MAXIMUM = 30
PIXELS_WIDE = 1000

# WeasyPrint's logger and PDFium are one for all threads of a process.
_one_at_a_time = Lock()


def draw_pdf(letter: Letter, language: str) -> bytes:
    """The draft's text, or the published one where there is none, with a few names."""
    with translation.override(language):
        return _print(_read(letter, language))


def draw_first_page(letter: Letter, language: str) -> bytes:
    """The first page as a picture."""
    import pypdfium2

    document = draw_pdf(letter, language)
    with _one_at_a_time:
        pdf = pypdfium2.PdfDocument(document)
        try:
            page = pdf[0]
            picture = page.render(scale=PIXELS_WIDE / page.get_width()).to_pil()
        finally:
            pdf.close()
    file = BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


def _read(letter: Letter, language: str) -> Roll:
    draft = letter.draft_revision
    written = draft.texts().get(language) if draft else texts(letter).get(language)
    if written is None:
        raise Refusal(_("The letter has no text in this language yet."))
    return read_roll(letter, language, translation=written, limit=NAMES)


def _print(roll: Roll) -> bytes:
    if not _one_at_a_time.acquire(timeout=SECONDS_MAXIMUM / 2):
        raise Refusal(_("Another preview is being drawn. Look again."))
    try:
        with TemporaryDirectory(prefix="undersigned-") as folder:
            path = Path(folder) / "preview.pdf"
            write_pdf([roll], path, lambda _percent: None, Look())
            return path.read_bytes()
    finally:
        _one_at_a_time.release()
