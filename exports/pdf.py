import logging
from collections.abc import Callable, Container, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from core.errors import Refusal
from exports.actual_text import extend_weasyprint
from exports.markup import logos, render_page, with_characters
from exports.roll import Roll

Report = Callable[[int], None]
NAMES_PER_PAGE = 40  # an estimate, for the progress bar only
# Percent: laying out takes a little longer than writing.
READ, LAID_OUT, WRITTEN = 5, 60, 95


def write_pdf(roll: Roll, path: Path, report: Report) -> int:
    """Write the letter as PDF/UA-1 and return the number of pages."""
    images = logos(roll)
    html = render_page(roll, with_characters, images)
    with layout_progress(roll, report):
        pages = print_page(html, path, loadable={image.uri for image in images})
    report(WRITTEN)
    return pages


def print_page(html: str, path: Path, *, loadable: Container[str]) -> int:
    """Print an HTML page that may load these URIs and no other."""
    # Imported late: WeasyPrint loads Pango, which the web process does not need.
    try:
        from weasyprint import HTML
        from weasyprint.urls import FatalURLFetchingError
    except (ImportError, OSError) as error:
        raise Refusal(
            _(
                "PDF files cannot be made here, because Pango is missing. Ask the"
                " operator to install it, or choose another format."
            )
        ) from error

    extend_weasyprint()
    refused: list[str] = []
    fetcher = _fetcher(loadable, refused)
    pages = 0
    # It derives from BaseException, so no handler of Exception sees it; and within an
    # SVG image WeasyPrint catches even that, hence the list.
    with suppress(FatalURLFetchingError):
        document = HTML(string=html, url_fetcher=fetcher).render(pdf_variant="pdf/ua-1")
        document.write_pdf(path, pdf_variant="pdf/ua-1")
        pages = len(document.pages)
    if refused:
        raise Refusal(
            _("The letter tries to load “%(url)s”. Take that out of its text.")
            % {"url": refused[0][:100]}
        )
    return pages


def _fetcher(loadable: Container[str], refused: list[str]) -> Any:
    """A fetcher that loads these URIs and puts all others into the list."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class ListedOnly(URLFetcher):
        """Letters are user input: by default this would read files of the server."""

        def fetch(
            self, url: str, headers: Mapping[str, str] | None = None
        ) -> URLFetcherResponse:
            if url in loadable:
                return super().fetch(url, headers)
            refused.append(url)
            raise FatalURLFetchingError(url)

    return ListedOnly(allowed_protocols={"data"}, allow_redirects=False)


class PageCounter(logging.Handler):
    """Hears WeasyPrint announce each page that it lays out."""

    def __init__(self, expected: float, report: Report):
        super().__init__(logging.INFO)
        self.expected = expected
        self.report = report
        self.percent = READ

    def emit(self, record: logging.LogRecord) -> None:
        if not record.args or not isinstance(record.args, tuple):
            return
        page = record.args[0]
        if "Page" not in record.msg or not isinstance(page, int):
            return
        percent = min(LAID_OUT, round(LAID_OUT * page / self.expected))
        if percent > self.percent:
            self.percent = percent
            self.report(percent)


@contextmanager
def layout_progress(roll: Roll, report: Report) -> Iterator[None]:
    logger = logging.getLogger("weasyprint.progress")
    counter = PageCounter(2 + roll.counts.total / NAMES_PER_PAGE, report)
    level = logger.level
    logger.addHandler(counter)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    try:
        yield
    finally:
        logger.removeHandler(counter)
        logger.propagate = True
        logger.setLevel(level)
