"""Printed codes, read as a camera reads them: a little askew and out of focus."""

from pathlib import Path

import pypdfium2
import zxingcpp
from PIL import Image, ImageFilter

DOTS_PER_INCH = 250  # a phone held over a page has more


def photographed(path: Path) -> list[Image.Image]:
    pdf = pypdfium2.PdfDocument(path)
    try:
        pages = [page.render(scale=DOTS_PER_INCH / 72).to_pil() for page in pdf]
    finally:
        pdf.close()
    return [
        page.convert("L").rotate(2, fillcolor=255).filter(ImageFilter.GaussianBlur(1))
        for page in pages
    ]


def codes(picture: Image.Image) -> list[str]:
    return [code.text for code in zxingcpp.read_barcodes(picture)]
