import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from django.utils.translation import gettext as _

from core.errors import Refusal
from exports.markup import logos, render_page, with_characters
from exports.roll import Roll

Report = Callable[[int], None]
NAMES_PER_PAGE = 40  # an estimate, for the progress bar only
LAID_OUT, WRITTEN = 60, 95  # percent: laying out takes a little longer than writing


def write_pdf(roll: Roll, path: Path, report: Report) -> int:
    """Write the letter as PDF/UA-1 and return the number of pages."""
    # Imported late: WeasyPrint loads Pango, which the web process does not need.
    from weasyprint import HTML
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    images = logos(roll)
    allowed = {image.uri for image in images}

    class LogosOnly(URLFetcher):
        """Letters are user input: nothing is loaded but the logos, which are data."""

        def fetch(
            self, url: str, headers: Mapping[str, str] | None = None
        ) -> URLFetcherResponse:
            if url not in allowed:
                raise FatalURLFetchingError(url)
            return super().fetch(url, headers)

    fetcher = LogosOnly(allowed_protocols={"data"}, allow_redirects=False)
    html = render_page(roll, with_characters, images)
    try:
        with layout_progress(roll, report):
            document = HTML(string=html, url_fetcher=fetcher).render(
                pdf_variant="pdf/ua-1"
            )
        report(LAID_OUT)
        document.write_pdf(path, pdf_variant="pdf/ua-1")
    # It derives from BaseException, so no handler of Exception sees it.
    except FatalURLFetchingError as error:
        raise Refusal(
            _("The letter tries to load “%(url)s”. Take that out of its text.")
            % {"url": str(error)[:100]}
        ) from error
    report(WRITTEN)
    return len(document.pages)


class PageCounter(logging.Handler):
    """Hears WeasyPrint announce each page that it lays out."""

    def __init__(self, expected: float, report: Report):
        super().__init__(logging.INFO)
        self.expected = expected
        self.report = report
        self.percent = 0

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
    before = logger.level, logger.propagate
    logger.addHandler(counter)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    try:
        yield
    finally:
        logger.removeHandler(counter)
        logger.level, logger.propagate = before
