"""WeasyPrint as it is used here: it lays out a page and loads nothing from anywhere."""

from collections.abc import Container, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from core.errors import Refusal
from exports import fonts as installed
from exports.actual_text import extend_weasyprint

if TYPE_CHECKING:
    import pydyf
    from weasyprint import CSS, Document

# Archivable, and accessible: one file can be both.
VARIANT = {"pdf_variant": "pdf/a-3a", "pdf_version": "1.7", "pdf_tags": True}
COLORS = "sRGB2014.icc"
UA_IDENTIFIER = b"""<rdf:Description rdf:about=""
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about=""
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""


@dataclass(frozen=True)
class Attached:
    """A file within a PDF file, with the date that it states."""

    name: str
    description: str
    content: bytes
    at: datetime


@cache
def fonts() -> Any:
    """The installed fonts, read once a process."""
    from weasyprint.text.fonts import FontConfiguration

    return FontConfiguration()


@contextmanager
def loading(uris: Container[str]) -> Iterator[Any]:
    """A fetcher for WeasyPrint that knows these URIs and refuses the work if others are asked.

    Letters are user input: by default they could read files of the server.
    """
    # Imported late: WeasyPrint loads Pango, which the web process does not need.
    try:
        import weasyprint  # noqa: F401
        from weasyprint.urls import FatalURLFetchingError
    except (ImportError, OSError) as error:
        raise Refusal(
            _(
                "PDF files cannot be made here, because Pango is missing. Ask the"
                " operator to install it, or choose another format."
            )
        ) from error

    if installed.are_missing():
        raise Refusal(
            _(
                "PDF files cannot be made here, because no font is installed. Ask the"
                " operator to install some, for instance fonts-noto-core."
            )
        )
    refused: list[str] = []
    # It derives from BaseException, so no handler of Exception sees it; and within an
    # SVG image WeasyPrint catches even that, hence the list.
    with suppress(FatalURLFetchingError):
        yield _fetcher(uris, refused)
    if refused:
        raise Refusal(
            _("The letter tries to load “%(url)s”. Take that out of its text.")
            % {"url": refused[0][:100]}
        )


def lay_out(html: str, fetcher: Any, *sheets: Path) -> "Document":
    """The pages of an HTML page, styled by these files and by what it brings itself."""
    from weasyprint import HTML

    extend_weasyprint()
    document = HTML(string=html, url_fetcher=fetcher).render(
        stylesheets=[_parsed(sheet) for sheet in sheets],
        font_config=fonts(),
        **VARIANT,
    )
    _say_that_it_is_accessible(document)
    return document


@cache
def _parsed(sheet: Path) -> "CSS":
    """Once a process: parsing takes as long as setting hundreds of names."""
    from weasyprint import CSS

    return CSS(string=sheet.read_text(), font_config=fonts())


def _fetcher(loadable: Container[str], refused: list[str]) -> Any:
    """A fetcher that loads these URIs and puts all others into the list."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class ListedOnly(URLFetcher):
        def fetch(
            self, url: str, headers: Mapping[str, str] | None = None
        ) -> URLFetcherResponse:
            if url in loadable:
                return super().fetch(url, headers)
            refused.append(url)
            raise FatalURLFetchingError(url)

    return ListedOnly(allowed_protocols={"data"}, allow_redirects=False)


def generate(document: "Document", attached: Iterable[Attached] = ()) -> "pydyf.PDF":
    """The objects of the file, with the files that are attached to it.

    Not Document.write_pdf, which holds the whole file in memory, twice.
    """
    import pydyf
    from weasyprint import DEFAULT_OPTIONS, Attachment
    from weasyprint.css import ColorProfile
    from weasyprint.pdf import generate_pdf

    # What WeasyPrint would do for PDF/A, but it leaves the file of the colors open.
    with (files("weasyprint.pdf") / COLORS).open("rb") as file:
        document.color_profiles["srgb"] = ColorProfile(
            file, COLORS, "relative-colorimetric", (["r"], ["g"], ["b"])
        )
    document.metadata.attachments += [
        Attachment(
            string=each.content,
            name=each.name,
            description=each.description,
            created=each.at.astimezone(UTC),
            modified=each.at.astimezone(UTC),
            relationship="Data",
        )
        for each in attached
    ]
    pdf = generate_pdf(document, None, 1, **{**DEFAULT_OPTIONS, **VARIANT})
    if "AF" in pdf.catalog:  # where WeasyPrint names each attachment twice
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))
    # Pages are called as they are numbered on paper.
    pdf.catalog["PageLabels"] = pydyf.Dictionary({"Nums": "[0 <</S/D>>]"})
    pdf.add_object(pdf.info)
    return pdf


def _say_that_it_is_accessible(document: "Document") -> None:
    """WeasyPrint writes one standard into the metadata; the file keeps to two."""
    metadata = document.metadata
    generate = metadata.generate_rdf_metadata

    def with_both(*args: Any) -> bytes:
        xml: bytes = generate(*args)
        return xml.replace(b"</rdf:RDF>", UA_IDENTIFIER + b"</rdf:RDF>")

    metadata.generate_rdf_metadata = with_both
